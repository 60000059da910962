"""What each of the cast sees of opportunities, in SQL written without the product's own rule."""

from __future__ import annotations

from django.db import connection

WHO = ["rep", "peer", "manager", "director", "outsider", "rival", "admin"]
TEAMS = {
    "rep": [], "peer": [], "outsider": [],
    "manager": ["north"], "rival": ["south"], "director": ["hq", "north", "south"],
}  # fmt: skip
SHARED = {
    "rep": ["north"], "peer": ["north"], "manager": ["north"],
    "outsider": ["south"], "rival": ["south"], "director": ["hq", "north", "south"],
}  # fmt: skip
SQL = """
    SELECT o.id, o.status, o.amount * o.rate, s.probability
    FROM pipeline_opportunity o
    JOIN pipeline_stage s ON s.id = o.stage_id
    LEFT JOIN accounts_account a ON a.id = o.account_id
    WHERE CASE WHEN a.id IS NULL
        THEN o.owner_id = %(me)s OR o.team_id = ANY(%(teams)s::bigint[]) OR o.shared_with && %(shared)s::bigint[]
        ELSE a.owner_id = %(me)s OR a.team_id = ANY(%(teams)s::bigint[]) OR a.shared_with && %(shared)s::bigint[]
    END OR %(all)s
"""


OWN = """
    SELECT o.id, o.status, o.amount * o.rate, s.probability
    FROM pipeline_opportunity o
    JOIN pipeline_stage s ON s.id = o.stage_id
    WHERE (o.owner_id = %(me)s AND NOT %(leads)s) OR o.team_id = ANY(%(teams)s::bigint[]) OR %(all)s
"""


def seen(company, who: str) -> list[tuple]:
    return _told(SQL, company, who)


def own(company, who: str) -> list[tuple]:
    """What reports are about: what a rep sells, or those whom the reader leads."""
    return _told(OWN, company, who)


def _told(query: str, company, who: str) -> list[tuple]:
    def ids(names):
        return [getattr(company, name).pk for name in names]

    values = {
        "me": company[who].pk,
        "teams": ids(TEAMS.get(who, [])),
        "shared": ids(SHARED.get(who, [])),
        "all": who == "admin",
        "leads": who in TEAMS and bool(TEAMS[who]),
    }
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()
