"""Purchases, and what they say about each account as of a day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Whole = NDArray[np.int64]
WEEK = 7.0
"""Days in the model's unit of time: published parameters are in weeks."""
TOP_SHARE = 0.2


@dataclass(frozen=True)
class Purchases:
    """Customer-days with revenue above zero, sorted by account and day. `account` counts from 0 without gaps; `day`
    is an ordinal; `value` is that day's revenue in the base currency. All of one length."""

    account: Whole
    day: Whole
    value: Vector

    @property
    def first_day(self) -> int:
        return int(self.day.min()) if len(self.day) else 0

    @property
    def last_day(self) -> int:
        return int(self.day.max()) if len(self.day) else 0

    def upto(self, day: int) -> Purchases:
        known = self.day <= day
        return Purchases(self.account[known], self.day[known], self.value[known])


@dataclass(frozen=True)
class Panel:
    """The accounts that had bought by `as_of`, one element each: `repeats` purchases after the first, `recency` weeks
    from the first to the last, `age` weeks from the first to `as_of`, `revenue` so far. `stopped` is 1 where nothing
    was bought in the `horizon` days that followed, None where that is not asked."""

    as_of: int
    horizon: int
    account: Whole
    repeats: Vector
    recency: Vector
    age: Vector
    revenue: Vector
    stopped: Vector | None = None

    def __len__(self) -> int:
        return len(self.repeats)

    @property
    def silence(self) -> Vector:
        """Weeks since the last purchase."""
        return self.age - self.recency

    @property
    def is_repeat(self) -> NDArray[np.bool_]:
        return self.repeats > 0

    @property
    def is_top(self) -> NDArray[np.bool_]:
        """The fifth that had spent most."""
        return np.asarray(self.revenue >= np.quantile(self.revenue, 1 - TOP_SHARE))

    def outcome(self) -> Vector:
        """`stopped`, where it was asked for."""
        if self.stopped is None:
            raise ValueError("this panel was made without a horizon")
        return self.stopped


def panel(purchases: Purchases, as_of: int, horizon: int = 0) -> Panel:
    """What was known at the end of `as_of`; with a horizon also what followed in (as_of, as_of + horizon]."""
    known = purchases.upto(as_of)
    size = int(purchases.account.max()) + 1 if len(purchases.account) else 0
    count = np.bincount(known.account, minlength=size)
    seen = count > 0
    ends = np.cumsum(count[seen])
    starts = ends - count[seen]
    first, last = known.day[starts], known.day[ends - 1]
    stopped = None
    if horizon:
        later = (purchases.day > as_of) & (purchases.day <= as_of + horizon)
        stopped = (np.bincount(purchases.account[later], minlength=size)[seen] == 0).astype(np.float64)
    return Panel(
        as_of=as_of,
        horizon=horizon,
        account=np.flatnonzero(seen),
        repeats=(count[seen] - 1).astype(np.float64),
        recency=(last - first) / WEEK,
        age=(as_of - first) / WEEK,
        revenue=np.bincount(known.account, known.value, minlength=size)[seen].astype(np.float64),
        stopped=stopped,
    )
