"""The forecast of a period: won so far, and what is open weighed by what is configured and by what was observed."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from foundation import clock
from foundation.sql import select_over
from pipeline.choices import Status
from pipeline.models import Adjustment, ForecastRule, Opportunity, Stage
from pipeline.odds import Observed, observed
from pipeline.rules import cents
from teams.models import Team, User

from .composed import SQL
from .spans import Period

_LEVELS = {7: "all", 3: "stage", 5: "team", 6: "owner"}
_READ = ("stage_id", "team_id", "owner_id", "status", "amount_base")
_ZERO = Decimal(0)


@dataclass(frozen=True)
class Outlook:
    """A line of a forecast in the base currency, two places. `count`, `amount`: what is open and expected then.

    commit = won + open in stages of the category commit; best case = commit + those of the category best + all others
    by the higher of their two rates, so that no other figure exceeds it; weighted = won + Σ amount × configured
    probability; observed = won + Σ amount × observed rate. `added` is what managers added to each of them.
    """

    won: Decimal = _ZERO
    won_count: int = 0
    count: int = 0
    amount: Decimal = _ZERO
    commit: Decimal = _ZERO
    best: Decimal = _ZERO
    weighted: Decimal = _ZERO
    observed: Decimal = _ZERO
    added: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def weighted_open(self) -> Decimal:
        return self.weighted - self.won

    @property
    def observed_open(self) -> Decimal:
        return self.observed - self.won

    def called(self, measure: str) -> Decimal:
        """The figure with what managers added."""
        return Decimal(getattr(self, measure)) + self.added.get(measure, _ZERO)

    @property
    def call(self) -> dict[str, Decimal]:
        return {measure: self.called(measure) for measure in ("commit", "best", "weighted")}


@dataclass(frozen=True)
class Outlooks:
    """Of everything, and of each stage (what is open in it alone), team and owner by id."""

    total: Outlook
    stages: dict[int, Outlook]
    teams: dict[int, Outlook]
    owners: dict[int, Outlook]


@dataclass(frozen=True)
class StageOutlook:
    """What is open in a stage: what was won stands in the total alone, whichever stage it was won from."""

    stage: Stage
    outlook: Outlook
    seen: Observed


@dataclass(frozen=True)
class PersonOutlook:
    """A person's or a team's (`subject`) line."""

    subject: Any
    outlook: Outlook


@dataclass(frozen=True)
class Forecast:
    period: Period
    total: Outlook
    stages: list[StageOutlook]
    teams: list[PersonOutlook]
    owners: list[PersonOutlook]
    overdue_count: int
    overdue_amount: Decimal


@dataclass(frozen=True)
class _Added:
    """What managers added, by measure: altogether, and by id of the person and of the team."""

    total: dict[str, Decimal] = field(default_factory=dict)
    people: dict[int, dict[str, Decimal]] = field(default_factory=lambda: defaultdict(dict))
    teams: dict[int, dict[str, Decimal]] = field(default_factory=lambda: defaultdict(dict))

    def of(self, person: int | None, team: int | None) -> list[dict[str, Decimal]]:
        """The lines that an adjustment of `person`, of `team` counts in."""
        by_subject = ((self.people, person), (self.teams, team))
        return [self.total, *(lines[pk] for lines, pk in by_subject if pk is not None)]


def observed_rates(rows: QuerySet[Opportunity], today: dt.date | None = None) -> dict[Stage, Observed]:
    """Of each stage in order: of those among `rows` decided in the months looked at that ever stood in it, how many
    were won; held to the stage's probability. Two queries.
    """
    rule, today = ForecastRule.current(), today or clock.today()
    since = clock.add_months(today, -rule.lookback_months)
    decided = rows.exclude(status=Status.OPEN).filter(closed_on__gt=since).order_by()
    won: Counter[int] = Counter()
    n: Counter[int] = Counter()
    for path in decided.values("left_stages", "status").annotate(n=Count("pk")):
        for stage in path["left_stages"]:
            n[stage] += path["n"]
            won[stage] += path["n"] * (path["status"] == Status.WON)
    return {
        stage: observed(stage.share, won[stage.pk], n[stage.pk], weight=rule.prior_weight, level=rule.level)
        for stage in Stage.objects.order_by("position")
    }


def rates_now() -> dict[str, list[Any]]:
    """What every stage of the company counts for, as the SQL of forecasts takes it."""
    return _as_values(_rates(observed_rates(Opportunity.objects.live())))


def forecast(
    rows: QuerySet[Opportunity],
    period: Period,
    adjustments: QuerySet[Adjustment] | None = None,
    today: dt.date | None = None,
) -> Forecast:
    """The forecast of `rows` (archived ones are left out by the caller) for `period`; observed rates are theirs too.
    `adjustments` are those the reader sees; None where the rows are narrowed, so that nothing could be added to.
    """
    seen = observed_rates(rows, today)
    told = outlooks(rows, period, _rates(seen))
    added = _added(adjustments, period)
    overdue = before(rows, period).aggregate(n=Count("pk"), amount=Sum("amount_base"))
    return Forecast(
        period=period,
        total=_with(told.total, added.total),
        stages=[StageOutlook(stage, told.stages.get(stage.pk, Outlook()), rate) for stage, rate in seen.items()],
        teams=_lines(told.teams, added.teams, Team),
        owners=_lines(told.owners, added.people, User),
        overdue_count=overdue["n"],
        overdue_amount=cents(overdue["amount"]),
    )


def outlooks(rows: QuerySet[Opportunity], period: Period, observed: Mapping[Stage, Decimal]) -> Outlooks:
    """What `rows` bring within `period`; `observed` is what each stage counts for beside its configured probability.
    One query."""
    levels: dict[str, dict[Any, Outlook]] = {name: {} for name in _LEVELS.values()}
    for row in select_over(SQL / "forecast.sql", within(rows, period).order_by().values(*_READ), _as_values(observed)):
        name = _LEVELS[row["level"]]
        levels[name][row.get(f"{name}_id")] = _outlook(_open_part(row) if name == "stage" else row)
    return Outlooks(levels["all"].get(None, Outlook()), levels["stage"], levels["team"], levels["owner"])


def within(rows: QuerySet[Opportunity], period: Period) -> QuerySet[Opportunity]:
    """Won within the period, or open and expected within it."""
    won = Q(status=Status.WON, closed_on__gte=period.first, closed_on__lte=period.last)
    expected = Q(status=Status.OPEN, expected_close_on__gte=period.first, expected_close_on__lte=period.last)
    return rows.filter(won | expected)


def before(rows: QuerySet[Opportunity], period: Period) -> QuerySet[Opportunity]:
    """Open ones that were expected before the period began: in no forecast until somebody sets their date."""
    return rows.filter(status=Status.OPEN, expected_close_on__lt=period.first)


def _rates(seen: Mapping[Stage, Observed]) -> dict[Stage, Decimal]:
    return {stage: rate.rate for stage, rate in seen.items()}


def _as_values(observed: Mapping[Stage, Decimal]) -> dict[str, list[Any]]:
    return {
        "stages": [stage.pk for stage in observed],
        "configured": [stage.share for stage in observed],
        "observed": list(observed.values()),
        "categories": [stage.category for stage in observed],
    }


def _open_part(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "won": _ZERO, "won_count": 0}


def _outlook(row: Mapping[str, Any]) -> Outlook:
    """What was won and what is open are rounded each by itself, as quotas and the funnel tell them."""
    won = cents(row["won"])
    measures: dict[str, Any] = {name: won + cents(row[name]) for name in ("commit", "best", "weighted", "observed")}
    return Outlook(
        won=won,
        won_count=row["won_count"],
        count=row["count"],
        amount=cents(row["amount"]),
        **measures,
    )


def _with(outlook: Outlook, added: Mapping[str, Decimal]) -> Outlook:
    return replace(outlook, added=dict(added))


def _added(adjustments: QuerySet[Adjustment] | None, period: Period) -> _Added:
    """What was added. An adjustment of a person counts for the team too that he worked in when it was made."""
    told = _Added()
    if adjustments is None:
        return told
    standing = adjustments.filter(withdrawn_at=None, starts_on__gte=period.first, ends_on__lte=period.last)
    sums = standing.order_by().values("person", "team", "persons_team", "measure").annotate(amount=Sum("amount"))
    for row in sums:
        for each in told.of(row["person"], row["team"] or row["persons_team"]):
            each[row["measure"]] = each.get(row["measure"], _ZERO) + row["amount"]
    return told


def _lines(
    outlooks: Mapping[int, Outlook], added: Mapping[int, Mapping[str, Decimal]], model: Any
) -> list[PersonOutlook]:
    """The largest weighted forecast first, then by name."""
    keys = {*outlooks, *added}
    subjects = model.objects.in_bulk(list(keys))
    lines = [PersonOutlook(subjects[key], _with(outlooks.get(key, Outlook()), added.get(key, {}))) for key in keys]
    return sorted(lines, key=lambda line: (-line.outlook.called("weighted"), str(line.subject)))
