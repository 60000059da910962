"""What people do with an alert."""

from __future__ import annotations

import pytest

from foundation import clock
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from scoring.models import Alert, AlertRule
from scoring.services import alert_rule_update, alert_update


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


@pytest.mark.parametrize("state", ["resolved", "false_alarm"])
def test_closing_keeps_who_and_when(cast, alert, state):
    closed = alert_update(alert, actor=cast.manager, version=1, state=state)
    assert closed.closed_by == cast.manager
    assert closed.closed_at is not None
    assert not closed.is_open


def test_a_closed_alert_stays_closed(cast, alert):
    closed = alert_update(alert, actor=cast.rep, version=1, state="resolved")
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
        alert_update(Alert.objects.get(), actor=cast.peer, version=1, state="resolved")


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
