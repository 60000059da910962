"""Purchases out of the ledger."""

from __future__ import annotations

import datetime as dt
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from accounts.models import Account
from foundation.sql import select

from .panel import Purchases

PURCHASES = Path(__file__).resolve().parent.parent / "leaving" / "purchases.sql"
BUCKETS = 1_000_000


def purchases(until: dt.date, sample_size: int) -> Purchases:
    """Customer-days with revenue up to `until`, of about `sample_size` accounts: the same ones each time."""
    accounts = max(Account._base_manager.count(), 1)
    share = min(BUCKETS, sample_size * BUCKETS // accounts + (accounts <= sample_size))
    rows = select(PURCHASES, {"until": until, "buckets": share})
    counts = np.array([len(row["days"]) for row in rows], dtype=np.int64)
    return Purchases(
        account=np.repeat(np.arange(len(rows)), counts),
        day=_flat(rows, "days", int(counts.sum())).astype(np.int64),
        value=_flat(rows, "revenues", int(counts.sum())),
    )


def _flat(rows: list[dict[str, Any]], name: str, size: int) -> Any:
    return np.fromiter(chain.from_iterable(row[name] for row in rows), dtype=np.float64, count=size)
