"""When the night opens an alert, keeps it, resolves it and opens it again."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Account, Cadence
from pipeline.models import Opportunity, Stage
from scoring.models import Alert, AlertRule, TierDecision
from scoring.services import alert_update, refresh_alerts
from tests.cast import make_account
from tests.scoring.make import DATE, book, night, visit

DAY = dt.timedelta(days=1)


@pytest.fixture
def account(cast):
    """Visited on the date itself, with a next step: nothing alerts."""
    return make_account(cast.rep, tier="gold", last_visit_on=DATE, next_step="Call", next_step_on=DATE + 7 * DAY)


def causes() -> list[str]:
    """Of open alerts."""
    return sorted(Alert.objects.filter(over_on=None, closed_at=None).values_list("cause", flat=True))


def orders(account: Account, *days_before: int, profit: int = 100) -> None:
    for days in days_before:
        book(account, profit, 0, DATE - days * DAY)


def rule(cause: str, **values: object) -> None:
    AlertRule.objects.filter(cause=cause).update(**values)


@pytest.mark.parametrize(("last", "alerts"), [(60, []), (61, ["overdue"])])
def test_overdue_is_past_twice_its_own_usual_gap(account, last, alerts):
    orders(account, last, last + 30, last + 60, last + 90)
    rule("falling_profit", is_enabled=False)
    night()
    assert causes() == alerts


def test_the_usual_gap_is_the_median(account):
    """Gaps of 1, 10, 10 and 300 days: 10 are usual."""
    orders(account, 21, 22, 32, 42, 342)
    rule("falling_profit", is_enabled=False)
    night()
    assert Alert.objects.get().facts["usual_days"] == 10


def test_several_entries_on_a_day_and_returns_are_one_order_and_none(account):
    orders(account, 100, 100, 130, 160)
    orders(account, 5, profit=-20)
    night()
    assert "overdue" not in causes()


def test_too_few_orders_make_no_rhythm(account):
    orders(account, 200, 210, 220)
    night()
    assert "overdue" not in causes()


@pytest.mark.parametrize(("recent", "alerts"), [(70, []), (69, ["falling_profit"]), (0, ["falling_profit"])])
def test_profit_falls_when_more_than_the_threshold_is_lost(account, recent, alerts):
    book(account, 100, 0, dt.date(2025, 9, 30))
    book(account, recent, 0, dt.date(2025, 10, 1))
    night()
    assert causes() == alerts


def test_nothing_can_fall_that_brought_nothing(account):
    book(account, -100, 0, dt.date(2025, 9, 1))
    book(account, -500, 0)
    rule("falling_profit", tiers=[])
    night()
    assert causes() == []


@pytest.mark.parametrize(("days", "alerts"), [(30, []), (31, ["cadence"])])
def test_a_visit_is_overdue_after_its_tiers_cadence(account, days, alerts):
    Account.objects.update(last_visit_on=DATE - days * DAY)
    night()
    assert causes() == alerts


def test_a_longer_cadence_is_the_managers_choice(account):
    Account.objects.update(last_visit_on=DATE - 31 * DAY)
    Cadence.objects.filter(tier="gold").update(days=60)
    night()
    assert causes() == []


def test_never_visited_counts_from_the_day_it_was_entered(account):
    entered = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
    Account.objects.update(last_visit_on=None, created_at=entered)
    night()
    alert = Alert.objects.get()
    assert (alert.cause, alert.facts) == ("cadence", {"last_visit": None, "since": "2026-01-01", "days": 30})


@pytest.mark.parametrize(("days", "alerts"), [(6, []), (7, ["no_next_step"])])
def test_a_week_after_a_visit_something_must_be_agreed(account, days, alerts):
    Account.objects.update(last_visit_on=DATE - days * DAY, next_step="", next_step_on=None)
    night()
    assert causes() == alerts


def test_a_planned_visit_is_a_next_step(account):
    Account.objects.update(last_visit_on=DATE - 10 * DAY, next_step="", next_step_on=None)
    visit(account, day=DATE + DAY, state="planned")
    night()
    assert causes() == []


def test_a_plan_that_passed_is_none(account):
    Account.objects.update(last_visit_on=DATE - 10 * DAY, next_step="", next_step_on=None)
    visit(account, day=DATE - 2 * DAY, state="planned")
    night()
    assert causes() == ["no_next_step"]


@pytest.mark.parametrize(
    ("status", "archived", "alerts"),
    [("open", None, []), ("lost", None, ["no_next_step"]), ("open", timezone.now(), ["no_next_step"])],
)
def test_a_step_of_an_open_opportunity_is_a_next_step(cast, account, status, archived, alerts):
    Account.objects.update(last_visit_on=DATE - 10 * DAY, next_step="", next_step_on=None)
    Opportunity.objects.create(
        account=account, owner=cast.rep, team=cast.north, name="Mill", stage=Stage.objects.all()[0], amount=1,
        currency="CNY", stage_since=timezone.now(), opened_on=DATE, next_step="Offer", next_step_on=DATE,
        archived_at=archived, status=status, closed_on=None if status == "open" else DATE,
    )  # fmt: skip
    night()
    assert causes() == alerts


@pytest.mark.parametrize("change", [{"archived_at": timezone.now()}, {"stage": "filtered"}])
def test_nobody_waits_at_an_account_that_was_put_away(account, change):
    Account.objects.update(last_visit_on=DATE - 100 * DAY, **change)
    night()
    assert causes() == []


def test_a_rule_for_some_tiers_leaves_the_others(account):
    Account.objects.update(last_visit_on=DATE - 100 * DAY)
    rule("cadence", tiers=["platinum"])
    night()
    assert causes() == []


def test_an_alert_has_owner_day_and_due_day(cast, account, time_machine):
    time_machine.move_to(dt.datetime.combine(DATE + DAY, dt.time(12), dt.UTC))
    Account.objects.update(last_visit_on=DATE - 31 * DAY)
    rule("cadence", due_days=3, due_gold=None)
    night()
    alert = Alert.objects.get()
    assert (alert.owner, alert.opened_on, alert.due_on, alert.state) == (cast.rep, DATE, DATE + 3 * DAY, "new")


def test_an_old_ledger_opens_no_alert_that_is_late(account, time_machine):
    today = DATE + 3000 * DAY
    time_machine.move_to(dt.datetime.combine(today, dt.time(12), dt.UTC))
    Account.objects.update(last_visit_on=DATE - 31 * DAY)
    rule("cadence", due_days=3, due_gold=None)
    night()
    alert = Alert.objects.get()
    assert (alert.opened_on, alert.due_on) == (DATE, today + 2 * DAY)


@pytest.mark.parametrize(("tier", "days"), [("platinum", 1), ("gold", 2), ("iron", 3), ("lead", 4), ("", 9)])
def test_each_tier_has_its_own_days_to_act(account, tier, days):
    Account.objects.update(last_visit_on=DATE - 200 * DAY, tier=tier)
    rule("cadence", due_days=9, due_platinum=1, due_gold=2, due_iron=3, due_lead=4)
    refresh_alerts(account.pk)
    alert = Alert.objects.get(cause="cadence")
    assert alert.due_on - alert.opened_on == days * DAY


def test_one_open_alert_however_many_nights(account):
    Account.objects.update(last_visit_on=DATE - 31 * DAY)
    for days in range(3):
        night(DATE + days * DAY)
    assert Alert.objects.count() == 1


def test_a_cause_that_is_gone_resolves_its_alert(account):
    Account.objects.update(last_visit_on=DATE - 31 * DAY)
    night()
    Account.objects.update(last_visit_on=DATE)
    night(DATE + DAY)
    alert = Alert.objects.get()
    assert (alert.state, alert.over_on, alert.closed_by) == ("resolved", DATE + DAY, None)
    assert alert.version == 2


def test_a_rule_that_is_switched_off_resolves_its_alerts(account):
    Account.objects.update(last_visit_on=DATE - 31 * DAY)
    night()
    rule("cadence", is_enabled=False)
    night(DATE + DAY)
    assert causes() == []


def test_closing_an_alert_keeps_its_cause_silent(cast, account):
    Account.objects.update(last_visit_on=DATE - 31 * DAY)
    night()
    close(cast, "false_alarm")
    night(DATE + DAY)
    assert Alert.objects.count() == 1


def test_a_cause_that_went_and_came_back_alerts_again(cast, account):
    Account.objects.update(last_visit_on=DATE - 31 * DAY)
    night()
    close(cast)
    Account.objects.update(last_visit_on=DATE)
    night(DATE + DAY)
    Account.objects.update(last_visit_on=DATE - 31 * DAY)
    night(DATE + 2 * DAY)
    assert [(alert.state, alert.over_on is None) for alert in Alert.objects.order_by("id")] == [
        ("resolved", False),
        ("new", True),
    ]


@pytest.mark.parametrize(("days", "alerts"), [(90, 1), (91, 2)])
def test_while_the_cause_goes_on_it_alerts_again_after_the_quiet_days(cast, account, days, alerts):
    Account.objects.update(last_visit_on=DATE - 31 * DAY)
    night()
    close(cast)
    Alert.objects.update(closed_at=dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC))
    night(DATE + days * DAY)
    assert Alert.objects.count() == alerts


def test_an_alert_follows_its_accounts_owner(cast, account):
    Account.objects.update(last_visit_on=DATE - 31 * DAY)
    night()
    Account.objects.update(owner=cast.peer)
    night(DATE + DAY)
    assert Alert.objects.get().owner == cast.peer


def test_closing_changes_no_score(cast, account):
    orders(account, 61, 91, 121, 151)
    night()
    before = TierDecision.objects.values().get()
    for alert in Alert.objects.all():
        alert_update(alert, actor=cast.rep, version=alert.version, outcome="lost")
    night()
    assert TierDecision.objects.values().get() == before


def test_a_night_that_is_not_the_latest_opens_none(account):
    Account.objects.update(last_visit_on=DATE - 31 * DAY)
    night(DATE + 5 * DAY)
    Alert.objects.all().delete()
    night()
    assert causes() == []


def close(cast, outcome="kept"):
    alert = Alert.objects.get()
    alert_update(alert, actor=cast.rep, version=alert.version, outcome=outcome, note="called them")
