"""A merge that is undone leaves every table of every room as it was."""

from __future__ import annotations

import datetime as dt
import json
import random
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import merging
from accounts.models import Account, ContactRole, Merge
from accounts.services import account_merge, merge_undo, records_judge, refresh_visit_facts
from care.models import Complaint
from foundation.errors import RuleBroken
from pipeline.models import Development, DevelopmentStep, Opportunity
from pipeline.services import opportunities_follow
from plans.models import AccountPlan
from relations.models import HelpRequest, Referral, Wall, WallReading
from scoring.models import Alert, KeyMark, LedgerEntry, TierDecision, TierPin
from tests.accounts.make import contact_of
from tests.cast import make_account
from tests.pipeline.make import move, opportunity
from tests.pipeline.tallies import agrees_with_the_rows
from tests.plans.make import objective_of, plan_of
from tests.scoring.make import DATE, book, night, visit
from tests.surveys.make import asked, recorded
from tests.wallet.make import estimated, parts

pytestmark = pytest.mark.django_db
NOT_COMPARED = {
    "accounts_merge", "accounts_mergedrows", "accounts_matchkey", "journal_job", "scoring_touched", "pipeline_tally",
    "journal_change", "rights_verdict",
}  # fmt: skip
MOVING = {"version", "updated_at"}
"""Of the two accounts: an edit that was begun before the merge must not pass for one of afterwards."""
NOON = dt.datetime.combine(DATE, dt.time(12), dt.UTC)


