"""An estimate in figures: what part is ours, what part is named, what changed since the one before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from foundation import clock
from wallet.choices import Band
from wallet.models import Estimate, WalletRule
from wallet.rules import LEEWAY, WHOLE, band_of, left_of, share_of


@dataclass(frozen=True)
class Rival:
    """A competitor there; `share` of one, None where nobody knows it, `before` in the estimate before."""

    competitor_id: int
    name: str
    share: Decimal | None
    strengths: str
    weaknesses: str
    before: Decimal | None = None


@dataclass(frozen=True)
class Told:
    """Money in the base currency, `said` as it was told; `before` is our share in the estimate before."""

    id: int
    since: dt.date
    until: dt.date
    amount: Decimal
    said: Decimal
    currency: str
    ours: Decimal
    heard_on: dt.date
    rivals: Sequence[Rival]
    rule: WalletRule
    before: Decimal | None = None
    amount_before: Decimal | None = None

    @property
    def share(self) -> Decimal:
        return share_of(self.ours, self.amount) or Decimal(0)

    @property
    def change(self) -> Decimal | None:
        """Of our share, in points of one."""
        return None if self.before is None else self.share - self.before

    @property
    def band(self) -> Band:
        return band_of(self.share, self.rule.small_below, self.rule.leading_from)

    @property
    def left(self) -> Decimal:
        """Money that is spent elsewhere."""
        return max(self.amount - self.ours, Decimal(0))

    @property
    def unnamed(self) -> Decimal:
        """The part of which nobody knows who has it."""
        return max(left_of(self.share, (rival.share for rival in self.rivals)), Decimal(0))

    @property
    def together(self) -> Decimal:
        return WHOLE - left_of(self.share, (rival.share for rival in self.rivals))

    @property
    def is_too_small(self) -> bool:
        """Since it was written down the ledger has grown beyond what it leaves for us."""
        return self.together > WHOLE + LEEWAY

    @property
    def is_stale(self) -> bool:
        return self.heard_on < clock.today() - dt.timedelta(days=self.rule.stale_days)


def tell(rows: Iterable[Estimate], rule: WalletRule) -> list[tuple[Estimate, Told]]:
    """Of rows `with_ours` and their parts, the latest first: each beside what it says, against the one before it."""
    told: list[tuple[Estimate, Told]] = []
    earlier: Told | None = None
    for row in reversed(list(rows)):
        figures = _told(row, rule, earlier)
        told.append((row, figures))
        earlier = figures if row.counts else earlier
    return told[::-1]


def _told(row: Any, rule: WalletRule, earlier: Told | None) -> Told:
    known = {rival.competitor_id: rival.share for rival in earlier.rivals} if earlier else {}
    rivals = [
        Rival(part.competitor_id, str(part.competitor), part.share, part.strengths, part.weaknesses,
              known.get(part.competitor_id))
        for part in row.parts.all()
    ]  # fmt: skip
    return Told(
        row.pk, row.since, row.until, row.amount_base, row.amount, row.currency, row.ours, row.heard_on, rivals, rule,
        earlier.share if earlier else None, earlier.amount if earlier else None,
    )  # fmt: skip
