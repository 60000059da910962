"""As shipped: the eight keys of the practitioner material (what makes each hold is our own), and its three mixes."""

from __future__ import annotations

from typing import Any

from .models import KeyPoint, ResourceMix

KEYS = (
    (
        "Know the customer", "了解客户",
        "We can say what they buy, from whom, why, and who decides.", "说得出客户买什么、向谁买、为什么买、由谁决定。",
    ),
    (
        "Know the competitors", "了解竞争对手",
        "We know who else sells here, at what share, and what the customer likes about them.",
        "知道还有谁供货、各占多少份额、客户看中对方什么。",
    ),
    (
        "Know our profit there", "了解我方利润",
        "Margin and cost to serve of the last twelve months have been looked at together.",
        "一起看过最近十二个月的毛利和服务成本。",
    ),
    (
        "Plan and goals", "计划与目标",
        "Each objective has a number, a day and somebody who answers for it.", "每个目标都有数字、期限和负责人。",
    ),
    (
        "Records", "客户档案",
        "Accounts, people and visits are complete and fresh enough to hand over on Monday.",
        "客户、联系人和拜访记录完整及时，随时可以移交。",
    ),
    (
        "Service process", "服务流程",
        "Who answers what, and how fast, is agreed and kept.", "谁负责什么、多快响应，已约定并做到。",
    ),
    (
        "Win-win relationship", "双赢关系",
        "The customer can say what they gain from working with us.", "客户说得出与我们合作的好处。",
    ),
    (
        "Persistent action", "持续行动",
        "There is always a next action with a name and a day.", "始终有下一步行动，有人、有日期。",
    ),
)  # fmt: skip
MIXES = ((80, 10, 10), (60, 10, 30), (40, 30, 30))


def ensure_defaults(**_signal: Any) -> None:
    """Fills in what is missing; leaves every row that is there alone."""
    names = ("text", "text_zh", "hint", "hint_zh")
    keys = [
        KeyPoint(position=place, **dict(zip(names, texts, strict=True))) for place, texts in enumerate(KEYS, start=1)
    ]
    KeyPoint.objects.bulk_create(keys, ignore_conflicts=True)
    mixes = [
        ResourceMix(position=place, marketing=marketing, management=management, support=support)
        for place, (marketing, management, support) in enumerate(MIXES, start=1)
    ]
    ResourceMix.objects.bulk_create(mixes, ignore_conflicts=True)
