"""Fills an empty company with as much as is asked for: the people by the ORM, all else by INSERT … SELECT."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from accounts.models import Account
from accounts.services import completeness_rows_make, match_keys_recount, profit_rows_make, visit_due_recount
from foundation import sql
from foundation.errors import RuleBroken
from foundation.loading import bare
from foundation.text import sort_key
from integrations.demo import words
from pipeline.models import Stage
from pipeline.services import tally_recount
from rights.services import verdicts_judge
from teams.models import Company, Role, Team, User

SQL: Final = Path(__file__).parent / "sql"
STEPS: Final = ("010_accounts", "020_contacts", "030_visits", "040_opportunities", "050_ledger")
TABLES: Final = ("accounts_account", "accounts_visit", "pipeline_opportunity", "pipeline_move", "scoring_ledgerentry")
MOST: Final = {"accounts": 10_000_000}
MOST_ROWS: Final = 200_000_000
"""Of each of the others: a slip of a digit would fill the disk before anybody sees it."""
Say = Callable[[str, int, int], object]


@dataclass(frozen=True)
class Size:
    """How many of each. A person looks after 200 accounts (more beyond a million); five make a team, five teams a
    region: what one person sees stays the same in a company of any size."""

    accounts: int = 20_000
    contacts: int = 60_000
    visits: int = 100_000
    opportunities: int = 40_000
    ledger_rows: int = 200_000

    @property
    def reps(self) -> int:
        return max(5, min(5_000, self.accounts // 200))


def synthesize(size: Size, *, seed: int = 1, say: Say = lambda _what, _done, _all: None) -> dict[str, int]:
    """Rows written by step. RuleBroken for a size out of bounds (`field` names it), and where there is anybody or any
    account already; one transaction."""
    _check(size)
    with transaction.atomic():
        if User.objects.exists() or Account.objects.exists():
            raise RuleBroken("This company is not empty, so nothing is made up in it.")
        with bare(TABLES):
            written = _write(_values(size, seed), say)
        tally_recount()
        visit_due_recount()
        profit_rows_make()
        completeness_rows_make()
        match_keys_recount()
        verdicts_judge()
    if not connection.in_atomic_block:  # VACUUM refuses to run inside a transaction, such as a test's
        sql.run_step(SQL / "060_vacuum.sql", {})
    say("facts", len(STEPS) + 1, len(STEPS) + 1)
    return written


def _check(size: Size) -> None:
    for name, asked in vars(size).items():
        most = MOST.get(name, MOST_ROWS)
        if not 0 <= asked <= most:
            raise RuleBroken(f"{asked:,} is not from 0 to {most:,}.", field=name)
        if asked and not size.accounts:
            raise RuleBroken(f"{asked:,} of them need an account; there are to be 0.", field=name)


def _write(values: dict[str, Any], say: Say) -> dict[str, int]:
    written = {}
    for number, name in enumerate(STEPS):
        say(name, number, len(STEPS) + 1)
        written[name] = sql.run_step(SQL / f"{name}.sql", values).rows
        if name == "010_accounts":
            values["first_account"] = Account.objects.aggregate(first=Min("pk"))["first"]
    say("facts", len(STEPS), len(STEPS) + 1)
    sql.run_step(SQL / "055_facts.sql", {"zone": Company.current().timezone})
    return written


def _values(size: Size, seed: int) -> dict[str, Any]:
    """What the steps take: sizes, people, and words with their keys."""
    people = _hire(size.reps)
    # Another seed begins elsewhere in the lists of words.
    cities, brands = _turned(list(words.CITIES), seed), _turned(words.LATIN_BRANDS, seed)
    trades = _turned(words.BRANDS, seed)
    stages = list(Stage.objects.order_by("position").values_list("pk", flat=True))
    return {
        **vars(size),
        **_spelled("cities", "city", cities),
        **_spelled("words", "word", trades),
        **_spelled("surnames", "surname", list(words.SURNAMES)),
        **_spelled("given", "given", words.GIVEN),
        "brands": brands,
        "brand_count": len(brands),
        "owners": [person.pk for person in people],
        "teams": [person.team_id for person in people],
        "people": len(people),
        "stages": stages,
        "stage_count": len(stages),
        "currency": Company.current().base_currency,
        "now": timezone.now(),
        "first_account": 0,
    }


def _spelled(plural: str, singular: str, chinese: list[str]) -> dict[str, Any]:
    keys = [sort_key(word) for word in chinese]
    return {
        plural: chinese,
        f"{singular}_keys": keys,
        f"{singular}_initials": ["".join(part[0] for part in key.split()) for key in keys],
        f"{singular}_count": len(chinese),
    }


def _turned(items: list[str], by: int) -> list[str]:
    place = by % len(items)
    return items[place:] + items[:place]


def _hire(reps: int) -> list[User]:
    """HQ with a director and an administrator, regions with a manager each, teams of five; returns the reps."""
    top = _team("HQ", None)
    leaders = [_person("admin", Role.ADMIN, top), _person("director", Role.DIRECTOR, top)]
    people, region = [], top
    for number in range(reps):
        if number % 25 == 0:
            region = _team(f"Region {number // 25 + 1}", top)
            leaders.append(_person(f"manager{number // 25 + 1}", Role.MANAGER, region))
        if number % 5 == 0:
            team = _team(f"Team {number // 5 + 1}", region)
        people.append(_person(f"rep{number + 1}", Role.REP, team))
    User.objects.bulk_create(leaders)
    return User.objects.bulk_create(people)


def _person(name: str, role: Role, team: Team) -> User:
    person = User(email=f"{name}@synthetic.example", name=name.title(), role=role, team=team)
    person.set_unusable_password()
    return person


def _team(name: str, parent: Team | None) -> Team:
    team = Team.objects.create(name=name, parent=parent, path=f"new {name}")
    team.path = f"{parent.path if parent else '/'}{team.pk}/"
    team.save(update_fields=["path"])
    return team
