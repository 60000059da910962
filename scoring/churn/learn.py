"""From purchases up to a day to a model for that day: nothing later is looked at."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from statistics import fmean

import numpy as np

from scoring.choices import FitMethod, FitState

from . import bgnbd, combine, judge
from .combine import Lesson, Weights
from .panel import Panel, Purchases, Vector, Whole, panel

LEAST_DAYS = 28
"""No look ahead that is learned from is shorter."""
MOST_LESSONS = 6
LEAST_IN_A_LESSON = 30
LEAST_SHARE = 0.05
PARTS = 5


@dataclass(frozen=True)
class Wish:
    """What is asked for: the look ahead in days, the fewest accounts that are worth a model, after how many days
    without any order the ledger counts as stale, from where on a risk is called high when predictions are judged."""

    horizon: int
    min_accounts: int = 100
    stale_days: int = 31
    high_from: float = 0.6


@dataclass(frozen=True)
class Check:
    """How a way of predicting did on earlier days: means over the days, each counting as often as it has accounts, as
    in what is learned: a young company's first handful must not outvote today's thousands. `least_auc` is the lower
    end of a one-sided 95 % interval, as wide as that of one day alone, since the days share their accounts."""

    auc: float
    least_auc: float
    brier: float
    base_brier: float
    log_loss: float

    @property
    def has_signal(self) -> bool:
        return self.least_auc > 0.5 and self.brier < self.base_brier


@dataclass(frozen=True)
class Learned:
    """A model for the accounts of `as_of`, or why there is none (`state`). `check_days` is the look ahead that the
    past allowed to learn from; `checks` how each method did there."""

    as_of: int
    wish: Wish
    state: FitState
    accounts: int
    repeaters: int
    rates: bgnbd.Rates | None = None
    model: Weights = combine.PLAIN
    method: FitMethod = FitMethod.NONE
    check_days: int = 0
    lessons: int = 0
    checks: dict[str, Check] = field(default_factory=dict)

    def risks(self, accounts: Panel) -> Vector:
        """P(no purchase within the horizon) for each of `accounts`. ValueError without a model."""
        return combine.predict(self.model, combine.features(accounts, self._fitted, self.wish.horizon))

    def plain(self, accounts: Panel) -> Vector:
        """The same, of the purchase model alone."""
        return bgnbd.no_purchase(self._fitted, accounts, self.wish.horizon)

    @property
    def _fitted(self) -> bgnbd.Rates:
        if self.rates is None:
            raise ValueError(f"no model: {self.state}")
        return self.rates


def learn(purchases: Purchases, as_of: int, wish: Wish) -> Learned:
    """The model as of `as_of`. Which of its two forms, and whether it may speak at all, earlier days decide."""
    known = purchases.upto(as_of)
    now = panel(known, as_of)
    state, repeaters = _ready(known, now, wish), int(now.is_repeat.sum())
    if state:
        return Learned(as_of, wish, state, len(now), repeaters)
    rates = bgnbd.fit(now)
    days = past_days(known, as_of, wish.horizon)
    lessons = _lessons(known, as_of, days)
    checks = _checks(lessons)
    speaking = {name: check for name, check in checks.items() if check.has_signal}
    silent = FitState.NO_SIGNAL if lessons else FitState.TOO_SHORT
    result = Learned(
        as_of, wish, silent, len(now), repeaters, rates, check_days=days, lessons=len(lessons), checks=checks
    )
    if not speaking:
        return result
    method = FitMethod(min(speaking, key=lambda name: speaking[name].log_loss))
    model = combine.PLAIN
    if method == FitMethod.COMBINED:
        model = combine.train([each.lesson for each in lessons], combine.features(now, rates, wish.horizon))
    return replace(result, state=FitState.FITTED, method=method, model=model)


def past_days(known: Purchases, as_of: int, horizon: int) -> int:
    """How far ahead the past allows to look: the horizon, or a third of the past where that is less."""
    return min(horizon, max(LEAST_DAYS, (as_of - known.first_day) // 3))


def _ready(known: Purchases, now: Panel, wish: Wish) -> FitState | None:
    """Why no model should be tried; None where it should."""
    if len(now) < wish.min_accounts:
        return FitState.TOO_FEW
    if not now.is_repeat.any():
        return FitState.ONE_TIME
    if now.as_of - known.day.max() > wish.stale_days:
        return FitState.STALE
    if now.as_of - known.first_day < max(3 * LEAST_DAYS, wish.horizon / 2):
        return FitState.TOO_SHORT
    return None


@dataclass(frozen=True)
class _Day:
    """An earlier day: what could have been said then, and what followed."""

    account: Whole
    lesson: Lesson
    plain: Vector


def _lessons(known: Purchases, as_of: int, days: int) -> list[_Day]:
    """Earlier days whose outcomes lie wholly before `as_of`, newest first, half a look ahead apart."""
    total = len(panel(known, as_of))
    found: list[_Day] = []
    for back in range(MOST_LESSONS):
        day = as_of - days - back * max(days // 2, 1)
        if day - known.first_day < days // 2:
            break
        accounts = panel(known, day, days)
        if len(accounts) >= max(LEAST_IN_A_LESSON, LEAST_SHARE * total) and accounts.is_repeat.any():
            rates = bgnbd.fit(accounts)
            lesson = Lesson(combine.features(accounts, rates, days), accounts.outcome())
            found.append(_Day(accounts.account, lesson, bgnbd.no_purchase(rates, accounts, days)))
    return found


def _checks(lessons: list[_Day]) -> dict[str, Check]:
    """Both methods on the same earlier days; the combined one learns from other accounts than it is judged on."""
    combined = [_judged(_cross_fitted(day, lessons), day.lesson.stopped) for day in lessons]
    plain = [_judged(day.plain, day.lesson.stopped) for day in lessons]
    sizes = [len(day.plain) for day in lessons]
    checks = {FitMethod.COMBINED.value: _mean(combined, sizes), FitMethod.PLAIN.value: _mean(plain, sizes)}
    return {name: check for name, check in checks.items() if check}


def _cross_fitted(day: _Day, lessons: list[_Day]) -> Vector:
    """Risks of a day's accounts, each part of them by what all the others taught."""
    risks = np.empty(len(day.plain))
    for part in range(PARTS):
        mine = day.account % PARTS == part
        others = [each.lesson.part(each.account % PARTS != part) for each in lessons]
        rows = day.lesson.features[mine]
        risks[mine] = combine.predict(combine.train(others, rows), rows)
    return risks


def _judged(risks: Vector, stopped: Vector) -> Check | None:
    area = judge.area(risks, stopped)
    if area is None:
        return None
    least = area.value - judge.ONE_SIDED * area.error
    return Check(
        area.value, least, judge.brier(risks, stopped), judge.base_brier(stopped), judge.log_loss(risks, stopped)
    )


def _mean(checks: list[Check | None], sizes: list[int]) -> Check | None:
    known = [check for check in checks if check]
    weights = [size for check, size in zip(checks, sizes, strict=True) if check]
    if not known:
        return None
    names = ("auc", "least_auc", "brier", "base_brier", "log_loss")
    return Check(*(fmean((getattr(check, name) for check in known), weights) for name in names))
