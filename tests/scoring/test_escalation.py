"""Alerts whose day has passed go up: to whom, when, how far, and once."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Account
from journal.models import Event, Job
from notices.choices import Kind
from notices.models import Notice
from notices.queries import in_words
from notices.services import unwanted_set
from scoring.models import Alert, AlertRule
from scoring.services import ensure_escalation, escalate_alerts
from teams.models import User
from tests.cast import make_account, make_team

DAY = dt.timedelta(days=1)
DUE = dt.date(2026, 3, 31)


@pytest.fixture
def alert(cast, account):
    return alert_at(account)


def alert_at(account: Account, state: str = "new", **fields) -> Alert:
    return Alert.objects.create(
        account=account,
        cause="cadence",
        owner=account.owner,
        state=state,
        opened_on=DUE - 7 * DAY,
        due_on=DUE,
        **fields,
    )


def up(days: int = 1) -> User | None:
    """To whom the alert stands escalated so many days past its day."""
    escalate_alerts(DUE + days * DAY)
    return Alert.objects.get().escalated_to


def rule(**values) -> None:
    AlertRule.objects.filter(cause="cadence").update(**values)


@pytest.mark.parametrize(
    ("days", "who"), [(0, None), (1, "manager"), (7, "manager"), (8, "director"), (15, "director"), (400, "director")]
)
def test_past_its_day_it_goes_one_higher_each_period(cast, alert, days, who):
    assert up(days) == (cast[who] if who else None)


def test_it_keeps_since_when_and_the_event_tells(cast, alert):
    up(1)
    up(5)
    alert.refresh_from_db()
    assert (alert.escalated_on, alert.escalation_level, alert.version) == (DUE + DAY, 1, 1)
    event = Event.objects.get(verb="alert.escalated")
    assert (event.actor, event.account_id) == (None, alert.account_id)
    assert event.changes == {"escalated_to": "Manager", "level": 1}


@pytest.mark.parametrize("state", ["new", "acknowledged", "acting"])
def test_until_it_is_closed_whatever_somebody_does(cast, account, state):
    alert_at(account, state)
    assert up() == cast.manager


@pytest.mark.parametrize("state", ["resolved", "false_alarm"])
def test_a_closed_one_goes_nowhere(cast, account, state):
    alert_at(account, state)
    assert up() is None


@pytest.mark.parametrize(("state", "who"), [("new", "manager"), ("acknowledged", None), ("acting", None)])
def test_a_rule_may_ask_for_an_acknowledgement_only(cast, account, state, who):
    rule(escalates="until_seen")
    alert_at(account, state)
    assert up() == (cast[who] if who else None)


def test_one_that_was_seen_late_rises_no_further(cast, alert):
    rule(escalates="until_seen")
    up(1)
    Alert.objects.update(state="acting")
    assert up(30) == cast.manager


def test_a_rule_may_never_escalate(cast, alert):
    rule(escalates="never")
    assert up(100) is None


def test_the_period_is_the_managers_choice(cast, alert):
    rule(escalate_days=2)
    assert up(3) == cast.director


def test_nobody_is_handed_his_own_nor_one_of_his_superior(cast):
    alert_at(make_account(cast.manager))
    assert up() == cast.director


def test_above_the_highest_there_is_nobody(cast):
    alert_at(make_account(cast.director))
    assert up(100) is None


def test_a_team_without_a_manager_is_led_from_above(cast):
    User.objects.filter(pk=cast.manager.pk).update(is_active=False)
    alert_at(make_account(cast.rep))
    assert up() == cast.director


def test_a_team_below_goes_through_every_level(cast):
    below = make_team("North-East", cast.north)
    alert_at(make_account(cast.rep, team=below))
    assert up() == cast.manager


def test_it_follows_the_account_to_another_team(cast, alert):
    up(1)
    Account.objects.update(team=cast.south)
    assert up(2) == cast.rival
    assert Alert.objects.get().escalated_on == DUE + 2 * DAY


def test_it_is_asked_for_once_at_a_time(cast):
    assert ensure_escalation() is not None
    assert ensure_escalation() is None
    assert Job.objects.get().task == "scoring.escalate_alerts"


def test_the_manager_finds_it_on_top_of_his_list(sign_in, cast, alert):
    urgent = Alert.objects.create(
        account=make_account(cast.rep, "Urgent"), cause="cadence", owner=cast.rep, due_on=DUE - 90 * DAY,
        opened_on=DUE - 99 * DAY, facts={"since": "2026-01-01", "last_visit": None, "days": 30},
    )  # fmt: skip
    Alert.objects.filter(pk=alert.pk).update(facts=urgent.facts, escalated_to=cast.manager, escalated_on=DUE)
    page = sign_in("manager").get("/alerts/")
    assert list(page.context["rows"]) == [alert, urgent]
    assert "Escalated to you" in page.content.decode()
    assert list(sign_in("manager").get("/alerts/?escalated=me").context["rows"]) == [alert]
    assert "Escalated to <bdi>Manager</bdi>" in sign_in("rep").get("/alerts/?escalated=any").content.decode()


def test_and_on_top_of_his_day_also_when_only_his_own_is_shown(sign_in, cast, alert):
    facts = {"since": "2026-01-01", "last_visit": None, "days": 30}
    Alert.objects.update(facts=facts, escalated_to=cast.manager, escalated_on=DUE)
    page = sign_in("manager").get("/?scope=mine")
    assert [concern.account for concern in page.context["day"].alerts.rows] == [alert.account]
    assert "Escalated to you" in page.content.decode()


def test_who_is_handed_it_is_told_and_several_at_once_are_one_notice(cast, alert):
    alert_at(make_account(cast.rep, "Second Works"))
    escalate_alerts(DUE + DAY)
    notice = Notice.objects.get()
    assert (notice.person, notice.kind, notice.many, notice.subject_id) == (cast.manager, "escalated", 2, None)
    assert in_words(notice) == "2 alerts escalated to you"


def test_who_does_not_want_to_be_told_is_not(cast, alert):
    unwanted_set(actor=cast.manager, kinds=[Kind.ESCALATED])
    assert up() == cast.manager
    assert not Notice.objects.exists()
