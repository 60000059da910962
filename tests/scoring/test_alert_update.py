"""What people do with an alert."""

from __future__ import annotations

import pytest

from foundation import clock
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from scoring.models import Alert, AlertRule
from scoring.services import alert_rule_update, alert_update, alerts_acknowledge


@pytest.fixture
def alert(cast, account):
    day = clock.today()
    return Alert.objects.create(account=account, cause="cadence", owner=cast.rep, opened_on=day, due_on=day)


def test_it_moves_on_and_the_event_tells(cast, alert):
    moved = alert_update(alert, actor=cast.rep, version=1, state="acting", note="visit on Tuesday")
    assert (moved.state, moved.note, moved.version) == ("acting", "visit on Tuesday", 2)
    event = Event.objects.get(verb="alert.acting")
    assert (event.actor, event.account_id) == (cast.rep, alert.account_id)
    assert event.changes == {"state": ["new", "acting"], "note": ["", "visit on Tuesday"]}


@pytest.mark.parametrize(
    ("outcome", "state"), [("kept", "resolved"), ("lost", "resolved"), ("false_alarm", "false_alarm")]
)
def test_closing_keeps_who_when_and_what_became_of_it(cast, alert, outcome, state):
    closed = alert_update(alert, actor=cast.manager, version=1, outcome=outcome, note="new buyer")
    assert (closed.state, closed.outcome, closed.closed_by) == (state, outcome, cast.manager)
    assert closed.closed_at is not None
    event = Event.objects.get(verb=f"alert.{state}")
    assert event.changes == {"state": ["new", state], "outcome": ["", outcome], "note": ["", "new buyer"]}


def test_a_false_alarm_says_it_all(cast, alert):
    assert alert_update(alert, actor=cast.rep, version=1, state="false_alarm").outcome == "false_alarm"


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "resolved"},
        {"state": "resolved", "outcome": ""},
        {"state": "resolved", "outcome": "false_alarm"},
        {"state": "false_alarm", "outcome": "kept"},
        {"state": "acting", "outcome": "kept"},
    ],
)
def test_a_closing_that_does_not_say_what_became_of_the_customer_is_refused(cast, alert, wrong):
    with pytest.raises(RuleBroken) as refusal:
        alert_update(alert, actor=cast.rep, version=1, **wrong)
    assert refusal.value.field == "outcome"
    assert Alert.objects.get().state == "new"


def test_many_are_acknowledged_at_once_but_for_what_changed(cast, alert):
    day = clock.today()
    others = [
        Alert.objects.create(account=alert.account, cause=cause, owner=cast.rep, opened_on=day, due_on=day, **fields)
        for cause, fields in [("overdue", {}), ("churn", {"version": 4}), ("no_next_step", {"state": "acting"})]
    ]
    result = alerts_acknowledge(actor=cast.rep, seen={alert.pk: 1, others[0].pk: 1, others[1].pk: 3, others[2].pk: 1})
    assert result.done == [alert.pk, others[0].pk]
    assert result.changed == [others[1].pk, others[2].pk]
    assert list(Alert.objects.order_by("id").values_list("state", "version")) == [
        ("acknowledged", 2), ("acknowledged", 2), ("new", 4), ("acting", 1)
    ]  # fmt: skip
    events = Event.objects.filter(verb="alert.acknowledged")
    assert [event.changes for event in events] == [{"state": ["new", "acknowledged"]}] * 2


def test_what_is_out_of_sight_cannot_be_acknowledged(cast, alert):
    with pytest.raises(RuleBroken):
        alerts_acknowledge(actor=cast.outsider, seen={alert.pk: 1})
    assert Alert.objects.get().state == "new"


def test_a_closed_alert_stays_closed(cast, alert):
    closed = alert_update(alert, actor=cast.rep, version=1, outcome="kept")
    with pytest.raises(RuleBroken) as refusal:
        alert_update(closed, actor=cast.rep, version=2, state="acting")
    assert refusal.value.field == "state"


def test_what_was_seen_is_not_new_again(cast, alert):
    seen = alert_update(alert, actor=cast.rep, version=1, state="acknowledged")
    with pytest.raises(RuleBroken):
        alert_update(seen, actor=cast.rep, version=2, state="new")


def test_an_old_version_is_refused(cast, alert):
    alert_update(alert, actor=cast.rep, version=1, state="acknowledged")
    with pytest.raises(StaleEdit):
        alert_update(Alert.objects.get(), actor=cast.peer, version=1, outcome="lost")


def test_nothing_changed_writes_nothing(cast, alert):
    same = alert_update(alert, actor=cast.rep, version=1, state="new")
    assert same.version == 1
    assert not Event.objects.exists()


def test_a_rule_is_changed_by_who_leads(cast):
    rule = AlertRule.objects.get(cause="cadence")
    changed = alert_rule_update(rule, actor=cast.manager, version=1, due_days=3, tiers=["gold"])
    assert (changed.due_days, changed.tiers, changed.version) == (3, ["gold"], 2)
    assert Event.objects.get(verb="alert_rule.updated").changes == {"due_days": [7, 3], "tiers": [[], ["gold"]]}
    with pytest.raises(Forbidden):
        alert_rule_update(changed, actor=cast.rep, version=2, due_days=1)


def test_a_negative_threshold_is_refused(cast):
    rule = AlertRule.objects.get(cause="cadence")
    with pytest.raises(RuleBroken):
        alert_rule_update(rule, actor=cast.manager, version=1, threshold=-1)
