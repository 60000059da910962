"""The six stages as shipped: keys, names and probabilities from domain §6; criteria and normal days are our own."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import transaction

from pipeline.choices import Category
from pipeline.models import FlagRule, ForecastRule, Stage, StageCriterion


class Shipped(NamedTuple):
    key: str
    name: str
    name_zh: str
    probability: int
    normal_days: int
    category: str
    criteria: tuple[tuple[str, str], ...]


STAGES = (
    Shipped(
        "leads", "Leads", "导引", 10, 14, Category.PIPELINE,
        (
            ("The customer has named a need or a problem of their own", "客户已亲口说出需求或问题"),
            ("We know who at the customer would use it and who would pay", "已知客户中谁使用、谁付款"),
        ),
    ),
    Shipped(
        "prospect", "Prospect", "潜在机会", 20, 21, Category.PIPELINE,
        (
            ("The customer looks into a solution and has put a person in charge", "客户同意研究方案，并指定了负责人"),
            ("The customer has told us by when the problem must be solved", "客户已告知问题须在何时之前解决"),
        ),
    ),
    Shipped(
        "opportunity", "Opportunity", "机会", 30, 30, Category.PIPELINE,
        (
            ("A budget exists or has been applied for", "预算已有或已申请"),
            ("The customer has explained how and by whom it will be decided", "客户已说明由谁、如何决策"),
            ("We have met the decision-maker", "已与决策人见面"),
        ),
    ),
    Shipped(
        "pipeline", "Pipeline", "评估中", 50, 30, Category.BEST,
        (
            ("The customer compares offers by written criteria that we have seen", "客户按书面标准比较，我方已见标准"),
            ("Users have tried or seen the solution and confirmed that it serves", "使用人已试用或看过方案并确认适用"),
        ),
    ),
    Shipped(
        "upside", "Upside", "高可能", 60, 21, Category.BEST,
        (
            ("The decision-maker has told us that we are preferred", "决策人已告知我方为首选"),
            ("Price and terms lie on the table and no objection is left open", "价格与条款已提出，无未解决的异议"),
        ),
    ),
    Shipped(
        "committed", "Committed", "承诺", 70, 14, Category.COMMIT,
        (
            ("The customer has promised the order, by a date", "客户已承诺下单并给出日期"),
            ("The purchaser has started the order or the contract", "采购人已启动订单或合同流程"),
        ),
    ),
)  # fmt: skip


def ensure_defaults(**_signal: Any) -> None:
    """Creates the rules of red flags and of the forecast, and the six stages where there is none at all; never touches
    what somebody changed."""
    with transaction.atomic():
        ForecastRule.current()
        FlagRule.objects.get_or_create(pk=1)
        if Stage.every.exists():
            return
        stages = Stage.objects.bulk_create(
            Stage(position=position, **_columns(shipped)) for position, shipped in enumerate(STAGES, 1)
        )
        StageCriterion.objects.bulk_create(
            StageCriterion(stage=stage, position=position, text=text, text_zh=text_zh)
            for stage, shipped in zip(stages, STAGES, strict=True)
            for position, (text, text_zh) in enumerate(shipped.criteria, 1)
        )


def _columns(shipped: Shipped) -> dict[str, Any]:
    return {name: value for name, value in shipped._asdict().items() if name != "criteria"}
