"""Days that contradict each other are refused, by the service and by the table; shares count what was lost at all."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Account
from foundation import clock
from foundation.errors import RuleBroken
from losses import services
from losses.models import Loss, WinBack
from tests.losses.make import loss_of, step_of, win_back_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def over(account: Account) -> Loss:
    """Lost a hundred days ago, won back fifty days ago."""
    loss = loss_of(account, lost_on=clock.today() - 100 * DAY)
    plan, day = win_back_of(loss), clock.today() - 50 * DAY
    services.win_back_end(plan, actor=account.owner, version=1, won=True, result="Cheaper", ended_on=day)
    loss.refresh_from_db()
    return loss


def test_nothing_is_lost_after_it_was_won_back(over: Loss, cast: Any) -> None:
    with pytest.raises(RuleBroken) as refusal:
        services.loss_update(over, actor=cast.rep, version=over.version, lost_on=clock.today())
    assert refusal.value.field == "lost_on"
    with pytest.raises(IntegrityError), transaction.atomic():
        Loss.objects.update(lost_on=clock.today())


def test_nor_after_a_plan_was_given_up(account: Account, cast: Any) -> None:
    loss = loss_of(account, lost_on=clock.today() - 9 * DAY)
    plan, day = win_back_of(loss), clock.today() - 5 * DAY
    services.win_back_end(plan, actor=cast.rep, version=1, won=False, result="Too dear", ended_on=day)
    with pytest.raises(RuleBroken):
        services.loss_update(loss, actor=cast.rep, version=1, lost_on=clock.today())
    assert services.loss_update(loss, actor=cast.rep, version=1, lost_on=day).lost_on == day


def test_a_step_is_ticked_while_the_plan_runs_and_its_version_tells(account: Account, cast: Any, api: Any) -> None:
    step = step_of(win_back_of(loss_of(account)))
    before = api("rep").get(f"/api/v1/win-back-steps/{step.pk}/")["ETag"]
    assert api("rep").post(f"/api/v1/win-back-steps/{step.pk}/done/")["ETag"] != before
    services.win_back_end(WinBack.objects.get(), actor=cast.rep, version=1, won=False, result="Too dear")
    with pytest.raises(RuleBroken):
        services.win_back_step_done(step, actor=cast.rep, done=False)
    assert api("rep").post(f"/api/v1/win-back-steps/{step.pk}/done/").status_code == 400


def test_why_we_lose_is_the_same_by_every_door_whatever_became_of_the_account(
    account: Account, sign_in: Any, api: Any
) -> None:
    loss_of(account)
    Account.objects.filter(pk=account.pk).update(archived_at="2026-01-01T00:00Z")
    page = sign_in("rep").get("/reports/losses/").context
    shares = api("rep").get("/api/v1/losses/shares/").json()
    assert page["shares"].total == sum(row["n"] for row in shares) == len(page["rows"]) == 1
    written = b"".join(sign_in("rep").get("/reports/losses/export.csv").streaming_content).decode()
    assert account.name in written
