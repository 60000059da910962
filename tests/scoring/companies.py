"""Generated companies: small, and full of what is awkward (ties, zeros, losses, boundary values, other currencies)."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st

from accounts.models import Account, Visit
from care.models import Complaint
from scoring.models import KeyMark, LedgerEntry, ScoringRun, TierDecision, TierPin, TierPolicy
from teams.models import CostRate, User
from tests.scoring import oracle
from tests.scoring.make import decisions, placed

DATE = dt.date(2026, 3, 31)
NIGHT_BEFORE = dt.date(2026, 3, 30)
EDGES = [DATE, DATE + dt.timedelta(days=1), dt.date(2025, 3, 31), dt.date(2025, 4, 1), dt.date(2025, 9, 30)]

days = st.one_of(st.sampled_from(EDGES), st.dates(dt.date(2025, 1, 1), dt.date(2026, 4, 30)))
round_pairs = st.sampled_from([(100, 98), (100, 100), (0, 0), (50, 100), (100, 0), (-10, 0), (0, -10), (1000, 979)])
odd_amounts = st.decimals(-1000, 10_000, places=4, allow_nan=False)
pairs = st.one_of(
    round_pairs.map(lambda pair: (Decimal(pair[0]), Decimal(pair[1]))), st.tuples(odd_amounts, odd_amounts)
)
rates = st.sampled_from([Decimal(1), Decimal(1), Decimal("7.8"), Decimal("0.00012345"), Decimal("1.33333333")])
shares = st.one_of(
    st.sampled_from(["0", "0.2", "0.5", "0.8", "1"]).map(Decimal), st.decimals(0, 1, places=4, allow_nan=False)
)
tiers = st.sampled_from(["platinum", "gold", "iron", "lead"])
weights = st.fixed_dictionaries({f"weight_{name}": st.sampled_from([0, 1, 3, 100]) for name in oracle.FACTORS})
weighed = st.one_of(
    st.just({}),
    st.builds(lambda weight, score: weight | {"lift_score": score}, weights, st.sampled_from([1, 25, 50, 75, 100])),
)
marks = st.dictionaries(st.sampled_from(["goals", "damage", "potential"]), st.integers(0, 4))


@st.composite
def policies(draw: Any) -> oracle.Policy:
    if draw(st.booleans()):
        return oracle.Policy()
    first, second, window_months = draw(shares), draw(shares), draw(st.integers(1, 15))
    return oracle.Policy(
        window_months=window_months,
        slim_margin=draw(shares),
        platinum_share=min(first, second),
        gold_share=max(first, second),
        platinum_rank=draw(shares),
        loyal_months=draw(st.integers(0, min(3, window_months))),
        buffer=draw(st.sampled_from(["0", "0.05", "0.5"]).map(Decimal)),
        patience=draw(st.integers(0, 3)),
        min_months=draw(st.sampled_from([0, 0, 1, 3, 6, 12])),
        **draw(weighed),
    )


@st.composite
def entry(draw: Any, account: int, revenue: Decimal, cost: Decimal) -> oracle.Entry:
    """Of any kind; only a sale has revenue."""
    kind = draw(st.sampled_from(["sale", "sale", "rebate", "complaint", "service"]))
    return oracle.Entry(account, draw(days), revenue if kind == "sale" else Decimal(0), cost, draw(rates), kind)


@st.composite
def entries(draw: Any, account: int, plain: bool) -> list[oracle.Entry]:
    """`plain`: tens without cost or other currency, whose sums fall on the boundaries again and again."""
    if plain:
        tens = Decimal(draw(st.integers(-1, 8))) * 10
        return [oracle.Entry(account, dt.date(2025, month, 1), tens, Decimal(0)) for month in range(5, 12)][
            : draw(st.sampled_from([1, 5, 6]))
        ]
    revenue, cost = draw(pairs)
    if draw(st.booleans()):
        months = draw(st.integers(1, 7))
        return [
            oracle.Entry(account, dt.date(2025, 9 - month, 5), revenue, cost) for month in range(min(months, 5))
        ] + [oracle.Entry(account, dt.date(2026, 3 - month, 5), revenue, cost) for month in range(max(0, months - 5))]
    return [draw(entry(account, revenue, cost)) for _ in range(draw(st.integers(0, 3)))]


@st.composite
def companies(draw: Any, most: int = 9) -> oracle.Company:
    """Accounts 0 … n−1 with entries, visits of persons 0 and 1, cost rates, a night before, pins."""
    accounts = list(range(draw(st.integers(0, most))))
    company = oracle.Company(accounts)
    plain = draw(st.booleans())
    for account in accounts:
        company.entries += draw(entries(account, plain))
        if not plain and draw(st.integers(0, 3)) == 0:
            minutes, spent = draw(st.integers(0, 700)), draw(st.sampled_from(["0", "12.50", "300"]).map(Decimal))
            visit = oracle.Visit(account, draw(st.integers(0, 1)), draw(days), minutes, spent, draw(rates))
            company.visits.append(visit)
        if not plain and draw(st.integers(0, 3)) == 0:
            minutes, paid = draw(st.integers(0, 700)), draw(st.sampled_from(["0", "12.50", "300"]).map(Decimal))
            taken = oracle.Complaint(account, draw(st.integers(0, 1)), draw(days), minutes, paid, draw(rates))
            company.complaints.append(taken)
        if draw(st.booleans()):
            months = draw(st.sets(st.sampled_from([dt.date(2026, 1, 1), dt.date(2026, 2, 1), dt.date(2026, 3, 1)])))
            company.before[account] = oracle.Before(
                draw(st.one_of(tiers, st.just(""))), draw(tiers), tuple(sorted(months))
            )
        if draw(st.integers(0, 6)) == 0:
            company.pins[account] = draw(tiers)
        company.marks[account] = draw(marks)
    starts = draw(st.sets(st.tuples(st.sampled_from([0, None]), days), max_size=4))
    for person, since in sorted(starts, key=str):
        amount = draw(st.decimals(0, 500, places=2, allow_nan=False))
        company.hourly.append(oracle.Hourly(person, since, amount))
    return company


def put(company: oracle.Company, policy: oracle.Policy, people: list[User]) -> dict[int, int]:
    """Writes it all into the empty database; {account of the oracle: id in the database}, in the same order."""
    TierPolicy.objects.update(**asdict(policy))
    owner = people[0]
    fields = {"owner": owner, "team": owner.team, "sort_key": "", "search_text": ""}
    rows = Account.objects.bulk_create(Account(name=f"A{n}", **fields) for n in company.accounts)
    ids = {n: row.pk for n, row in zip(company.accounts, rows, strict=True)}
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            account_id=ids[e.account],
            date=e.date,
            kind=e.kind,
            revenue=e.revenue,
            cost=e.cost,
            rate=e.rate,
            currency="XXX",
        )
        for e in company.entries
    )
    Visit.objects.bulk_create(_visit(visit, ids, people) for visit in company.visits)
    Complaint.objects.bulk_create(_complaint(row, ids, people) for row in company.complaints)
    CostRate.objects.bulk_create(
        CostRate(user=None if h.person is None else people[h.person], valid_from=h.valid_from, hourly=h.amount)
        for h in company.hourly
    )
    _put_night_before(company, ids)
    TierPin.objects.bulk_create(
        TierPin(account_id=ids[n], tier=tier, reason="x", expires_on=DATE) for n, tier in company.pins.items()
    )
    KeyMark.objects.bulk_create(
        KeyMark(account_id=ids[n], factor=factor, mark=mark)
        for n, marked in company.marks.items()
        for factor, mark in marked.items()
    )
    return ids


def _visit(visit: oracle.Visit, ids: dict[int, int], people: list[User]) -> Visit:
    noon = timezone.make_aware(dt.datetime.combine(visit.day, dt.time(12)))
    return Visit(
        account_id=ids[visit.account],
        by=people[visit.person],
        starts_at=noon,
        minutes=visit.minutes,
        expenses=visit.expenses,
        rate=visit.rate,
        currency="XXX",
    )


def _complaint(row: oracle.Complaint, ids: dict[int, int], people: list[User]) -> Complaint:
    noon = timezone.make_aware(dt.datetime.combine(row.day, dt.time(12)))
    return Complaint(
        account_id=ids[row.account],
        handler=people[row.person],
        text="x",
        received_at=noon,
        due_at=noon,
        minutes=row.minutes,
        compensation=row.compensation,
        rate=row.rate,
        currency="XXX",
    )


def _put_night_before(company: oracle.Company, ids: dict[int, int]) -> None:
    ScoringRun.objects.create(business_date=NIGHT_BEFORE, state="done", rated=1, finished_at=timezone.now())
    sums = dict.fromkeys(("revenue", "cost", "cost_to_serve", "profit"), 0)
    TierDecision.objects.bulk_create(
        TierDecision(
            valid_from=NIGHT_BEFORE,
            account_id=ids[n],
            tier=before.tier,
            computed_tier=before.computed,
            rule="ordinary",
            months_past=list(before.months_past),
            **sums,
        )
        for n, before in company.before.items()
    )


def decided(company: oracle.Company, ids: dict[int, int], date: dt.date = DATE) -> dict[int, oracle.Decision]:
    """What the database decided, in the oracle's form."""
    found = {row.account_id: row for row in placed(decisions(date), date)}
    assert set(found) == set(ids.values())
    return {n: _as_oracle(found[ids[n]]) for n in company.accounts}


def _as_oracle(row: TierDecision) -> oracle.Decision:
    names = ("revenue", "cost", "cost_to_serve", "rebates", "complaints", "services", "minutes", "entries", "rank")
    decision = oracle.Decision(**{name: getattr(row, name) for name in names}, active_months=row.active_months)
    assert decision.profit == row.profit
    return replace(
        decision,
        computed=row.computed_tier,
        computed_rule=row.computed_rule,
        tier=row.tier,
        rule=row.rule,
        to_next=row.to_next,
        next_tier=row.next_tier,
        to_lower=row.to_lower,
        to_rise=row.to_rise,
        rise_tier=row.rise_tier,
        to_fall=row.to_fall,
        months_past=tuple(row.months_past),
    )
