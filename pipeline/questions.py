"""The sixteen questions of an opportunity review as shipped. Our own set: the source names sixteen and prints none."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.db import transaction

from pipeline.choices import ReviewGroup
from pipeline.models import QuestionSet, ReviewQuestion, ReviewRule

A_GROUP: Final = 4
"""Questions in each of the four groups: scores of all versions are then comparable."""


class Shipped(NamedTuple):
    text: str
    text_zh: str
    hint: str
    hint_zh: str


QUESTIONS: Final = {
    ReviewGroup.NEED: (
        Shipped(
            "Has the customer named the problem in their own words?",
            "客户是否亲口说出了自己的问题？",
            "Who said it, when, in which words",
            "谁、何时、原话是什么",
        ),
        Shipped(
            "Does it cost them something that they can put in figures?",
            "问题造成的损失，客户能否用数字说明？",
            "A figure from the customer, not our estimate",
            "客户给出的数字，而不是我方估计",
        ),
        Shipped(
            "Is there a budget, or somebody who can make one?",
            "是否有预算，或有人能批出预算？",
            "Amount, from whose budget, approved by whom",
            "金额、出自谁的预算、由谁批准",
        ),
        Shipped(
            "Is there a date by which something must have happened?",
            "是否有必须完成的期限？",
            "The date, and what happens to them if it passes",
            "期限是哪天，错过了对客户有何后果",
        ),
    ),
    ReviewGroup.COMPETE: (
        Shipped(
            "Do we know by which criteria it is decided?",
            "我们是否知道按什么标准决策？",
            "The criteria in writing, and who wrote them",
            "书面标准，以及由谁制定",
        ),
        Shipped(
            "Do we meet those that count most, as the customer sees it?",
            "最重要的标准，客户是否认为我们达到了？",
            "A trial, a reference, a test that they have seen",
            "客户看过的试用、案例或测试",
        ),
        Shipped(
            "Do we know the competitors, doing nothing included?",
            "我们是否了解竞争对手（包括“什么都不做”）？",
            "Who, preferred by whom, what they will do next",
            "是谁、谁支持他们、他们下一步做什么",
        ),
        Shipped(
            "Have we the people and the time that it takes?",
            "我们是否有足够的人和时间？",
            "Names and days, agreed with those who lead them",
            "人名和天数，并已与其主管商定",
        ),
    ),
    ReviewGroup.WIN: (
        Shipped(
            "Have we met the decision-maker, who wants it?",
            "我们是否见过决策人，且决策人想要？",
            "When, and what is in it for them",
            "何时见面，对其个人有何好处",
        ),
        Shipped(
            "Does somebody inside act for us when we are not there?",
            "我们不在场时，客户内部是否有人替我们说话？",
            "What they did for us last, unasked",
            "最近主动为我们做了什么",
        ),
        Shipped(
            "Do we know how it is decided, and who can say no?",
            "我们是否知道决策流程，以及谁能否决？",
            "The steps, the dates, every person who must agree",
            "步骤、日期、每一位须同意的人",
        ),
        Shipped(
            "Has the customer told us why they would choose us?",
            "客户是否说过为什么会选择我们？",
            "Their reason, in their words",
            "客户的理由，用客户的话",
        ),
    ),
    ReviewGroup.WORTH: (
        Shipped(
            "Does it earn enough after discount, cost and effort?",
            "扣除折扣、成本和投入后，利润是否足够？",
            "The margin that is left, calculated",
            "算出来的剩余毛利",
        ),
        Shipped(
            "Does it bring us on at an account or in a field that we want?",
            "是否有助于我们想要的客户或领域？",
            "What becomes possible afterwards",
            "赢下之后能做什么",
        ),
        Shipped(
            "Can we deliver what we promise?",
            "承诺的我们能否交付？",
            "Confirmed by those who will deliver it",
            "交付的人已经确认",
        ),
        Shipped(
            "Is the effort until the order in proportion to the chance?",
            "到下单为止的投入与胜算是否相称？",
            "Days still to spend, against what they would bring elsewhere",
            "还要花多少天，用在别处能带来什么",
        ),
    ),
}


def ensure_questions(**_signal: Any) -> None:
    """Creates the first version and the rule of the week where there is none; never touches what somebody changed."""
    with transaction.atomic():
        ReviewRule.current()
        if QuestionSet.objects.exists():
            return
        first = QuestionSet.objects.create(version=1)
        shipped = [(group, question) for group, questions in QUESTIONS.items() for question in questions]
        ReviewQuestion.objects.bulk_create(
            ReviewQuestion(set=first, position=position, group=group, **question._asdict())
            for position, (group, question) in enumerate(shipped, 1)
        )
