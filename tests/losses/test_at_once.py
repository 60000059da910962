"""Two people at the same lost account: the one who comes second sees what the first has done."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Account
from foundation.errors import RuleBroken
from losses import services
from losses.models import Loss, WinBack, WinBackStep
from tests.losses.make import loss_of, step_of, win_back_of
from tests.waiting import while_open

pytestmark = pytest.mark.django_db(transaction=True)


def planned(cast: Any) -> WinBack:
    return services.win_back_plan(actor=cast.rep, loss=Loss.objects.get(), aim="A better price")


def withdrawn(cast: Any) -> Loss:
    return services.loss_withdraw(Loss.objects.get(), actor=cast.rep, version=1, note="by mistake")


def ended(cast: Any) -> WinBack:
    return services.win_back_end(WinBack.objects.get(), actor=cast.rep, version=1, won=False, result="Too dear")


def test_a_loss_is_not_withdrawn_from_under_a_plan(account: Account, cast: Any) -> None:
    loss_of(account)
    assert isinstance(while_open(lambda: planned(cast), lambda: withdrawn(cast)), RuleBroken)
    assert (Loss.objects.get().state, WinBack.objects.get().state) == ("lost", "running")


def test_nothing_is_planned_for_a_loss_that_is_withdrawn(account: Account, cast: Any) -> None:
    loss_of(account)
    assert isinstance(while_open(lambda: withdrawn(cast), lambda: planned(cast)), RuleBroken)
    assert (Loss.objects.get().state, WinBack.objects.count()) == ("withdrawn", 0)


def test_a_plan_that_has_its_result_is_changed_no_more(account: Account, cast: Any) -> None:
    step = step_of(win_back_of(loss_of(account)))
    later = [
        lambda: services.win_back_update(WinBack.objects.get(), actor=cast.rep, version=1, aim="Other"),
        lambda: services.win_back_step_update(step, actor=cast.rep, version=1, text="Other"),
        lambda: services.win_back_step_done(step, actor=cast.rep),
        lambda: step_of(WinBack.objects.get()),
    ]
    for write in later:
        WinBack.objects.update(state="running", ended_on=None, result="", version=1)
        assert isinstance(while_open(lambda: ended(cast), write), RuleBroken)
    assert list(WinBackStep.objects.values_list("text", "done_at", "version")) == [(step.text, None, 1)]


def test_a_plan_has_no_more_steps_than_it_may(account: Account, cast: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("losses.services.win_back.MOST", 1)
    plan = win_back_of(loss_of(account))
    assert isinstance(while_open(lambda: step_of(plan), lambda: step_of(plan)), RuleBroken)
    assert plan.steps.count() == 1
