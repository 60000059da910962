"""What becomes of a visit after it was planned or logged."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from accounts import services
from accounts.models import Visit
from foundation.errors import RuleBroken, StaleEdit
from journal.models import Event
from teams.models import ExchangeRate

from .make import contact_of

NOW = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOW, tick=False):
        yield


def plan(cast, account, starts_at=NOW + DAY, **fields) -> Visit:
    return services.visit_plan(actor=cast.rep, account=account, starts_at=starts_at, **fields)


def log(cast, account, **fields) -> Visit:
    return services.visit_log(actor=cast.rep, account=account, **fields)


def test_a_plan_is_no_visit_yet(cast, account):
    plan(cast, account)
    account.refresh_from_db()
    assert account.last_visit_on is None


def test_a_plan_may_lie_earlier_today(cast, account):
    assert plan(cast, account, NOW - dt.timedelta(hours=11)).state == "planned"


def test_a_plan_for_yesterday_is_refused(cast, account):
    with pytest.raises(RuleBroken) as refusal:
        plan(cast, account, NOW - dt.timedelta(hours=13))
    assert refusal.value.field == "starts_at"


@pytest.mark.parametrize("year", [1, 1969, 2100, 9999])
def test_a_slip_in_the_year_is_refused(cast, account, year):
    moment = dt.datetime(year, 6, 1, tzinfo=dt.UTC)
    with pytest.raises(RuleBroken) as refusal:
        plan(cast, account, moment) if year > 2026 else log(cast, account, starts_at=moment)
    assert refusal.value.field == "starts_at"


def test_today_is_the_readers_own_day(cast, account):
    late = dt.datetime(2026, 3, 9, 20, 0, tzinfo=dt.UTC)  # the tenth in Shanghai, still the ninth in UTC
    with timezone.override("Asia/Shanghai"):
        assert plan(cast, account, late).state == "planned"
    with timezone.override("UTC"), pytest.raises(RuleBroken):
        plan(cast, account, late)


def test_a_plan_that_happened_counts(cast, account):
    contact = contact_of(account)
    visit = plan(cast, account, NOW - dt.timedelta(hours=1), contacts=[contact])
    visit = services.visit_log_planned(visit, actor=cast.rep, version=1, outcome="advanced")
    account.refresh_from_db()
    contact.refresh_from_db()
    assert (visit.state, visit.starts_at) == ("logged", NOW - dt.timedelta(hours=1))
    assert account.last_visit_on == contact.last_met_on == NOW.date()
    assert [event.verb for event in Event.objects.order_by("id")] == ["visit.planned", "visit.logged"]


def test_a_plan_logged_ahead_of_its_time_happened_now(cast, account):
    visit = services.visit_log_planned(plan(cast, account), actor=cast.rep, version=1)
    assert visit.starts_at == NOW


def test_a_plan_is_logged_once(cast, account):
    visit = services.visit_log_planned(plan(cast, account), actor=cast.rep, version=1)
    with pytest.raises(RuleBroken):
        services.visit_log_planned(visit, actor=cast.rep, version=2)


def test_a_visit_moved_back_moves_the_last_visit(cast, account):
    visit = log(cast, account)
    services.visit_update(visit, actor=cast.rep, version=1, starts_at=NOW - 3 * DAY)
    account.refresh_from_db()
    assert account.last_visit_on == (NOW - 3 * DAY).date()


def test_a_visit_is_not_moved_into_the_future(cast, account):
    with pytest.raises(RuleBroken):
        services.visit_update(log(cast, account), actor=cast.rep, version=1, starts_at=NOW + DAY)


def test_a_plan_is_not_moved_into_the_past(cast, account):
    with pytest.raises(RuleBroken):
        services.visit_update(plan(cast, account), actor=cast.rep, version=1, starts_at=NOW - DAY)


def test_an_old_plan_can_be_mended_where_it_stands(cast, account):
    visit = plan(cast, account)
    with time_machine.travel(NOW + 3 * DAY, tick=False):
        assert services.visit_update(visit, actor=cast.rep, version=1, purpose="Prices").purpose == "Prices"


def test_who_was_not_there_after_all_was_not_met(cast, account):
    here, away = contact_of(account, "Here"), contact_of(account, "Away")
    visit = log(cast, account, contacts=[here, away])
    services.visit_update(visit, actor=cast.rep, version=1, contacts=[here])
    away.refresh_from_db()
    here.refresh_from_db()
    assert (here.last_met_on, away.last_met_on) == (NOW.date(), None)


def test_an_edit_that_does_not_mention_people_keeps_them(cast, account):
    visit = log(cast, account, contacts=[contact_of(account)])
    services.visit_update(visit, actor=cast.rep, version=1, summary="Prices")
    assert visit.contacts.count() == 1


def test_people_of_another_account_are_refused_in_an_edit(cast, account, foreign):
    with pytest.raises(RuleBroken):
        services.visit_update(log(cast, account), actor=cast.rep, version=1, contacts=[contact_of(foreign)])


def test_a_stale_edit_is_told(cast, account):
    visit = log(cast, account)
    mine = Visit.objects.get(pk=visit.pk)
    services.visit_update(visit, actor=cast.rep, version=1, summary="one")
    with pytest.raises(StaleEdit):
        services.visit_update(mine, actor=cast.manager, version=1, summary="two")


def test_a_cancelled_visit_counts_for_nothing(cast, account):
    contact = contact_of(account)
    visit = log(cast, account, contacts=[contact], next_step="Call", next_step_on=NOW.date() + DAY)
    services.visit_cancel(visit, actor=cast.rep, version=1)
    account.refresh_from_db()
    contact.refresh_from_db()
    assert (account.last_visit_on, account.next_step, account.next_step_on) == (None, "", None)
    assert contact.last_met_on is None
    assert Visit.objects.get().state == "cancelled"


def test_a_cancelled_visit_is_not_edited(cast, account):
    visit = services.visit_cancel(log(cast, account), actor=cast.rep, version=1)
    with pytest.raises(RuleBroken):
        services.visit_update(visit, actor=cast.rep, version=2, summary="x")


def test_a_step_done_twice_is_done_once(cast, account):
    visit = log(cast, account, next_step="Call", next_step_on=NOW.date() + DAY)
    services.step_done(visit, actor=cast.rep)
    services.step_done(visit, actor=cast.rep)
    account.refresh_from_db()
    assert account.next_step_on is None
    assert Event.objects.filter(verb="visit.step_done").count() == 1


def test_a_visit_without_a_step_has_none_to_do(cast, account):
    with pytest.raises(RuleBroken):
        services.step_done(log(cast, account), actor=cast.rep)


def test_a_step_that_was_not_done_is_open_again(cast, account):
    visit = services.step_done(log(cast, account, next_step="Call", next_step_on=NOW.date() + DAY), actor=cast.rep)
    services.step_reopen(visit, actor=cast.rep)
    account.refresh_from_db()
    assert account.next_step == "Call"


def test_a_new_next_step_is_open_though_the_old_one_was_done(cast, account):
    visit = services.step_done(log(cast, account, next_step="Call", next_step_on=NOW.date() + DAY), actor=cast.rep)
    services.visit_update(visit, actor=cast.rep, version=visit.version, next_step="Send the offer")
    account.refresh_from_db()
    assert account.next_step == "Send the offer"


def test_the_account_shows_the_step_that_is_due_first(cast, account):
    log(cast, account, next_step="Later", next_step_on=NOW.date() + 9 * DAY)
    first = log(cast, account, next_step="Sooner", next_step_on=NOW.date() + DAY)
    account.refresh_from_db()
    assert account.next_step == "Sooner"
    services.step_done(first, actor=cast.rep)
    account.refresh_from_db()
    assert account.next_step == "Later"


def test_visits_do_not_disturb_whoever_edits_the_account(cast, account):
    log(cast, account)
    account.refresh_from_db()
    assert account.version == 1


def test_expenses_keep_their_currency_and_the_rate_of_the_day(cast, account):
    ExchangeRate.objects.create(currency="EUR", date=NOW.date() - 5 * DAY, rate="7.8")
    ExchangeRate.objects.create(currency="EUR", date=NOW.date() - DAY, rate="8")
    visit = log(cast, account, expenses=Decimal(10), currency="EUR")
    assert (visit.rate, visit.currency) == (8, "EUR")
    visit = services.visit_update(visit, actor=cast.rep, version=1, starts_at=NOW - 3 * DAY)
    assert visit.rate == Decimal("7.8")
    assert visit.expenses_base == 78


def test_a_currency_without_a_rate_is_refused(cast, account):
    with pytest.raises(RuleBroken) as refusal:
        log(cast, account, expenses=Decimal(10), currency="USD")
    assert refusal.value.field == "currency"
