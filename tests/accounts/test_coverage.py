"""Visits of twelve months against the cadence: asked, made, missing and beyond; every figure leads to its rows."""

from __future__ import annotations

import datetime as dt
from html import unescape

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account, Cadence, Visit
from accounts.queries.coverage import of_coverage
from foundation import clock
from rights.queries.coverage import Covered, coverage
from rights.services import verdicts_judge
from tests.cast import make_account

NOW = dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.UTC)
PAGE = "/reports/coverage/"


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def cadence(db):
    Cadence.objects.update(days=73)  # five whole ones in a year


def old_account(owner, name="Old", days=1000, **fields) -> Account:
    account = make_account(owner, name, **fields)
    Account.objects.filter(pk=account.pk).update(created_at=NOW - dt.timedelta(days=days))
    return account


def visits(account: Account, count: int, *, days=10, **fields) -> None:
    fields = {"state": "logged", "outcome": "steady", "currency": "CNY", "by": account.owner, **fields}
    moments = [NOW - dt.timedelta(days=days + n) for n in range(count)]
    Visit.objects.bulk_create([Visit(account=account, starts_at=moment, **fields) for moment in moments])


def shown(client):
    """The page's figures, after what was written past the services was judged as each hour does it."""
    verdicts_judge()
    return client.get(PAGE).context


def found(client) -> Covered:
    return shown(client)["coverage"].total


def test_what_is_asked_made_missing_and_beyond(sign_in, cast):
    visits(old_account(cast.rep, "A"), 2)
    visits(old_account(cast.rep, "B"), 8)
    visits(old_account(cast.rep, "C"), 5)
    total = found(sign_in("rep"))
    assert (total.accounts, total.asked, total.made, total.done) == (3, 15, 15, 12)
    assert (total.missing, total.extra, total.short, total.beyond) == (3, 3, 1, 1)
    assert total.share == 0.8


def test_nobody_met_and_earlier_and_cancelled_visits_do_not_count(sign_in, cast):
    account = old_account(cast.rep)
    visits(account, 1, outcome="not_met")
    visits(account, 1, state="cancelled")
    visits(account, 1, days=400)
    assert (found(sign_in("rep")).made, found(sign_in("rep")).missing) == (0, 5)


def test_a_young_account_is_asked_for_its_own_days(sign_in, cast):
    old_account(cast.rep, "Of 80 days", days=80)
    old_account(cast.rep, "Of today", days=0)
    assert found(sign_in("rep")).asked == 1


def test_an_imported_account_begins_with_its_first_visit(sign_in, cast):
    visits(old_account(cast.rep, days=0), 1, days=150)
    assert (found(sign_in("rep")).asked, found(sign_in("rep")).made) == (2, 1)


def test_the_tier_has_its_cadence(sign_in, cast):
    Cadence.objects.filter(tier="gold").update(days=365)
    old_account(cast.rep, "Gold", tier="gold")
    old_account(cast.rep, "Unrated")
    report = shown(sign_in("rep"))["coverage"]
    assert [(tier, covered.asked) for tier, covered in report.tiers] == [("gold", 1), ("", 5)]


def test_archived_and_filtered_out_accounts_are_asked_for_nothing(sign_in, cast):
    old_account(cast.rep, "A", archived_at=NOW)
    old_account(cast.rep, "B", stage="filtered")
    assert found(sign_in("rep")) == Covered()


def test_what_is_planned(sign_in, cast):
    visits(old_account(cast.rep), 2, days=-30, state="planned", outcome="")
    assert found(sign_in("rep")).planned == 2


@pytest.mark.parametrize(("who", "accounts"), [("rep", 1), ("manager", 1), ("director", 1), ("peer", 0), ("rival", 0)])
def test_one_sees_the_coverage_of_what_one_sees(sign_in, cast, who, accounts):
    visits(old_account(cast.rep), 1)
    assert found(sign_in(who)).accounts == accounts


@pytest.mark.parametrize("wanted", ["any_url", "short_url", "beyond_url", "overdue_url"])
def test_every_figure_leads_to_its_accounts(sign_in, cast, wanted):
    for n, made in enumerate((0, 2, 5, 9)):
        visits(old_account(cast.rep, f"A{n}", tier="gold" if n % 2 else ""), made)
    client = sign_in("manager")
    context = shown(client)
    for row in (context["total"], *context["tiers"], *context["owners"]):
        name = wanted.removesuffix("_url")
        count = row.covered.accounts if name == "any" else getattr(row.covered, name)
        url = row.all_url if name == "any" else getattr(row, wanted)
        assert len(client.get(unescape(url)).context["rows"]) == count


def test_only_the_visits_of_the_rows_that_are_narrowed_are_counted(cast):
    narrowed = of_coverage(Account.objects.filter(owner=cast.rep), "short", clock.today())
    assert str(narrowed.query).count(f'"owner_id" = {cast.rep.pk}') == 2


def test_the_accounts_furthest_off_come_first(sign_in, cast):
    for made in (4, 1, 12, 6):
        visits(old_account(cast.rep, str(made)), made)
    report = shown(sign_in("rep"))["coverage"]
    assert [account.name for account, _ in report.short] == ["1", "4"]
    assert [account.name for account, _ in report.beyond] == ["12", "6"]


def test_the_api_says_the_same(api, cast):
    account = old_account(cast.rep)
    visits(account, 2)
    verdicts_judge()
    told = api("manager").get("/api/v1/coverage/").json()
    assert (told["total"]["asked"], told["total"]["missing"], told["short"]) == (5, 3, [account.pk])
    assert api("manager").get("/api/v1/coverage/?tier=nothing").status_code == 400


def test_the_file_says_the_same(sign_in, cast):
    visits(old_account(cast.rep), 2)
    verdicts_judge()
    file = sign_in("manager").get(PAGE + "export.csv").getvalue().decode()
    assert "5,2,2,3,0,0,1,0," in file.splitlines()[1]


def test_as_many_queries_for_forty_accounts_as_for_one(sign_in, cast, django_assert_max_num_queries):
    for n in range(40):
        visits(old_account(cast.rep, str(n)), 1)
    client = sign_in("manager")
    shown(client)
    with django_assert_max_num_queries(12):
        client.get(PAGE)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(st.integers(0, 9), max_size=5))
def test_done_and_missing_are_asked_and_done_and_extra_are_made(cast, made):
    Account.objects.all().delete()
    for n, count in enumerate(made):
        visits(old_account(cast.rep, str(n)), count)
    with timezone.override("UTC"):
        verdicts_judge()
        total = coverage(Account.objects.all(), clock.today()).total
    assert (total.asked, total.made) == (5 * len(made), sum(made))
    assert total.missing == sum(max(5 - count, 0) for count in made)
    assert total.extra == sum(max(count - 5, 0) for count in made)
