"""What of a company's sums a reader may work out who sees a part of it: shares and distances, rounded."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final

from scoring.models import TierPolicy
from teams.visibility import sees_everything

PER_CENT: Final = Decimal("0.01")


def as_seen(decisions: Sequence[Any], reader: Any) -> list[Any]:
    """Placed decisions as `reader` may be told them. Who sees everything is told all digits.

    Two exact shares of neighbours, or two exact distances, would tell the profit of the whole company; one alone may be
    the distance to another team's account. Shares are cut to whole per cents, on the same side of the policy's limits;
    distances are rounded up to two digits of the larger of them and the account's profit: still enough, but not the
    least. Not so where it goes by the account's own revenue alone.
    """
    if not sees_everything(reader):
        for row in decisions:
            row.is_rounded = True
            row.profit_above = cut_share(row.profit_above, row.night.policy)
            for name in row.rounded:
                setattr(row, name, two_digits(getattr(row, name, None), row.profit))
    return list(decisions)


def cut_share(share: Decimal | None, policy: TierPolicy | None) -> Decimal | None:
    """In whole per cents, never across a limit of the policy."""
    if share is None:
        return None
    cut = share.quantize(PER_CENT, ROUND_FLOOR)
    limits = [policy.platinum_share, policy.gold_share] if policy else []
    return max([cut, *(Decimal(limit) for limit in limits if limit <= share)])


def two_digits(amount: Decimal | None, beside: Decimal = Decimal(0)) -> Decimal | None:
    """Rounded up: 1,157.23 is 1,200; beside 21,571 it is 2,000."""
    if amount is None or amount <= 0:
        return amount
    step = Decimal(1).scaleb(max(amount.adjusted() - 1, beside.adjusted() - 1 if beside else -2, -2))
    return (amount / step).to_integral_value(ROUND_CEILING) * step
