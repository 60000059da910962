"""Whatever people do to opportunities, every figure follows from the rows of moves."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    multiple,
    rule,
    run_state_machine_as_test,
)

from accounts.models import Account
from accounts.services import account_assign
from foundation import clock
from pipeline import queries
from pipeline.models import Move, Opportunity, Stage
from pipeline.queries.movement import Span
from pipeline.rules import cents
from pipeline.services import (
    opportunities_follow,
    opportunities_reassign,
    opportunity_archive,
    opportunity_reopen,
    opportunity_update,
    progress_recount,
    stage_create,
    stage_retire,
    tally_fold,
)
from pipeline.services.history import rewriting
from teams.models import ExchangeRate
from tests.pipeline.make import DAY, close, move, opportunity, split
from tests.pipeline.movements import agrees_for, agrees_with_the_moves
from tests.pipeline.tallies import agrees_with_the_rows

KEYS = ["leads", "prospect", "opportunity", "pipeline", "upside", "committed"]
amounts = st.decimals("0", "1000000", places=2)
currencies = st.sampled_from(["CNY", "EUR"])


class Pipeline(RuleBasedStateMachine):
    """Opens, moves, revalues, splits, hands over, closes, reopens, archives, over days, while stages come and go; the
    test sets `account`, `sides`, whose account it may be, `director`, who sees both, and `readers` of its reports."""

    account: Any
    sides: Any
    director: Any
    readers: Any
    open_ones = Bundle("open")
    closed_ones = Bundle("closed")

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.account = Account.objects.get(pk=self.account.pk)
        ExchangeRate.objects.create(currency="EUR", date=dt.date(2020, 1, 1), rate=Decimal("7.83"))

    def teardown(self) -> None:
        """What a sequence led to is looked at where it ends: each of its beginnings is a sequence of its own."""
        try:
            if not connection.needs_rollback:
                self.everything_is_right()
        finally:
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def everything_is_right(self) -> None:
        agrees_with_the_moves(Span(clock.today() - DAY, clock.today()))
        for reader in self.readers:
            agrees_for(reader, Span(clock.today() - DAY, clock.today()))
        self.splits_come_to_nothing()
        self.the_funnel_is_what_the_moves_say()
        agrees_with_the_rows()
        assert progress_recount() == 0
        self.each_stands_in_one_stage()

    @rule(target=open_ones, amount=amounts, currency=currencies, key=st.sampled_from(KEYS))
    def create(self, amount: Decimal, currency: str, key: str) -> int:
        return opportunity(self.account, amount=str(amount), currency=currency, stage=key).pk

    @rule(pk=open_ones, key=st.sampled_from(KEYS))
    def move(self, pk: int, key: str) -> None:
        move(self.row(pk), key)

    @rule(pk=open_ones, amount=amounts, currency=currencies)
    def revalue(self, pk: int, amount: Decimal, currency: str) -> None:
        row = self.row(pk)
        opportunity_update(row, actor=row.owner, version=row.version, amount=amount, currency=currency)

    @rule(target=closed_ones, pk=consumes(open_ones), outcome=st.sampled_from(["won", "lost"]))
    def close(self, pk: int, outcome: str) -> int:
        return close(self.row(pk), outcome).pk

    @rule(target=open_ones, pk=consumes(closed_ones))
    def reopen(self, pk: int) -> int:
        row = self.row(pk)
        return opportunity_reopen(row, actor=row.owner, version=row.version).pk

    @rule(target=open_ones, pk=consumes(open_ones))
    def archive(self, pk: int) -> Any:
        row = self.row(pk)
        opportunity_archive(row, actor=row.owner, version=row.version)
        return multiple()

    @rule(side=st.integers(0, 1))
    def hand_over(self, side: int) -> None:
        owner, team = self.sides[side]
        version = self.account.version
        self.account = account_assign(self.account, actor=self.director, version=version, owner=owner, team=team)
        opportunities_follow(self.account)

    @rule()
    def a_day_passes(self) -> None:
        """Everything happened a day earlier."""
        rewriting()
        Move.objects.update(at=F("at") - DAY, since=F("since") - DAY)
        Opportunity.objects.update(
            stage_since=F("stage_since") - DAY, opened_on=F("opened_on") - DAY, closed_on=F("closed_on") - DAY
        )
        agrees_with_the_moves(Span(clock.today() - 2 * DAY, clock.today() - DAY))

    @rule(target=open_ones, pk=open_ones, share=st.decimals("0.01", "0.99", places=2))
    def split(self, pk: int, share: Decimal) -> Any:
        row = self.row(pk)
        part = (row.amount * share).quantize(Decimal("0.01"), rounding=ROUND_DOWN)
        if not 0 < part < row.amount:
            return multiple()
        return multiple(*(each.pk for each in split(row, str(row.amount - part), str(part))))

    @rule(pk=open_ones)
    def reassign(self, pk: int) -> None:
        rows = Opportunity.objects.filter(pk=pk)
        owner = self.account.owner if self.row(pk).owner == self.director else self.director
        seen = queries.handover(rows, actor=self.director, owner=owner).token
        assert opportunities_reassign(actor=self.director, rows=rows, owner=owner, seen=seen) == 1

    @rule(key=st.sampled_from(KEYS[1:]))
    def take_out(self, key: str) -> None:
        """A stage goes while opportunities stand in it, and another comes in its place."""
        gone = Stage.objects.get(key=key)
        into = Stage.objects.exclude(pk=gone.pk).order_by("position")[0]
        stage_retire(gone, actor=self.director, version=gone.version, into=into)
        Stage.every.filter(pk=gone.pk).update(key=f"old-{gone.pk}")
        after = Stage.objects.filter(position__lt=gone.position).order_by("position").last()
        new = stage_create(
            actor=self.director, name=key, name_zh=key, probability=after.probability, after=after
        )  # fmt: skip
        assert new.key == key

    def splits_come_to_nothing(self) -> None:
        moves = Move.objects.filter(cause="split")
        changes = [step.amount_after - (step.amount_before or 0) for step in moves]
        assert sum(changes, Decimal(0)) == 0

    def the_funnel_is_what_the_moves_say(self) -> None:
        found = queries.funnel(Opportunity.objects.live(), clock.today())
        told = Told(Move.objects.filter(opportunity__archived_at=None))
        for line in found.stages:
            key = line.stage.key
            assert line.figures.open.count == len(told.open_in[key])
            assert line.figures.open.amount == cents(sum(told.open_in[key], Decimal(0)))
            weighted = sum(told.open_in[key], Decimal(0)) * line.stage.probability / 100
            assert line.figures.open.weighted == cents(weighted)
            assert (line.progress.passed, line.progress.gone) == (told.passed[key], told.gone[key])
            assert line.progress.stayed == told.stayed[key]
        assert found.total.open.amount == cents(told.balance)

    @rule()
    def fold(self) -> None:
        tally_fold()

    @rule(pk=closed_ones | open_ones)
    def bring_back_or_put_away(self, pk: int) -> None:
        """Without asking anybody, as SQL by hand would: the database itself counts."""
        rows = Opportunity.objects.filter(pk=pk)
        rows.update(archived_at=None if rows.get().archived_at else timezone.now())
        agrees_with_the_rows()
        rows.update(archived_at=None)

    def each_stands_in_one_stage(self) -> None:
        for row in Opportunity.objects.select_related("stage"):
            entries = [step for step in row.moves.all() if step.kind in {"opened", "stage", "reopened"}]
            assert entries[-1].to_stage_id == row.stage_id
            assert (entries[-1].since or entries[-1].at) == row.stage_since
            assert row.stage.retired_at is None or not row.is_open
            last = row.moves.latest("at", "id")
            assert (last.owner_id, last.team_id) == (row.owner_id, row.team_id)
            assert row.is_open == (
                row.moves.exclude(kind__in=["amount", "handed"]).latest("at", "id").to_stage_id is not None
            )

    def row(self, pk: int) -> Opportunity:
        return Opportunity.objects.get(pk=pk)


class Told:
    """The same figures in plain Python, from nothing but the rows of moves."""

    def __init__(self, moves: Any) -> None:
        self.open_in: dict[str, list[Decimal]] = defaultdict(list)
        self.passed: Counter[str] = Counter()
        self.gone: Counter[str] = Counter()
        self.stayed: Counter[str] = Counter()
        self.balance = Decimal(0)
        place = {stage.pk: stage for stage in Stage.every.all()}
        by_opportunity = defaultdict(list)
        for step in moves.order_by("at", "id"):
            by_opportunity[step.opportunity_id].append(step)
        for steps in by_opportunity.values():
            self._one(steps, place)

    def _one(self, steps: list[Move], place: dict[int, Stage]) -> None:
        for step in steps:
            self.balance += self._change(step)
        path = [step for step in steps if step.kind not in {"amount", "handed"}]
        ending = path[-1].kind if path[-1].kind in {"won", "lost"} else "open"
        if ending == "open":
            self.open_in[place[path[-1].to_stage_id].key].append(steps[-1].base_after)
        first: dict[int, int] = {}
        for number, step in enumerate(path):
            if step.to_stage_id:
                first.setdefault(step.to_stage_id, number)
        for stage_id, number in first.items():
            here, after = place[stage_id], [place[step.to_stage_id] for step in path[number:] if step.to_stage_id]
            went_on = ending == "won" or max(stage.position for stage in after) > here.position
            self.passed[here.key] += went_on
            self.gone[here.key] += went_on or ending == "lost"
            self.stayed[here.key] += number < len(path) - 1

    def _change(self, step: Move) -> Decimal:
        """What it adds to the open funnel: start + new + up − down + reopened − won − lost."""
        if step.kind in {"opened", "reopened"}:
            return step.base_after
        if step.kind in {"won", "lost"}:
            return -step.base_after
        return step.base_after - step.base_before


def test_every_figure_follows_from_the_moves(cast, account):
    Pipeline.account, Pipeline.director = account, cast.director
    Pipeline.readers = [cast.rep, cast.outsider, cast.manager, cast.rival, cast.director]
    Pipeline.sides = [(cast.rep, cast.north), (cast.outsider, cast.south)]
    run_state_machine_as_test(
        Pipeline, settings=settings(max_examples=80, stateful_step_count=15, deadline=None, database=None)
    )
