"""The questionnaire as shipped. The source names experience − expectation and the three kinds of loyalty, and prints no
questions: dimensions and statements are our own."""

from __future__ import annotations

from typing import Any

from .choices import Asks
from .models import SurveyPoint, SurveyRule

POINTS = (
    (Asks.SATISFACTION, "Product quality", "产品质量"),
    (Asks.SATISFACTION, "Delivery on time and complete", "交货准时、足量"),
    (Asks.SATISFACTION, "Worth its price", "物有所值"),
    (Asks.SATISFACTION, "Speed of service", "服务响应速度"),
    (Asks.SATISFACTION, "The people who look after you", "服务人员"),
    (Asks.SATISFACTION, "How complaints are handled", "投诉处理"),
    (Asks.COGNITIVE, "They are the best choice for what we need", "就我们的需求而言，他们是最佳选择"),
    (Asks.AFFECTIVE, "We like working with them", "我们乐意与他们合作"),
    (Asks.BEHAVIOURAL, "We will buy from them again", "我们会继续向他们采购"),
    (Asks.BEHAVIOURAL, "We would recommend them to others", "我们愿意把他们推荐给别人"),
)


def ensure_defaults(**_signal: Any) -> None:
    """The first questionnaire where there is none, and the rule."""
    SurveyRule.objects.get_or_create(pk=1)
    if not SurveyPoint.objects.exists():
        SurveyPoint.objects.bulk_create(
            SurveyPoint(position=place, kind=kind, text=text, text_zh=text_zh)
            for place, (kind, text, text_zh) in enumerate(POINTS, start=1)
        )
