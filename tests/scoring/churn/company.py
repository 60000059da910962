"""Companies that buy as the model supposes, or as no model should believe; and rows of fits."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from scoring.churn.panel import Purchases
from scoring.models import ChurnFit, LedgerEntry
from teams.models import User
from tests.cast import make_account

TODAY = dt.date(2026, 3, 31)
PLAIN = {
    "r": 0.25, "alpha": 4.4, "a": 0.8, "b": 2.4, "has_dropout": True, "log_likelihood": -1.0, "intercept": 0.0,
    "weights": [1.0, 0.0, 0.0, 0.0, 0.0],
}  # fmt: skip


def simulate(n: int, days: int, *, r: float, alpha: float, a: float, b: float, seed: int = 1) -> Purchases:
    """`n` accounts that first buy within the first third of `days` and then as BG/NBD says (rates a week)."""
    dice = np.random.default_rng(seed)
    rates, drops = dice.gamma(r, 1 / alpha, n), dice.beta(a, b, n)
    rows = []
    for account in range(n):
        day = start = int(dice.integers(0, days // 3))
        rows.append((account, day))
        exact = float(start)
        while True:
            exact += 7 * dice.exponential(1 / max(rates[account], 1e-9))
            if exact > days:
                break
            if int(exact) > day:
                day = int(exact)
                rows.append((account, day))
            if dice.random() < drops[account]:
                break
    account_of, day_of = np.array(rows).T
    return Purchases(account_of, day_of + 700_000, np.full(len(rows), 100.0))


def by_chance(n: int, days: int, orders: int, seed: int = 1) -> Purchases:
    """Everybody buys on `orders` days drawn alike: nothing can be told about anybody."""
    dice = np.random.default_rng(seed)
    rows = [(account, day) for account in range(n) for day in np.unique(dice.integers(0, days, orders))]
    account_of, day_of = np.array(rows).T
    return Purchases(account_of, day_of + 700_000, np.full(len(rows), 100.0))


def book_all(owner: User, purchases: Purchases, *, last: dt.date = TODAY) -> list[Any]:
    """The purchases as accounts with ledger entries, moved so that the last is on `last`; the accounts in order."""
    shift = last.toordinal() - int(purchases.day.max())
    accounts = [make_account(owner, f"Account {number}") for number in range(int(purchases.account.max()) + 1)]
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            account=accounts[account], date=dt.date.fromordinal(int(day) + shift), revenue=round(float(value), 2),
            currency="CNY",
        )
        for account, day, value in zip(purchases.account, purchases.day, purchases.value, strict=True)
    )  # fmt: skip
    return accounts


def make_fit(**fields: Any) -> ChurnFit:
    fields = {"as_of": TODAY, "horizon_days": 91, "state": "fitted", "method": "plain", "parameters": PLAIN} | fields
    return ChurnFit.objects.create(**fields)
