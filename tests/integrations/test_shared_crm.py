"""A real pipeline of 8,800 opportunities: what reports and pages say of it is what its own files add up to."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from foundation import clock
from pipeline.models import Opportunity
from pipeline.queries.movement import Span, movement
from teams.models import Team, User
from tests.cast import Cast, make_account, make_cast
from tests.integrations.conftest import SHARED, imported
from tests.pipeline.movements import adds_up

FOLDER = SHARED / "b2b_crm"
LAST = "2017-12-31"
"""The last day on which one of them was closed."""
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"{FOLDER} is missing")


def rows_of(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def works_for(column: str) -> dict[str, str]:
    """By sales agent: the manager, or the region."""
    return {row["sales_agent"]: row[column] for row in rows_of("sales_teams.csv")}


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: Any, password_hash: str) -> Iterator[Cast]:
    """The file's people in teams of their managers, its accounts, and all opportunities: brought in once."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = make_cast(password_hash)
        mapping = ("name=sales_agent", "leader=manager", "parent_team=regional_office")
        staff = imported("people", FOLDER / "sales_teams.csv", "--create-teams", "--map", *mapping)
        assert staff.counts == (35, 0, 0)
        imported("accounts", FOLDER / "accounts.csv")
        assert imported("opportunities", FOLDER / "sales_pipeline.csv").counts == (8800, 0, 0)
        yield cast
        transaction.set_rollback(True)


@pytest.fixture
def crm(company: Cast, db: None) -> Cast:
    return company


def signed_in(**who: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(**who))
    return client


def as_told(rows: list[dict[str, str]]) -> dict[str, Any]:
    """What rows of the file add up to, as the productivity report tells it."""
    won = [row for row in rows if row["deal_stage"] == "Won"]
    lost = sum(row["deal_stage"] == "Lost" for row in rows)
    day, count = dt.date.fromisoformat, len(won)
    days = sum((day(row["close_date"]) - day(row["engage_date"])).days for row in won)
    figures = {
        "win_rate": (Decimal(count) / (count + lost), "0.0001"),
        "average": (sum(Decimal(row["close_value"]) for row in won) / Decimal(count), "0.01"),
        "cycle": (Decimal(days) / count, "0.0001"),
    }
    exact = {name: str(value.quantize(Decimal(places), ROUND_HALF_UP)) for name, (value, places) in figures.items()}
    return {"won": count, "lost": lost, **exact}


def told_of(client: Client, **narrowed: Any) -> dict[str, Any]:
    """What the productivity report tells of everything the reader sees."""
    answer = client.get("/api/v1/productivity/", {"day": LAST, "months": 24, **narrowed})
    figures: dict[str, Any] = answer.json()["total"]["now"]
    return figures


def test_the_reports_say_what_the_file_adds_up_to_by_manager_and_region(crm: Cast) -> None:
    deals, director = rows_of("sales_pipeline.csv"), signed_in(email="director@kam.example")
    whole, now = as_told(deals), told_of(director)
    assert (whole["won"], whole["win_rate"], whole["cycle"][:5]) == (4238, "0.6315", "51.78")
    assert {name: now[name] for name in whole} == whole
    leader, region = works_for("manager"), works_for("regional_office")
    for name in set(leader.values()):
        theirs = as_told([row for row in deals if leader[row["sales_agent"]] == name])
        now = told_of(signed_in(name=name))
        assert {key: now[key] for key in theirs} == theirs, name
    for name in set(region.values()):
        theirs = as_told([row for row in deals if region[row["sales_agent"]] == name])
        now = told_of(director, team=Team.objects.get(name=name).pk)
        assert {key: now[key] for key in theirs} == theirs, name


def won_in(deals: list[dict[str, str]], month: dt.date) -> dict[str, tuple[int, Decimal]]:
    """By sales agent: how many the file says were won in `month`, and worth what."""
    won = [row for row in deals if row["deal_stage"] == "Won" and row["close_date"].startswith(f"{month:%Y-%m}")]
    worth: dict[str, list[Decimal]] = defaultdict(list)
    for row in won:
        worth[row["sales_agent"]].append(Decimal(row["close_value"]))
    return {agent: (len(amounts), sum(amounts, Decimal(0))) for agent, amounts in worth.items()}


def by_leader(won: dict[str, tuple[int, Decimal]]) -> dict[str, tuple[int, Decimal]]:
    """The same by the manager of whose team they are."""
    sums: dict[str, tuple[int, Decimal]] = {}
    for agent, (count, worth) in won.items():
        name = works_for("manager")[agent]
        before = sums.get(name, (0, Decimal(0)))
        sums[name] = (before[0] + count, before[1] + worth)
    return sums


def test_the_movement_is_exact_for_every_month_team_and_person(crm: Cast) -> None:
    deals = rows_of("sales_pipeline.csv")
    month = clock.month_start(dt.date.fromisoformat(min(row["engage_date"] for row in deals if row["engage_date"])))
    ended: dict[Any, Decimal] = {}
    while month <= dt.date.fromisoformat(LAST):
        found = movement(Opportunity.objects.live(), Span(month, clock.add_months(month, 1) - clock.DAY))
        subjects = [found.total, *found.teams, *found.owners]
        assert all(adds_up(subject) for subject in subjects)
        assert all(subject.start.amount == ended.get(subject.subject, 0) for subject in subjects)
        won = {str(owner.subject): owner.lines["won"] for owner in found.owners if owner.lines["won"].count}
        assert {name: (line.count, -line.amount) for name, line in won.items()} == won_in(deals, month)
        led = {str(team.subject): team.lines["won"] for team in found.teams if team.lines["won"].count}
        assert {name: (line.count, -line.amount) for name, line in led.items()} == by_leader(won_in(deals, month))
        ended = {subject.subject: subject.end.amount for subject in subjects}
        month = clock.add_months(month, 1)


def test_those_without_account_wait_until_their_manager_places_them(crm: Cast) -> None:
    def waiting(client: Client) -> Any:
        return client.get("/pipeline/waiting/").context

    assert waiting(signed_in(email="director@kam.example"))["total"].count == 1425
    name, leader = "Celia Rouche", works_for("manager")
    alone = [row for row in rows_of("sales_pipeline.csv") if not row["account"]]
    theirs = sum(leader[row["sales_agent"]] == name for row in alone)
    client = signed_in(name=name)
    page = waiting(client)
    assert page["total"].count == theirs
    account = make_account(User.objects.get(name=name), "Placed Works")
    picked = [row.pk for row in page["rows"]][:20]
    assert client.post("/pipeline/waiting/", {"pick": picked, "account": account.pk}).status_code == 302
    assert account.opportunities.count() == 20
    assert waiting(client)["total"].count == theirs - 20
