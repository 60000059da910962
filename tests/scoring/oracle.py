"""The night once more, in plain Python over plain rows: what the SQL must agree with, to the last digit.

Written from docs/scoring.md, not from the SQL: loops over accounts, Decimal throughout, distances by searching.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from math import ceil

FACTORS = ["share", "goals", "damage", "stability", "potential", "effort"]
LEVELS = ["lead", "iron", "gold", "platinum"]
CENT = Decimal("0.01")
EIGHT = Decimal("0.00000001")
PARTS = {"sale": "cost", "rebate": "rebates", "complaint": "complaints", "service": "services"}


@dataclass(frozen=True)
class Policy:
    window_months: int = 12
    slim_margin: Decimal = Decimal("0.02")
    platinum_share: Decimal = Decimal("0.5")
    platinum_rank: Decimal = Decimal("0.2")
    gold_share: Decimal = Decimal("0.8")
    loyal_months: int = 6
    buffer: Decimal = Decimal("0.05")
    patience: int = 2
    min_months: int = 0
    weight_share: int = 0
    weight_goals: int = 0
    weight_damage: int = 0
    weight_stability: int = 0
    weight_potential: int = 0
    weight_effort: int = 0
    lift_score: int = 60


@dataclass(frozen=True)
class Entry:
    account: int
    date: dt.date
    revenue: Decimal
    cost: Decimal
    rate: Decimal = Decimal(1)
    kind: str = "sale"


@dataclass(frozen=True)
class Visit:
    account: int
    person: int
    day: dt.date
    minutes: int
    expenses: Decimal
    rate: Decimal = Decimal(1)


@dataclass(frozen=True)
class Complaint:
    """`day` of receiving it; `rate` is that of the compensation's currency."""

    account: int
    person: int
    day: dt.date
    minutes: int
    compensation: Decimal
    rate: Decimal = Decimal(1)


@dataclass(frozen=True)
class Hourly:
    """`person` None: for everybody without a rate of his own on that day."""

    person: int | None
    valid_from: dt.date
    amount: Decimal


@dataclass(frozen=True)
class Before:
    """What the night before decided."""

    tier: str
    computed: str
    months_past: tuple[dt.date, ...] = ()


@dataclass
class Decision:
    revenue: Decimal = Decimal(0)
    cost: Decimal = Decimal(0)
    cost_to_serve: Decimal = Decimal(0)
    rebates: Decimal = Decimal(0)
    complaints: Decimal = Decimal(0)
    services: Decimal = Decimal(0)
    minutes: int = 0
    entries: int = 0
    active_months: int = 0
    rank: int | None = None
    computed: str = ""
    computed_rule: str = "no_entry"
    tier: str = ""
    rule: str = "no_entry"
    to_next: Decimal | None = None
    next_tier: str = ""
    to_lower: Decimal | None = None
    to_rise: Decimal | None = None
    rise_tier: str = ""
    to_fall: Decimal | None = None
    months_past: tuple[dt.date, ...] = ()
    is_new: bool = field(default=False, compare=False)
    key_score: Fraction = field(default=Fraction(0), compare=False)

    @property
    def profit(self) -> Decimal:
        return self.revenue - self.cost - self.cost_to_serve


@dataclass
class Company:
    """`accounts`: ids of the active ones, in order of age. `pins`: account → tier of a pin that stands; `marks`:
    account → factor → mark that stands."""

    accounts: list[int]
    entries: list[Entry] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    hourly: list[Hourly] = field(default_factory=list)
    before: dict[int, Before] = field(default_factory=dict)
    pins: dict[int, str] = field(default_factory=dict)
    marks: dict[int, dict[str, int]] = field(default_factory=dict)


