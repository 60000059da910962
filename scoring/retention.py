"""What keeping customers is worth: the margins of an average customer's life, discounted. Nothing here reads a row."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

REFERENCES = [
    (_("Mail order"), Decimal("0.20")),
    (_("Car-service chain"), Decimal("0.30")),
    (_("Software"), Decimal("0.35")),
    (_("Insurance broking"), Decimal("0.50")),
    (_("Credit cards"), Decimal("1.25")),
]
"""Published: how much more a customer is worth at 5 points less churn. One study of 1990; its range is 25 to 85 %."""
REFERENCE_RANGE = (Decimal("0.25"), Decimal("0.85"))


class Finding(StrEnum):
    """Whether the two values can be told, and if not, why."""

    OK = "ok"
    NO_MARGIN = "no_margin"
    LOSS = "loss"
    CHURN_UNKNOWN = "churn_unknown"
    NO_CHURN = "no_churn"
    ENDLESS = "endless"


def life_value(margin: Decimal, churn: Decimal, discount: Decimal) -> Decimal | None:
    """m · Σ (r/(1+d))^t over the years t = 0, 1, 2 …, with r = 1 − churn. None where the sum has no end: nobody ever
    leaves, and a margin of whenever is worth one of today."""
    if churn + discount == 0:
        return None
    return margin * (1 + discount) / (churn + discount)


@dataclass(frozen=True)
class Keeping:
    """Assumptions, and what follows. `margin` is a year's profit of an average account, `churn` the share that leaves
    in a year, both None where the company's own are not known; `points` is how much less churn is asked about."""

    margin: Decimal | None
    churn: Decimal | None
    discount: Decimal
    points: Decimal
    accounts: int

    @property
    def finding(self) -> Finding:
        if self.margin is None:
            return Finding.NO_MARGIN
        if self.churn is None:
            return Finding.CHURN_UNKNOWN
        if self.churn == 0:
            return Finding.NO_CHURN
        if self.discount + (self.churn_then or 0) == 0:
            return Finding.ENDLESS
        return Finding.OK if self.margin > 0 else Finding.LOSS

    @property
    def churn_then(self) -> Decimal | None:
        """Never below none at all; None where nobody knows the churn of now."""
        return None if self.churn is None else max(self.churn - self.points, Decimal(0))

    @property
    def is_capped(self) -> bool:
        """Churn cannot fall by so many points."""
        return self.churn is not None and 0 < self.churn < self.points

    @property
    def points_told(self) -> str:
        """The points as people say them: 5, 2.5."""
        return f"{(self.points * 100).normalize():f}"

    @property
    def now(self) -> Decimal | None:
        return self._value(self.churn)

    @property
    def then(self) -> Decimal | None:
        return self._value(self.churn_then)

    @property
    def gain(self) -> Decimal | None:
        """For one account."""
        return None if self.now is None or self.then is None else self.then - self.now

    @property
    def gain_share(self) -> Decimal | None:
        """Of the value now; the same whatever the margin, and not defined where that is not above zero."""
        return self.gain / self.now if self.gain is not None and self.now and self.now > 0 else None

    @property
    def total(self) -> Decimal | None:
        """For all accounts."""
        return None if self.gain is None else self.gain * self.accounts

    @property
    def years(self) -> Decimal | None:
        """How long an average account stays."""
        return 1 / self.churn if self.churn else None

    @property
    def years_then(self) -> Decimal | None:
        return 1 / self.churn_then if self.churn_then else None

    def _value(self, churn: Decimal | None) -> Decimal | None:
        if self.margin is None or churn is None:
            return None
        return life_value(self.margin, churn, self.discount)
