"""Were the alerts right? Precision and recall of each cause, counted from rows (docs/scoring.md says which)."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Subquery

from scoring.choices import Cause, Verdict
from scoring.models import Alert, ChurnRule, Departure
from scoring.queries.nights import by_word
from scoring.rules import YEAR

MIN_CASES = 20
"""With fewer cases a share says nothing: half of twenty lies between 30 and 70 %."""
_Z = 1.959964


@dataclass(frozen=True)
class Share:
    """`hits` of `n`, with Wilson's 95 % interval; shares are 0–1."""

    hits: int
    n: int

    @property
    def is_told(self) -> bool:
        """Enough cases to tell a share."""
        return self.n >= MIN_CASES

    @property
    def value(self) -> float | None:
        return self.hits / self.n if self.is_told else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return wilson(self.hits, self.n) if self.is_told else None

    @property
    def low(self) -> float | None:
        return self.interval[0] if self.interval else None

    @property
    def high(self) -> float | None:
        return self.interval[1] if self.interval else None


@dataclass(frozen=True)
class Record:
    """How a cause has done: of its judged alerts the account left, was kept or stayed by itself; `young` alerts cannot
    be judged yet; `departed` accounts stopped in the year, of which `warned` had had an alert of this cause."""

    cause: Cause
    left: int = 0
    kept: int = 0
    false_alarms: int = 0
    young: int = 0
    departed: int = 0
    warned: int = 0

    @property
    def judged(self) -> int:
        return self.left + self.kept + self.false_alarms

    @property
    def precision(self) -> Share:
        """Of the alerts that nobody's acting has spoilt as evidence: how many were right."""
        return Share(self.left, self.left + self.false_alarms)

    @property
    def recall(self) -> Share:
        return Share(self.warned, self.departed)


@dataclass(frozen=True)
class Judged:
    """The alerts between two days, judged by the horizon after each."""

    after: dt.date
    until: dt.date
    horizon_days: int

    @property
    def address(self) -> str:
        """Narrows the list of alerts to these."""
        return f"opened_after={self.after.isoformat()}&opened_until={self.until.isoformat()}"


def judged_span(date: dt.date, horizon_days: int) -> Judged:
    until = date - dt.timedelta(days=horizon_days)
    return Judged(until - dt.timedelta(days=YEAR), until, horizon_days)


def records(user: Any) -> tuple[Judged | None, dict[str, Record]]:
    """What was judged, and each cause's record, over the accounts that `user` sees. None before the first night."""
    rule = ChurnRule.objects.filter(pk=1).values("horizon_days")
    night = by_word().values_list("business_date", Subquery(rule)).first()
    if night is None:
        return None, {cause: Record(cause) for cause in Cause}
    span = judged_span(*night)
    counted = {row["cause"]: row for row in _verdicts(user, span)}
    departed, warned = _departures(user)
    return span, {
        cause: Record(
            cause,
            left=counted.get(cause, {}).get("left", 0),
            kept=counted.get(cause, {}).get("kept", 0),
            false_alarms=counted.get(cause, {}).get("false_alarms", 0),
            young=counted.get(cause, {}).get("young", 0),
            departed=departed,
            warned=warned[cause],
        )
        for cause in Cause
    }


def wilson(hits: int, n: int) -> tuple[float, float]:
    """Wilson's score interval of a share, 95 %. `n` is above zero."""
    share, z2 = hits / n, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def _verdicts(user: Any, span: Judged) -> Any:
    rows = Alert.objects.visible_to(user).filter(opened_on__gt=span.after).order_by()
    old = Q(opened_on__lte=span.until)
    return rows.values("cause").annotate(
        left=Count("id", filter=old & Q(verdict=Verdict.LEFT)),
        kept=Count("id", filter=old & Q(verdict=Verdict.KEPT)),
        false_alarms=Count("id", filter=old & Q(verdict=Verdict.FALSE_ALARM)),
        young=Count("id", filter=Q(opened_on__gt=span.until)),
    )


def _departures(user: Any) -> tuple[int, dict[str, int]]:
    rows = Departure.objects.visible_to(user).order_by()
    causes = {cause.value: Count("id", filter=Q(causes__contains=[cause.value])) for cause in Cause}
    counts = rows.aggregate(departed=Count("id"), **causes)
    return counts.pop("departed"), counts