def months_back(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError


def night(company: Company, date: dt.date, policy: Policy) -> dict[int, Decision]:
    with localcontext() as context:
        context.prec = 60
        decisions = _inputs(company, date, policy)
        standing = Standing(decisions, policy)
        for account in standing.order:
            decisions[account].is_new = _is_new(company, account, date, policy)
            decisions[account].key_score = _key_score(company, account, decisions[account], standing)
        for account in standing.order:
            _judge(account, decisions[account], standing)
        for account, decision in decisions.items():
            _settle(decision, company.before.get(account), company.pins.get(account), account, standing, date)
            if decision.computed and account not in company.pins:
                _at_once(decision, account, standing, date)
        return decisions


def _inputs(company: Company, date: dt.date, policy: Policy) -> dict[int, Decision]:
    after = months_back(date, policy.window_months)
    decisions = {account: Decision() for account in company.accounts}
    months: dict[int, set[int]] = {account: set() for account in company.accounts}
    for entry in company.entries:
        if entry.account in decisions and after < entry.date <= date:
            decision = decisions[entry.account]
            revenue = (entry.revenue * entry.rate).quantize(EIGHT, ROUND_HALF_UP)
            decision.revenue += revenue
            part = PARTS[entry.kind]
            cost = (entry.cost * entry.rate).quantize(EIGHT, ROUND_HALF_UP)
            setattr(decision, part, getattr(decision, part) + cost)
            decision.entries += 1
            if revenue > 0:
                months[entry.account].add((entry.date.year * 12 + entry.date.month) % policy.window_months)
    for account, decision in decisions.items():
        decision.active_months = len(months[account])
        visits = [v for v in company.visits if v.account == account and after < v.day <= date]
        decision.minutes = sum(visit.minutes for visit in visits)
        hours = sum((visit.minutes * _hourly(company, visit) for visit in visits), Decimal(0)) / 60
        expenses = sum(((v.expenses * v.rate).quantize(EIGHT, ROUND_HALF_UP) for v in visits), Decimal(0))
        handled = [c for c in company.complaints if c.account == account and after < c.day <= date]
        decision.complaints += _handling(company, handled)
        booked = decision.rebates + decision.complaints + decision.services
        decision.cost_to_serve = hours.quantize(EIGHT, ROUND_HALF_UP) + expenses + booked
    return decisions


def _handling(company: Company, complaints: list[Complaint]) -> Decimal:
    hours = sum((row.minutes * _hourly(company, row) for row in complaints), Decimal(0)) / 60
    paid = sum(((row.compensation * row.rate).quantize(EIGHT, ROUND_HALF_UP) for row in complaints), Decimal(0))
    return hours.quantize(EIGHT, ROUND_HALF_UP) + paid


def _hourly(company: Company, visit: Visit | Complaint) -> Decimal:
    for person in (visit.person, None):
        rates = [rate for rate in company.hourly if rate.person == person and rate.valid_from <= visit.day]
        if rates:
            return max(rates, key=lambda rate: rate.valid_from).amount
    return Decimal(0)


def _is_new(company: Company, account: int, date: dt.date, policy: Policy) -> bool:
    """Whether it did not order by the day that lies the minimum of months before `date`."""
    known_by = months_back(date, policy.min_months)
    bought = (
        entry.revenue * entry.rate >= EIGHT / 2
        for entry in company.entries
        if entry.account == account and entry.date <= known_by
    )
    return policy.min_months > 0 and not any(bought)


def _key_score(company: Company, account: int, decision: Decision, standing: Standing) -> Fraction:
    """0 to 100, exactly; 0 where nothing is weighed."""
    policy = standing.policy
    above = sum((standing.profits[other] for other in standing.order[: standing.order.index(account)]), Decimal(0))
    positive = sum((profit for profit in standing.profits.values() if profit > 0), Decimal(0))
    fifths = [fifth for fifth in (1, 2, 3, 4) if decision.profit > 0 and above * 5 < fifth * positive]
    marks = {
        **company.marks.get(account, {}),
        "share": len(fifths),
        "stability": min(4, 4 * decision.active_months // policy.window_months),
        "effort": min(4, decision.minutes // (60 * policy.window_months)),
    }
    weights = {name: getattr(policy, f"weight_{name}") for name in FACTORS}
    weighed = sum(weight * marks.get(name, 0) for name, weight in weights.items())
    return Fraction(100 * weighed, 4 * sum(weights.values())) if any(weights.values()) else Fraction(0)


class Standing:
    """Where an account would stand with some profit, all others as they are."""

    def __init__(self, decisions: dict[int, Decision], policy: Policy) -> None:
        self.policy = policy
        rated = {account: decision.profit for account, decision in decisions.items() if decision.entries}
        self.profits = rated
        self.order = sorted(rated, key=lambda account: (-rated[account], account))

    def rule(self, account: int, decision: Decision, profit: Decimal, lean: Decimal = Decimal(0)) -> str:
        """`lean` widens (or narrows) every boundary by that share."""
        policy = self.policy
        above = [
            other
            for name, other in self.profits.items()
            if name != account and (other > profit or (other == profit and name < account))
        ]
        positive = sum((p for name, p in self.profits.items() if p > 0 and name != account), max(profit, Decimal(0)))
        if profit <= 0:
            return "loss"
        if profit < policy.slim_margin * (1 - lean) * decision.revenue:
            return "slim_margin"
        if decision.is_new:
            return "too_new"
        cum = sum(above, Decimal(0))
        last = ceil(policy.platinum_rank * (1 + lean) * len(self.profits))
        if cum < policy.platinum_share * (1 + lean) * positive and len(above) + 1 <= last:
            return "top_profit"
        if cum < policy.gold_share * (1 + lean) * positive:
            return "loyal_profit" if decision.active_months >= policy.loyal_months else "not_loyal"
        return "ordinary"

    def level(self, account: int, decision: Decision, profit: Decimal) -> int:
        """By the lines of profit alone."""
        return LEVEL_OF[self.rule(account, decision, profit)]

    def lifted(self, decision: Decision, rule: str) -> int:
        """With the score of a key account."""
        policy, level = self.policy, LEVEL_OF[rule]
        is_weighed = any(getattr(policy, f"weight_{name}") for name in FACTORS)
        is_lifted = is_weighed and decision.key_score >= policy.lift_score and rule != "too_new" and level in (1, 2)
        return level + is_lifted


LEVEL_OF = {
    "loss": 0, "slim_margin": 0, "too_new": 1, "ordinary": 1, "not_loyal": 1, "loyal_profit": 2, "top_profit": 3
}  # fmt: skip


def _judge(account: int, decision: Decision, standing: Standing) -> None:
    decision.rank = standing.order.index(account) + 1
    line = standing.rule(account, decision, decision.profit)
    level, lifted = LEVEL_OF[line], standing.lifted(decision, line)
    decision.computed_rule = "key_account" if lifted > level else line
    decision.computed = LEVELS[lifted]
    gain = _least(lambda cents: standing.level(account, decision, decision.profit + cents * CENT) > level)
    loss = _least(lambda cents: standing.level(account, decision, decision.profit - cents * CENT) < level)
    decision.to_next = None if gain is None else gain * CENT
    decision.to_lower = None if loss is None else loss * CENT
    if decision.to_next is not None:
        decision.next_tier = LEVELS[standing.level(account, decision, decision.profit + decision.to_next)]


def _least(holds) -> int | None:  # type: ignore[no-untyped-def]
    """The least number of hundredths, from 1 on, for which a condition holds that once held holds on."""
    high = 10**12
    if not holds(high):
        return None
    low = 0
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _settle(
    decision: Decision, before: Before | None, pin: str | None, account: int, standing: Standing, date: dt.date
) -> None:
    decision.tier, decision.rule = decision.computed, decision.computed_rule
    if pin:
        decision.tier, decision.rule = pin, "pinned"
        return
    if not before or not before.tier or not decision.computed or before.tier == decision.computed:
        return
    old, new = LEVELS.index(before.tier), LEVELS.index(decision.computed)
    policy = standing.policy
    direction = 1 if new > old else -1
    earlier = LEVELS.index(before.computed) - old if before.computed else 0
    carried = before.months_past if earlier * direction > 0 else ()
    month = date.replace(day=1)
    past = carried if month in carried else (*carried, month)
    leant = standing.lifted(decision, standing.rule(account, decision, decision.profit, -direction * policy.buffer))
    if (leant - old) * direction <= 0 and len(past) < policy.patience:
        decision.tier, decision.rule, decision.months_past = before.tier, "buffered", past


def _at_once(decision: Decision, account: int, standing: Standing, date: dt.date) -> None:
    """What moves it in a night after this one, of the same month, with the score of a key account as it is."""
    before = Before(decision.tier, decision.computed, decision.months_past)

    def with_more(sum_: Decimal) -> str:
        then = replace(decision, cost=decision.cost - sum_, months_past=())
        then.computed_rule = standing.rule(account, then, then.profit)
        then.computed = LEVELS[standing.lifted(then, then.computed_rule)]
        _settle(then, before, None, account, standing, date)
        return then.tier

    held = LEVELS.index(decision.tier)
    gain = _least(lambda cents: LEVELS.index(with_more(cents * CENT)) > held)
    loss = _least(lambda cents: LEVELS.index(with_more(-cents * CENT)) < held)
    decision.to_fall = None if loss is None else loss * CENT
    if gain is not None:
        decision.to_rise, decision.rise_tier = gain * CENT, with_more(gain * CENT)
