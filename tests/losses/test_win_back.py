"""A plan to win a customer back has steps on their owners' days, and one result."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from foundation import clock
from foundation.errors import Forbidden, RuleBroken
from kam.promises import Due
from losses import services
from losses.models import Loss, LossReason
from losses.queries import shares_of
from tests.cast import make_account
from tests.losses.make import loss_of, step_of, win_back_of


@pytest.fixture
def loss(account):
    return loss_of(account)


def end(plan, **fields):
    fields = {"won": True, "result": "They ordered again", **fields}
    return services.win_back_end(plan, actor=plan.loss.account.owner, version=plan.version, **fields)


def test_it_begins_with_what_fits_the_reason(loss):
    assert win_back_of(loss).approach == loss.reason.approach


def test_one_runs_at_a_time(loss):
    win_back_of(loss)
    with pytest.raises(RuleBroken):
        win_back_of(loss)


def test_a_step_stands_on_its_owners_day_until_it_is_done(loss, cast):
    step = step_of(win_back_of(loss))
    promises, count = Due(cast.rep, clock.today(), team=False).fetch(0, 5)
    assert (count, promises[0].text, promises[0].where) == (1, "Call their buyer", loss.account)
    services.win_back_step_done(step, actor=cast.rep)
    assert Due(cast.rep, clock.today(), team=False).fetch(0, 5)[1] == 0


def test_nor_does_it_once_the_plan_is_over(loss, cast):
    plan = win_back_of(loss)
    step_of(plan)
    end(plan, won=False)
    assert Due(cast.rep, clock.today(), team=False).fetch(0, 5)[1] == 0


def test_whoever_does_it_sees_the_account(loss, cast):
    with pytest.raises(RuleBroken) as refused:
        step_of(win_back_of(loss), owner=cast.outsider)
    assert refused.value.field == "owner"


def test_won_back_is_one_of_ours_again(loss, account):
    end(win_back_of(loss))
    account.refresh_from_db()
    loss.refresh_from_db()
    assert (account.lost_on, loss.state, loss.ended_on) == (None, "won_back", clock.today())


def test_given_up_stays_lost_and_may_be_tried_again(loss, account):
    plan = end(win_back_of(loss), won=False)
    account.refresh_from_db()
    assert (plan.state, account.lost_on) == ("given_up", loss.lost_on)
    assert win_back_of(loss).is_running


@pytest.mark.parametrize(
    ("said", "field"), [({"result": " "}, "result"), ({"ended_on": dt.date(1999, 1, 1)}, "ended_on")]
)
def test_a_result_has_words_and_a_day(loss, said, field):
    with pytest.raises(RuleBroken) as refused:
        end(win_back_of(loss), **said)
    assert refused.value.field == field


def test_a_result_is_said_once(loss):
    plan = end(win_back_of(loss), won=False)
    with pytest.raises(RuleBroken):
        end(plan)


def test_our_shares_stand_beside_the_reference(cast):
    first, second = LossReason.objects.order_by("position")[:2]
    for number, reason in enumerate([first, first, second, second, second]):
        loss = loss_of(make_account(cast.rep, f"Lost {number}"), reason=reason, also=[first, second])
    services.loss_withdraw(loss, actor=cast.rep, version=1, note="Wrong account")
    win_back_of(Loss.objects.filter(state="lost").first(), expected=Decimal(1200))
    shares = shares_of(Loss.objects.all())
    assert (shares.total, shares.running, shares.expected) == (4, 1, 1200)
    assert [(row.n, row.also, row.share) for row in shares.reasons[:2]] == [
        (2, 2, Decimal("0.5")),
        (2, 2, Decimal("0.5")),
    ]
    assert sum(row.reason.reference for row in shares.reasons) == 1


def test_a_reason_out_of_the_catalogue_stays_where_it_is_named(loss, cast):
    row = loss.reason
    spec = services.ReasonSpec(row, 1, row.text, row.text_zh, row.reference, row.approach, is_offered=False)
    services.loss_reasons_set(actor=cast.manager, wanted=[spec])
    loss.refresh_from_db()
    assert services.loss_update(loss, actor=cast.rep, version=1, learned="Still the same").reason == row
    with pytest.raises(RuleBroken):
        loss_of(make_account(cast.rep, "Other"), reason=LossReason.objects.get(pk=row.pk))


def test_only_those_who_lead_change_the_catalogue(cast):
    with pytest.raises(Forbidden):
        services.loss_reasons_set(actor=cast.rep, wanted=[])
