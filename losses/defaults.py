"""As shipped: why customers leave, with the shares that the practitioner material prints; what answers each is ours."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .choices import Approach
from .models import LossReason

REASONS = (
    ("Closed down or died", "去世或歇业", "0.01", Approach.CONTACT),
    ("Moved away", "搬迁", "0.03", Approach.CONTACT),
    ("Influenced by another company", "受其他公司影响", "0.05", Approach.CONTACT),
    ("Lured away by price", "被低价吸引", "0.09", Approach.OFFER),
    ("Dissatisfied with product or service", "对产品或服务不满", "0.14", Approach.REPAIR),
    ("Our staff's indifference", "我方员工态度冷漠", "0.68", Approach.CONTACT),
)


def ensure_defaults(**_signal: Any) -> None:
    """Fills in what is missing; leaves every row that is there alone."""
    LossReason.objects.bulk_create(
        (
            LossReason(position=place, text=text, text_zh=text_zh, reference=Decimal(share), approach=approach)
            for place, (text, text_zh, share, approach) in enumerate(REASONS, start=1)
        ),
        ignore_conflicts=True,
    )
