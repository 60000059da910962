"""A night makes anew only what changed, and decides exactly what a night from nothing decides, whatever happened."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account, Cadence, Visit
from accounts.services import cadence_set
from care.models import Complaint
from scoring.models import Alert, Basis, LedgerEntry, Rhythm, ScoringRun, Standing, Touched
from scoring.services import night_now, policy_draft, run_night
from teams.models import Company, CostRate
from tests.cast import make_account
from tests.scoring.make import DATE, book, complaint, decision, earners, night, policy, put_in_force, visit
from tests.scoring.proof import checksum

DAY = dt.timedelta(days=1)
lenient = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
days = st.one_of(
    st.sampled_from([-366, -365, -364, -183, -182, -181, 0, 1]), st.integers(-380, 30)
).map(lambda n: DATE + n * DAY)  # fmt: skip
amounts = st.sampled_from([100, 50, -20, 0, 3]).map(Decimal)
edits = st.one_of(
    st.tuples(st.just("book"), st.integers(0, 4), days, amounts),
    st.tuples(st.just("spend"), st.integers(0, 4), days, amounts, st.sampled_from(["rebate", "complaint", "service"])),
    st.tuples(st.just("rename"), st.integers(0, 30), st.sampled_from(["rebate", "complaint"])),
    st.tuples(st.just("unbook"), st.integers(0, 30)),
    st.tuples(st.just("rebook"), st.integers(0, 30), days, amounts, st.integers(0, 4)),
    st.tuples(st.just("visit"), st.integers(0, 4), days, st.sampled_from(["logged", "planned"])),
    st.tuples(st.just("complain"), st.integers(0, 4), days, amounts.map(abs)),
    st.tuples(st.just("mend_complaint"), st.integers(0, 9), days),
    st.tuples(st.just("change_visit"), st.integers(0, 9), days),
    st.tuples(st.just("archive"), st.integers(0, 4), days),
    st.tuples(st.just("bring_back"), st.integers(0, 4)),
    st.tuples(st.just("add")),
    st.tuples(st.just("delete"), st.integers(0, 4)),
    st.tuples(st.just("hour"), days, amounts.map(abs)),
    st.tuples(st.just("window"), st.sampled_from([1, 3, 12])),
    st.tuples(st.just("shut"), st.integers(0, 9)),
    st.tuples(st.just("night"), st.sampled_from([0, 1, 2, 31, 91, 400])),
)


class Play:
    """Accounts 0 to 4 and what happens to them."""

    def __init__(self, cast: Any) -> None:
        self.cast, self.date = cast, DATE
        self.accounts = [make_account(cast.rep, f"A{n}") for n in range(5)]

    def book(self, n: int, day: dt.date, amount: Decimal) -> None:
        book(self.accounts[n], amount, 0, day)

    def spend(self, n: int, day: dt.date, amount: Decimal, kind: str) -> None:
        book(self.accounts[n], 0, amount, day, kind=kind)

    def rename(self, n: int, kind: str) -> None:
        for entry in LedgerEntry.objects.order_by("id")[n : n + 1]:
            LedgerEntry.objects.filter(pk=entry.pk).exclude(kind="sale").update(kind=kind)

    def unbook(self, n: int) -> None:
        for entry in LedgerEntry.objects.order_by("id")[n : n + 1]:
            entry.delete()

    def rebook(self, n: int, day: dt.date, amount: Decimal, other: int) -> None:
        for entry in LedgerEntry.objects.order_by("id")[n : n + 1]:
            rows = LedgerEntry.objects.filter(pk=entry.pk)
            rows.update(date=day, kind="sale", revenue=amount, account=self.accounts[other])

    def visit(self, n: int, day: dt.date, state: str) -> None:
        visit(self.accounts[n], 60, day, state=state, expenses=5)

    def change_visit(self, n: int, day: dt.date) -> None:
        for row in Visit.objects.order_by("id")[n : n + 1]:
            noon = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
            Visit.objects.filter(pk=row.pk).update(starts_at=noon, minutes=90, state="logged")

    def complain(self, n: int, day: dt.date, amount: Decimal) -> None:
        complaint(self.accounts[n], day, minutes=30, compensation=amount)

    def mend_complaint(self, n: int, day: dt.date) -> None:
        for row in Complaint.objects.order_by("id")[n : n + 1]:
            noon = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
            Complaint.objects.filter(pk=row.pk).update(received_at=noon, minutes=90)

    def archive(self, n: int, day: dt.date) -> None:
        noon = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
        Account.objects.filter(pk=self.accounts[n].pk).update(archived_at=noon)

    def bring_back(self, n: int) -> None:
        Account.objects.filter(pk=self.accounts[n].pk).update(archived_at=None)

    def add(self) -> None:
        self.accounts.append(make_account(self.cast.rep, "New"))

    def delete(self, n: int) -> None:
        LedgerEntry.objects.filter(account=self.accounts[n]).delete()
        Account.objects.filter(pk=self.accounts[n].pk).delete()
        self.accounts[n] = make_account(self.cast.rep, f"A{n} again")

    def hour(self, day: dt.date, amount: Decimal) -> None:
        CostRate.objects.update_or_create(user=None, valid_from=day, defaults={"hourly": amount})

    def shut(self, n: int) -> None:
        noon = timezone.make_aware(dt.datetime.combine(self.date, dt.time(12)))
        for alert in Alert.objects.filter(over_on=None).order_by("account", "cause")[n : n + 1]:
            Alert.objects.filter(pk=alert.pk).update(state="resolved", closed_at=noon)

    def window(self, months: int) -> None:
        policy(window_months=months, loyal_months=1)

    def night(self, later: int) -> None:
        self.date = min(self.date + later * DAY, dt.date(2026, 11, 1))
        night(self.date)
        kept = state(self.date)
        run, _done = night_now(self.date, full=True)
        assert {step["name"]: step["rows"] for step in run.steps}["080_history"] == 0
        assert state(self.date) == kept


def state(date: dt.date) -> list[Any]:
    """What the night of `date` decided, published, alerted and keeps."""
    figures = ScoringRun.objects.get(business_date=date).figures
    sums = [field.attname for field in Standing._meta.fields if field.name != "changed_on"]
    return [
        checksum(date),
        checksum(),
        {name: figures[name] for name in ("tiers", "concentration")},
        list(Standing.objects.order_by("pk").values_list(*sums)),
        list(Rhythm.objects.order_by("pk").values_list()),
        list(
            Alert.objects.order_by("account", "cause", "opened_on").values_list("account", "cause", "over_on", "facts")
        ),
    ]


@pytest.mark.django_db
@lenient
@given(steps=st.lists(edits, min_size=3, max_size=25))
def test_it_decides_what_a_night_from_nothing_decides(cast, steps):
    with transaction.atomic():
        play = Play(cast)
        night(DATE)
        for name, *arguments in [*steps, ("night", 1)]:
            getattr(play, name)(*arguments)
        transaction.set_rollback(True)


def touched_by(action: Any) -> set[int]:
    Touched.objects.all().delete()
    action()
    return set(Touched.objects.values_list("account_id", flat=True))


def watched(account: Account) -> set[str | None]:
    """The causes of the account that the last night has judged; None: any."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cause FROM night_watched WHERE account_id = %s", [account.pk])
        return {cause for (cause,) in cursor.fetchall()}


