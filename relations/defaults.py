"""What to do about each mark of the wall, as shipped; and which of equally low ones comes first. Our own."""

from __future__ import annotations

from typing import Any

from .choices import Mark
from .models import MarkAdvice

SHIPPED = (
    (
        Mark.CONTACT,
        "See those whom we have not met this quarter. Ask your superior to meet theirs, and agree on a regular date.",
        "拜访本季度尚未见面的人；请上级与对方上级会面，并约定定期沟通的日子。",
    ),
    (
        Mark.RAPPORT,
        "Find out what somebody there cares about besides business. Ask a colleague who knows them to introduce you.",
        "了解对方在公事之外关心什么；请熟悉对方的同事正式引见。",
    ),
    (
        Mark.PUSH,
        "Give them a reason to name us first: a proof from a similar customer, a training, a joint promotion.",
        "给对方一个首推我们的理由：同类客户的实例、一次培训、一次联合推广。",
    ),
    (
        Mark.SHARE,
        "Find out what they buy elsewhere and why, and offer to take over one article on trial.",
        "了解对方还从哪里采购、原因何在，并提出先试供一个品种。",
    ),
)


def ensure_defaults(**_signal: Any) -> None:
    """Fills in the marks without advice; leaves every row that is there alone."""
    rows = [
        MarkAdvice(mark=mark, position=place, advice=advice, advice_zh=advice_zh)
        for place, (mark, advice, advice_zh) in enumerate(SHIPPED, 1)
    ]
    MarkAdvice.objects.bulk_create(rows, ignore_conflicts=True)
