"""The five steps of developing a target account as shipped: names from domain §6, what each needs is our own."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.db import transaction

from pipeline.models import DevelopmentStep


class Shipped(NamedTuple):
    name: str
    name_zh: str
    needs: str
    needs_zh: str


STEPS: Final = (
    Shipped(
        "Choose the target",
        "选定目标",
        "Why this account: what it could be worth in a year\n"
        "Who supplies it now, and what it is dissatisfied with\n"
        "Who decides, and a way to this person",
        "为什么选这个客户：一年可能带来多少\n现在由谁供货，对什么不满\n谁做决定，如何接触到此人",
    ),
    Shipped(
        "Present ourselves",
        "展示",
        "We were heard by somebody who decides or advises\n"
        "They named a problem of their own\n"
        "They agreed to a next meeting with a subject",
        "向决策人或影响者做过介绍\n对方说出自己的问题\n对方同意就某个议题再次见面",
    ),
    Shipped(
        "Assess the value",
        "价值评估",
        "What the problem costs them, in their figures\n"
        "What our solution brings them and costs them\n"
        "What the account would bring us, cost to serve included",
        "问题给客户造成多少损失（客户的数字）\n我们的方案为客户带来多少、要花多少\n客户能为我们带来多少（已扣除服务成本）",
    ),
    Shipped(
        "Build the relationship",
        "建立关系",
        "Decision-maker, user and purchaser are known to us\n"
        "Somebody inside speaks for us\n"
        "A first small promise was given and kept",
        "决策人、使用人、采购人都已认识\n客户内部有人替我们说话\n已有一次小的承诺并已兑现",
    ),
    Shipped(
        "Close",
        "成交",
        "Price and terms are agreed\nThe first order or contract is signed\nWho looks after the account from now on",
        "价格和条款已谈妥\n首单或合同已签\n明确今后由谁负责",
    ),
)


def ensure_steps(**_signal: Any) -> None:
    """Creates the five steps where there is none at all; never touches what somebody changed."""
    with transaction.atomic():
        if not DevelopmentStep.objects.exists():
            DevelopmentStep.objects.bulk_create(
                DevelopmentStep(position=position, **step._asdict()) for position, step in enumerate(STEPS, 1)
            )