def test_whose_day_has_come_for_one_cause_is_asked_for_no_other(cast):
    account = earners(cast.rep, 100)[0]
    Account.objects.update(last_visit_on=DATE - 6 * DAY, next_step="", next_step_on=None)
    night()
    night(DATE + DAY)
    assert watched(account) == {"no_next_step"}
    book(account, 5, 0, DATE + 2 * DAY)
    night(DATE + 2 * DAY)
    assert watched(account) == {None}


def test_only_accounts_that_something_happened_to_are_made_anew(cast):
    accounts = earners(cast.rep, *range(100, 80, -1))
    night()
    book(accounts[3], 5, 0, DATE + DAY)
    visit(accounts[7], 60, DATE + DAY)
    steps = {step["name"]: step["rows"] for step in night(DATE + DAY).steps}
    assert (steps["010_touched"], steps["030_profit"], steps["080_history"]) == (2, 2, 2)


def test_whoever_writes_the_tables_the_night_hears_of_it(cast):
    one, other = earners(cast.rep, 100, 50)
    assert touched_by(lambda: book(one)) == {one.pk}
    assert touched_by(lambda: LedgerEntry.objects.filter(account=one).update(account=other)) == {one.pk, other.pk}
    assert touched_by(lambda: LedgerEntry.objects.filter(account=other).delete()) == {other.pk}
    assert touched_by(lambda: visit(one)) == {one.pk}
    assert touched_by(lambda: Visit.objects.update(minutes=5)) == {one.pk}
    assert touched_by(lambda: Visit.objects.all().delete()) == {one.pk}
    assert touched_by(lambda: complaint(one)) == {one.pk}
    assert touched_by(lambda: Complaint.objects.update(compensation=5)) == {one.pk}
    assert touched_by(lambda: Complaint.objects.all().delete()) == {one.pk}
    assert touched_by(lambda: Account.objects.filter(pk=one.pk).update(archived_at=timezone.now())) == {one.pk}
    assert touched_by(lambda: Account.objects.update(name="X", tier="gold")) == set()


