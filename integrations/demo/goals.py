"""What people were to win, what was forecast week by week, and what managers added to it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.utils import timezone

from foundation import clock
from pipeline.choices import Category, MoveKind, PeriodKind, Status
from pipeline.models import Adjustment, Move, Opportunity, Quota, Snapshot
from pipeline.queries.spans import Period, period_of
from teams.models import User

from .stage import Scene

WEEKS = 52
QUARTERS = 4
STEP = 50_000
REASONS = {
    "commit": ("合同已签字，等盖章 Signed, waiting for the seal", Decimal(180_000)),
    "best": ("客户预算推迟到明年 Budget moved to next year", Decimal(-120_000)),
    "weighted": ("竞争对手交不出货 The competitor cannot deliver", Decimal(90_000)),
}
Key = tuple[dt.date, int, int]


def make_goals(scene: Scene, opportunities: list[Opportunity]) -> None:
    """Quotas of every rep for this quarter and those before, a forecast a week of the last year, adjustments."""
    _quotas(scene)
    histories = defaultdict(list)
    for move in Move.objects.filter(opportunity__in=opportunities).select_related("to_stage").order_by("at", "id"):
        histories[move.opportunity_id].append(move)
    days = [scene.days_ago(7 * week + 1) for week in range(WEEKS)]
    Snapshot.objects.bulk_create(row for day in days for row in _snapshots(scene, day, opportunities, histories))
    _adjust(scene)


def _quotas(scene: Scene) -> None:
    """Near what was won in the quarter, or in the usual one where that is more: some are reached, some are not."""
    dice, present = scene.dice("quotas"), period_of(PeriodKind.QUARTER, scene.today)
    for rep in scene.reps:
        won = Opportunity.objects.filter(owner=rep, status=Status.WON)
        usual = _worth(won) / QUARTERS
        for back in range(QUARTERS):
            period = present.back(back)
            aim = max(usual, _worth(won.filter(closed_on__range=(period.first, period.last))))
            base = max(STEP, round(aim * Decimal(str(dice.uniform(0.8, 1.5))) / STEP) * STEP)
            _quota(rep, period, base)


def _worth(rows: QuerySet[Opportunity]) -> Decimal:
    return rows.aggregate(worth=Sum("amount_base"))["worth"] or Decimal(0)


def _quota(rep: User, period: Period, base: int) -> None:
    Quota.objects.create(
        person=rep, persons_team=rep.team, kind=period.kind, starts_on=period.first, ends_on=period.last, base=base,
        stretch=base * Decimal("1.2"), currency="CNY",
    )  # fmt: skip


def _snapshots(
    scene: Scene, day: dt.date, opportunities: list[Opportunity], histories: dict[int, list[Move]]
) -> list[Snapshot]:
    """What the forecast said on the evening of `day`."""
    evening = scene.moment(day, 23, 59)
    found: dict[Key, Snapshot] = {}
    for row in opportunities:
        last = next((move for move in reversed(histories[row.pk]) if move.at <= evening), None)
        month = _month(scene, row, last, day)
        if last is None or month is None:
            continue
        key = (month, row.owner_id, row.team_id)
        kept = found.setdefault(key, Snapshot(taken_on=day, month=month, owner_id=row.owner_id, team_id=row.team_id))
        _count(kept, last)
    return list(found.values())


def _month(scene: Scene, row: Opportunity, last: Move | None, day: dt.date) -> dt.date | None:
    """The month that it counted for: that of its closing, or of the day on which it was then expected to close."""
    if last is None or last.kind == MoveKind.LOST:
        return None
    if last.kind == MoveKind.WON:
        closed = timezone.localdate(last.at)
        return clock.month_start(closed) if closed.year == day.year else None
    # People expect most deals sooner than they come.
    hoped = scene.dice(f"hope {row.external_id}").choice([0, 0, 9, 21, 40])
    expected = (row.expected_close_on or scene.today) - dt.timedelta(days=hoped)
    return clock.month_start(expected) if expected >= clock.month_start(day) else None


def _count(kept: Snapshot, last: Move) -> None:
    worth, stage = last.base_after, last.to_stage
    if stage is None:
        kept.won += worth
        return
    kept.count += 1
    kept.weighted += worth * stage.share
    kept.observed += worth * stage.share
    kept.commit += worth if stage.category == Category.COMMIT else 0
    kept.best += worth if stage.category in {Category.COMMIT, Category.BEST} else worth * stage.share


def _adjust(scene: Scene) -> None:
    period, manager = period_of(PeriodKind.QUARTER, scene.today), scene.people["manager"]
    reps = [rep for rep in scene.reps if rep.team and rep.team.parent_id == manager.team_id]
    # Only who has something open has something to be called otherwise.
    open_ = Opportunity.objects.filter(status=Status.OPEN, expected_close_on__range=(period.first, period.last))
    sums = open_.order_by().values_list("owner").annotate(amount=Sum("amount_base"))
    worth = dict(sums)
    reps.sort(key=lambda rep: -worth.get(rep.pk, 0))
    for number, (measure, (reason, amount)) in enumerate(REASONS.items()):
        Adjustment.objects.create(
            person=reps[number], persons_team=reps[number].team, starts_on=period.first, ends_on=period.last,
            measure=measure, amount=amount,
            reason=reason, created_by=manager, created_at=scene.moment(scene.days_ago(3 * number + 2), 17),
        )  # fmt: skip