def dump() -> dict[str, list[str]]:
    """Every row of every table."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} - NOT_COMPARED
    return {table: sorted(_rows(table)) for table in sorted(tables)}


def _rows(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(kept) FROM {connection.ops.quote_name(table)} AS kept")
        rows = [row if isinstance(row, dict) else json.loads(row) for (row,) in cursor.fetchall()]
    if table == "accounts_account":
        rows = [{name: value for name, value in row.items() if name not in MOVING} for row in rows]
    if table in {"journal_event", "notices_notice"}:
        rows = [row for row in rows if row["verb"] not in {"account.merged", "account.merge_undone"}]
    return [json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows]


def people_and_visits(account: Account, dice: random.Random) -> None:
    for number in range(dice.randrange(3)):
        roles = tuple(dice.sample(["user", "purchaser", "interface"], dice.randrange(3)))
        contact_of(account, f"Person {number}", roles, email=f"p{number}@firm{account.pk}.com")
    for number in range(dice.randrange(3)):
        visit(account, day=DATE - dt.timedelta(days=number), next_step="Call", next_step_on=DATE)
    make_account(account.owner, f"Below {account.pk}", parent=account)


def deals_and_money(account: Account, dice: random.Random) -> None:
    for _number in range(dice.randrange(3)):
        row = opportunity(account)
        if dice.random() < 0.5:
            move(row, "upside")
    for _number in range(dice.randrange(4)):
        book(account, dice.randrange(1000))
    if dice.random() < 0.5:
        TierPin.objects.create(account=account, tier="gold", reason="x", expires_on=DATE, created_by=account.owner)
    if dice.random() < 0.7:
        KeyMark.objects.create(account=account, factor=KeyMark._meta.get_field("factor").choices[0][0], mark=2)  # type: ignore[union-attr,index]
    if dice.random() < 0.7:
        Alert.objects.create(account=account, cause="cadence", owner=account.owner, due_on=DATE, opened_on=DATE)


def standing_with_them(account: Account, dice: random.Random) -> None:
    if dice.random() < 0.7:
        wall = Wall.objects.create(account=account, push=1, share=0, contact=0, rapport=dice.randrange(3))
        WallReading.objects.create(wall=wall, push=1, share=0, contact=0, rapport=1, at=NOON)
    if dice.random() < 0.7:
        source = make_account(account.owner, f"Source {account.pk}")
        Referral.objects.create(account=account, introducer=contact_of(source))
    owner = account.owner
    if dice.random() < 0.7:
        recorded(account, (5, dice.randint(1, 5)))
        estimated(account, 10_000, until=DATE - dt.timedelta(days=dice.randrange(40)), parts=parts(Huawei="0.2"))
        asked(account)
    for _number in range(dice.randrange(2)):
        Complaint.objects.create(account=account, text="Late", handler=owner, due_at=NOON, currency="CNY")
        HelpRequest.objects.create(account=account, mark="share", text="x", helper=owner, asked_by=owner, due_on=DATE)


def two_companies(cast: Any, seed: int) -> tuple[Account, Account]:
    dice = random.Random(seed)
    details = {"industry": "Steel", "phone": "010-62345678", "website": "https://acme.com", "stage": "key"}
    some = dict(dice.sample(sorted(details.items()), 2))
    pair = (
        make_account(cast.rep, "Acme", external_id=dice.choice(["", "A-1"]), shared_with=[cast.south.pk]),
        make_account(dice.choice([cast.peer, cast.outsider]), "Acme Ltd", external_id=dice.choice(["", "B-1"]), **some),
    )
    for account in pair:
        for fill in (people_and_visits, deals_and_money, standing_with_them):
            fill(account, dice)
    if (people := list(pair[0].contacts.all())) and dice.random() < 0.5:
        for role in people[0].roles.values_list("role", flat=True):
            ContactRole.objects.create(account=pair[1], contact=people[0], role=role)
    refresh_visit_facts(account.pk for account in pair)
    records_judge()
    return pair


def merged(survivor: Account, other: Account, actor: Any, take: list[str]) -> Merge:
    versions = {row.pk: row.version for row in Account.objects.filter(pk__in=[survivor.pk, other.pk])}
    version, merged_version = versions[survivor.pk], versions[other.pk]
    return account_merge(survivor, other, actor=actor, version=version, merged_version=merged_version, take=take)


PARTS = st.lists(
    st.sampled_from(["name", "external_id", "owner", "industry", "phone", "website", "stage"]), unique=True
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), take=PARTS, turned=st.booleans())
def test_undone_everything_is_as_it_was(cast: Any, seed: int, take: list[str], turned: bool) -> None:
    with transaction.atomic():
        pair = two_companies(cast, seed)
        survivor, other = reversed(pair) if turned else pair
        before = dump()
        merge = merged(survivor, other, cast.director, take)
        agrees_with_the_rows()
        merge_undo(merge, actor=cast.director)
        after = dump()
        agrees_with_the_rows()
        transaction.set_rollback(True)
    assert {table: rows for table, rows in after.items() if rows != before[table]} == {}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_merging_loses_no_row(cast: Any, seed: int) -> None:
    with transaction.atomic():
        survivor, other = two_companies(cast, seed)
        before = {table: len(rows) for table, rows in dump().items()}
        merge = merged(survivor, other, cast.director, [])
        assert {table: len(rows) for table, rows in dump().items()} == before
        left = [(row.relation, row.aside) for row in merge.moved.all() if row.aside]
        for relation in merging.following():
            model, name = merging.column(relation)
            staying = model._base_manager.filter(**{name: other.pk}).count()
            assert staying == dict(left).get(relation, 0), relation
        transaction.set_rollback(True)


def test_both_walls_become_one_with_the_marks_of_both(cast: Any, account: Account) -> None:
    twin = make_account(cast.rep, "Twin")
    for each, rapport in ((account, 2), (twin, 0)):
        wall = Wall.objects.create(account=each, push=1, share=0, contact=1, rapport=rapport)
        WallReading.objects.create(wall=wall, push=1, share=0, contact=1, rapport=rapport)
    merge = merged(account, twin, cast.manager, [])
    assert (account.wall.rapport, account.wall.readings.count()) == (2, 2)
    merge_undo(merge, actor=cast.manager)
    assert (account.wall.readings.count(), twin.wall.readings.count()) == (1, 1)


def test_one_that_came_through_the_other_is_another(cast: Any, account: Account) -> None:
    twin, between = make_account(cast.rep, "Twin"), make_account(cast.rep, "Between")
    Referral.objects.create(account=between, introducer=contact_of(account))
    Referral.objects.create(account=twin, introducer=contact_of(between))
    for pair in ((account, twin), (twin, account)):
        with pytest.raises(RuleBroken, match="through the other"):
            merged(*pair, cast.manager, [])


def test_two_records_of_development_are_one_too_many(cast: Any, account: Account) -> None:
    twin, step = make_account(cast.rep, "Twin"), DevelopmentStep.objects.order_by("position")[0]
    for each in (account, twin):
        Development.objects.create(account=each, goal="x", step=step, created_by=cast.rep)
    with pytest.raises(RuleBroken, match="close one"):
        merged(account, twin, cast.manager, [])


def test_opportunities_follow_and_stay_those_of_their_sellers_team(cast: Any, account: Account) -> None:
    south = make_account(cast.outsider, "South")
    row = opportunity(south)
    merged(account, south, cast.director, [])
    account.refresh_from_db()
    opportunities_follow(account)
    row.refresh_from_db()
    assert (row.account, row.team, row.owner) == (account, cast.south, cast.outsider)


def test_the_next_night_rates_the_survivor_by_both(cast: Any, account: Account) -> None:
    twin = make_account(cast.rep, "Twin")
    book(account, 300, 0)
    book(twin, 700, 0)
    night(DATE - dt.timedelta(days=1))
    merged(account, twin, cast.manager, [])
    night(DATE)
    standing = TierDecision.objects.get(account=account, valid_until=None)
    assert (standing.profit, standing.entries) == (Decimal(1000), 2)


def test_forty_thousand_ledger_rows_go_in_one_statement(cast: Any, account: Account) -> None:
    twin = make_account(cast.rep, "Twin")
    LedgerEntry.objects.bulk_create(
        [LedgerEntry(account=twin, date=DATE, revenue=1, cost=0, currency="CNY") for _ in range(40_000)],
        batch_size=8000,
    )
    merge = merged(account, twin, cast.manager, [])
    assert LedgerEntry.objects.filter(account=account).count() == 40_000
    merge_undo(merge, actor=cast.manager)
    assert LedgerEntry.objects.filter(account=twin).count() == 40_000
    assert not Opportunity.objects.exists()


def test_of_two_plans_for_a_year_the_merged_ones_can_be_read_and_not_written(cast: Any, account: Account) -> None:
    twin = make_account(cast.rep, "Twin")
    plans = [plan_of(each) for each in (account, twin)]
    merge = merged(account, twin, cast.manager, [])
    assert set(AccountPlan.objects.visible_to(cast.rep)) == set(plans)
    with pytest.raises(RuleBroken, match="become a part of"):
        objective_of(plans[1])
    merge_undo(merge, actor=cast.manager)
    assert objective_of(plans[1]).plan.account == twin
