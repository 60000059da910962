from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from foundation import clock
from foundation.errors import RuleBroken, StaleEdit
from journal.models import Event
from pipeline.choices import Status
from pipeline.models import Move, Opportunity
from pipeline.services import (
    opportunities_follow,
    opportunity_archive,
    opportunity_move,
    opportunity_reopen,
    stage_retire,
)
from teams.models import User
from tests.pipeline.make import DAY, close, move, opportunity, stage


@pytest.fixture
def row(account):
    return opportunity(account)


def last(row: Opportunity) -> Move:
    return row.moves.latest("at", "id")


def test_a_move_changes_stage_probability_and_since(row):
    before = row.stage_since
    row = move(row, "upside")
    assert (row.stage.key, row.stage.probability) == ("upside", 60)
    assert row.stage_since > before


def test_a_move_is_one_row_with_who_when_and_why(cast, row):
    move(row, "prospect", cast.manager, note="They set a date")
    written = last(row)
    assert (written.kind, written.from_stage.key, written.to_stage.key) == ("stage", "leads", "prospect")
    assert (written.by, written.note, written.amount_before) == (cast.manager, "They set a date", row.amount)
    assert written.at == row.stage_since


def test_a_move_writes_its_event(cast, row):
    move(row, "prospect")
    assert Event.objects.latest("id").verb == "opportunity.moved"


def test_a_move_may_go_back(row):
    row = move(move(row, "upside"), "leads")
    assert row.stage.key == "leads"


def test_a_move_to_where_it_stands_does_nothing(row):
    move(row, "leads")
    assert row.moves.count() == 1
    assert row.version == 1


def test_the_second_of_two_movers_is_told_of_the_first(cast, row):
    seen_by_both = row.version
    move(row, "prospect", cast.manager)
    mine = Opportunity.objects.get(pk=row.pk)
    with pytest.raises(StaleEdit) as stale:
        opportunity_move(mine, actor=cast.rep, version=seen_by_both, stage=stage("upside"))
    assert stale.value.current.stage.key == "prospect"
    assert row.moves.count() == 2


def test_a_move_on_one_that_was_closed_meanwhile_is_stale(cast, row):
    close(row, "won", cast.manager)
    with pytest.raises(StaleEdit):
        opportunity_move(row, actor=cast.rep, version=1, stage=stage("upside"))


@pytest.mark.parametrize("outcome", ["won", "lost"])
def test_a_closed_one_does_not_move(row, outcome):
    row = close(row, outcome)
    with pytest.raises(RuleBroken):
        move(row, "upside")


def test_an_archived_one_neither_moves_nor_closes_nor_reopens(cast, row):
    row = opportunity_archive(row, actor=cast.rep, version=row.version)
    for write in (lambda: move(row, "upside"), lambda: close(row, "won"), lambda: reopen(row)):
        with pytest.raises(RuleBroken):
            write()


def test_closing_needs_a_reason(row):
    with pytest.raises(RuleBroken) as refusal:
        close(row, "lost", reason="")
    assert refusal.value.field == "reason"


def test_closing_needs_a_reason_that_makes_sense(row):
    with pytest.raises(RuleBroken):
        close(row, "won", reason="budget")


def test_closing_needs_an_outcome(row):
    with pytest.raises(RuleBroken) as refusal:
        close(row, "open")
    assert refusal.value.field == "outcome"


def test_closing_keeps_stage_day_reason_and_note(row):
    row = close(move(row, "committed"), "lost", reason="price", note="4 % too dear")
    assert (row.status, row.stage.key, row.closed_on) == (Status.LOST, "committed", clock.today())
    assert (row.close_reason, row.close_note) == ("price", "4 % too dear")


def test_closing_is_one_row(row):
    row = close(move(row, "committed"), "won", reason="value")
    written = last(row)
    assert (written.kind, written.from_stage.key, written.to_stage, written.reason) == (
        "won",
        "committed",
        None,
        "value",
    )


def test_closing_twice_is_refused(row):
    row = close(row, "won")
    with pytest.raises(RuleBroken):
        close(row, "lost")


def test_closing_in_the_future_is_refused(row):
    with pytest.raises(RuleBroken) as refusal:
        close(row, "won", closed_on=clock.today() + DAY)
    assert refusal.value.field == "closed_on"


def test_closing_before_its_last_move_is_refused(row):
    with pytest.raises(RuleBroken) as refusal:
        close(row, "won", closed_on=clock.today() - DAY)
    assert refusal.value.field == "closed_on"


def test_closing_may_be_dated_back_to_its_last_move(account):
    row = opportunity(account, opened_on=dt.date(2026, 1, 5))
    row = close(row, "won", closed_on=dt.date(2026, 1, 5))
    opened, won = row.moves.all()
    assert (opened.kind, won.kind) == ("opened", "won")
    assert timezone.localdate(won.at) == dt.date(2026, 1, 5)


def reopen(row: Opportunity, key: str | None = None) -> Opportunity:
    return opportunity_reopen(row, actor=row.owner, version=row.version, stage=stage(key) if key else None)


def test_reopening_keeps_the_history(row):
    row = reopen(close(move(row, "upside"), "lost"))
    assert [written.kind for written in row.moves.all()] == ["opened", "stage", "lost", "reopened"]
    assert (row.status, row.stage.key, row.closed_on, row.close_reason) == (Status.OPEN, "upside", None, "")


def test_reopening_into_another_stage(row):
    row = reopen(close(move(row, "upside"), "lost"), "prospect")
    assert row.stage.key == "prospect"
    assert (last(row).from_stage, last(row).to_stage.key) == (None, "prospect")


@pytest.mark.parametrize("meanwhile", ["is_blind", "left"])
def test_what_nobody_there_could_see_is_reopened_for_the_accounts_owner(cast, account, row, meanwhile):
    row = close(row, "lost")
    if meanwhile == "left":
        User.objects.filter(pk=cast.rep.pk).update(is_active=False)
        account.owner = cast.peer
    else:
        account.owner, account.team = cast.outsider, cast.south
    account.save()
    opportunities_follow(account)
    row = Opportunity.objects.get()
    row = opportunity_reopen(row, actor=cast.director, version=row.version)
    assert (row.owner, row.is_open) == (account.owner, True)
    assert [written.kind for written in row.moves.all()] == ["opened", "lost", "reopened", "handed"]
    assert (last(row).from_owner, last(row).owner, last(row).by) == (cast.rep, account.owner, cast.director)
    assert Event.objects.latest("id").verb == "opportunity.assigned"


def test_an_open_one_is_not_reopened(row):
    with pytest.raises(RuleBroken):
        reopen(row)


def test_a_stage_that_was_taken_out_a_moment_ago_takes_nothing(cast, account):
    chosen, first = stage("upside"), stage("leads")
    row, lost = opportunity(account), close(opportunity(account, name="Lost"), "lost")
    stage_retire(stage("upside"), actor=cast.manager, version=1)
    with pytest.raises(RuleBroken):
        opportunity_move(row, actor=row.owner, version=row.version, stage=chosen)
    with pytest.raises(RuleBroken):
        opportunity_reopen(lost, actor=lost.owner, version=lost.version, stage=chosen)
    with pytest.raises(RuleBroken):
        opportunity(account, stage=chosen)
    assert set(Opportunity.objects.values_list("stage", flat=True)) == {first.pk}