def test_what_is_undone_is_not_heard_of(cast):
    (account,) = earners(cast.rep, 100)
    Touched.objects.all().delete()
    with transaction.atomic():
        book(account)
        transaction.set_rollback(True)
    assert not Touched.objects.exists()


@pytest.mark.parametrize("change", ["window", "zone", "rate"])
def test_another_window_zone_or_hourly_rate_makes_all_anew(cast, change):
    earners(cast.rep, 100, 50)
    night()
    if change == "window":
        policy(window_months=6)
    elif change == "zone":
        Company.objects.update(timezone="Pacific/Auckland")
    else:
        CostRate.objects.create(user=None, valid_from="2026-01-01", hourly=10)
    steps = {step["name"]: step["rows"] for step in night(DATE + DAY).steps}
    assert steps["030_profit"] == 2
    assert Basis.objects.get().run.business_date == DATE + DAY


def test_an_old_night_leaves_what_is_kept_alone(cast):
    (account,) = earners(cast.rep, 100)
    night()
    kept = (list(Standing.objects.values_list("account_id", "profit", "since", "tier")), Basis.objects.get().run_id)
    book(account, 1, 0)
    night(DATE - 30 * DAY)
    assert kept == (
        list(Standing.objects.values_list("account_id", "profit", "since", "tier")),
        Basis.objects.get().run_id,
    )
    assert Touched.objects.exists()
    night(DATE + DAY)
    assert decision(account, DATE + DAY).profit == 101


def test_no_view_of_a_night_is_left_in_the_session(cast):
    earners(cast.rep, 100)
    night()
    night(DATE - DAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND relkind = 'v'")
        assert cursor.fetchone()[0] == 0


def after(step: str, action: Any) -> Any:
    """A report that does `action` once that step of the night is done."""
    return lambda name, _number, _of, result: action() if name == step and result else None


def test_an_hourly_rate_that_changes_during_a_night_is_looked_up_by_the_next(cast):
    (account,) = earners(cast.rep, 100)
    visit(account, 60)
    change = after("040_standing", lambda: CostRate.objects.create(valid_from="2026-01-01", hourly=10))
    night_now(DATE, report=change)
    assert decision(account).cost_to_serve == 0
    night(DATE + DAY)
    assert decision(account, DATE + DAY).cost_to_serve == 10


def test_a_cadence_that_changes_during_a_night_is_judged_by_the_next(cast):
    (account,) = earners(cast.rep, 100)
    Account.objects.update(last_visit_on=DATE - 10 * DAY)
    night(DATE - DAY)
    cadence = Cadence.objects.get(tier=decision(account, DATE - DAY).tier)
    shorten = after(
        "160_causes_end", lambda: cadence_set(cadence, actor=cast.director, version=cadence.version, days=7)
    )
    night_now(DATE, report=shorten)
    overdue = Alert.objects.filter(account=account, cause="cadence")
    assert not overdue.exists()
    night(DATE + DAY)
    assert overdue.exists()


def test_a_restart_under_another_policy_that_died_vouches_for_no_boundaries(cast):
    """What it has told before it died is that policy; the tiers are those of the one before."""
    _first, slim, _last = earners(cast.rep, 100, 90, 80)
    book(slim, 500, 500)
    night()
    night(DATE + DAY)
    stricter = put_in_force(policy_draft(actor=cast.manager, slim_margin=Decimal("0.5")), actor=cast.manager)
    ScoringRun.objects.filter(business_date=DATE + DAY).update(policy=stricter)
    run = night(DATE + 2 * DAY)
    found = checksum(run.business_date)
    run_night(run.pk, again=True, full=True)
    assert found == checksum(run.business_date)
