"""Playbooks: the company's steps by cause, and an alert's own checklist."""

from __future__ import annotations

import pytest

from foundation import clock
from foundation.errors import Forbidden, RuleBroken
from journal.models import Event
from scoring.models import Alert, AlertStep, Playbook
from scoring.services import alert_step_tick, alert_update, playbook_update

STEPS = [("Call them", "致电客户"), ("Visit them", "拜访客户")]


@pytest.fixture
def playbook(cast):
    return playbook_update(Playbook.objects.get(cause="cadence"), actor=cast.manager, version=1, steps=STEPS)


@pytest.fixture
def alert(cast, account, playbook):
    day = clock.today()
    facts = {"since": "2026-01-01", "last_visit": None, "days": 30}
    return Alert.objects.create(
        account=account, cause="cadence", owner=cast.rep, opened_on=day, due_on=day, facts=facts
    )


@pytest.fixture
def acted(cast, alert):
    return alert_update(alert, actor=cast.rep, version=1, state="acting")


def texts(alert: Alert) -> list[str]:
    return [step.text for step in alert.steps.all()]


def test_every_cause_is_shipped_with_steps_in_both_languages(cast):
    for playbook in Playbook.objects.all():
        assert playbook.steps.count() >= 3
        assert all(step.text and step.text_zh for step in playbook.steps.all())


def test_who_begins_to_act_gets_the_steps(acted):
    assert texts(acted) == ["Call them", "Visit them"]
    assert acted.acting_since is not None


def test_they_stay_as_they_were(cast, acted, playbook):
    playbook_update(playbook, actor=cast.manager, version=playbook.version, steps=[("Write", "写信")])
    assert texts(acted) == ["Call them", "Visit them"]


def test_going_back_and_forth_gives_them_once(cast, acted):
    seen = alert_update(acted, actor=cast.rep, version=2, state="acknowledged")
    again = alert_update(seen, actor=cast.rep, version=3, state="acting")
    assert again.steps.count() == 2


def test_a_tick_keeps_who_and_when(cast, acted):
    step = acted.steps.all()[0]
    done = alert_step_tick(step, actor=cast.rep, done=True)
    assert (done.done_by, done.done_at is not None) == (cast.rep, True)
    assert alert_step_tick(step, actor=cast.manager, done=True).done_by == cast.rep
    assert alert_step_tick(step, actor=cast.manager, done=False).done_by is None
    assert [event.verb for event in Event.objects.filter(verb__contains="step").order_by("id")] == [
        "alert.step_done",
        "alert.step_reopened",
    ]


def test_a_closed_alerts_steps_stay(cast, acted):
    alert_update(acted, actor=cast.rep, version=2, outcome="kept")
    with pytest.raises(RuleBroken):
        alert_step_tick(acted.steps.all()[0], actor=cast.rep, done=True)


def test_a_playbook_has_a_history_and_is_for_those_who_lead(cast, playbook):
    assert playbook.version == 2
    event = Event.objects.get(verb="playbook.updated")
    assert event.changes["steps"][1] == [list(pair) for pair in STEPS]
    with pytest.raises(Forbidden):
        playbook_update(playbook, actor=cast.rep, version=2, steps=[])


def test_the_page_shows_the_playbook_then_the_checklist(sign_in, cast, alert):
    client = sign_in("rep")
    assert "If you act on it" in client.get(f"/alerts/{alert.pk}/").content.decode()
    response = client.post(f"/alerts/{alert.pk}/", {"version": 1, "state": "acting"})
    assert response.headers["Location"] == f"/alerts/{alert.pk}/"
    step = AlertStep.objects.get(text="Call them")
    body = client.post(
        f"/alerts/{alert.pk}/steps/{step.pk}/", {"done": "1"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert f'id="step-{step.pk}" name="done" value="1" checked' in body
    assert "Rep" in body


def test_in_chinese_they_are_chinese(sign_in, cast, acted):
    cast.rep.language = "zh-hans"
    cast.rep.save()
    assert "致电客户" in sign_in("rep").get(f"/alerts/{acted.pk}/").content.decode()


def test_a_step_of_another_alert_is_not_found(sign_in, cast, acted):
    step = acted.steps.all()[0]
    assert sign_in("rep").post(f"/alerts/{acted.pk + 1}/steps/{step.pk}/", {"done": "1"}).status_code == 404


def test_a_manager_rewrites_a_playbook(sign_in, cast):
    typed = {"version": 1, "text_0": "Ask why", "text_zh_0": "", "text_1": "", "text_zh_1": "约见"}
    assert sign_in("manager").post("/rules/playbooks/churn/", typed).status_code == 302
    steps = Playbook.objects.get(cause="churn").steps.values_list("text", "text_zh")
    assert list(steps) == [("Ask why", "Ask why"), ("约见", "约见")]


def test_the_api_ticks_and_shows(api, cast, acted):
    step = acted.steps.all()[0]
    answer = api("rep").post(f"/api/v1/alerts/{acted.pk}/tick/", {"step": step.pk, "done": True})
    assert answer.status_code == 200
    assert answer.json()["steps"][0]["done_by"] == cast.rep.pk
    assert api("rep").post(f"/api/v1/alerts/{acted.pk}/tick/", {"step": step.pk + 9, "done": True}).status_code == 400
