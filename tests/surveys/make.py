"""Surveys made by their services, as people make them."""

from __future__ import annotations

from typing import Any

from accounts.models import Account
from surveys import services
from surveys.choices import Asks
from surveys.models import Survey, SurveyPoint
from surveys.services import Answer


def points(kind: str = Asks.SATISFACTION) -> list[SurveyPoint]:
    return list(SurveyPoint.objects.filter(kind=kind, is_offered=True))


def answers(*marks: tuple[int, int], loyalty: int | None = 4) -> list[Answer]:
    """(expectation, experience) of the first dimensions, and the same mark for every statement."""
    said = [Answer(point.pk, *pair) for point, pair in zip(points(), marks, strict=False)]
    if loyalty is not None:
        others = SurveyPoint.objects.exclude(kind=Asks.SATISFACTION)
        said += [Answer(point.pk, mark=loyalty) for point in others]
    return said


def recorded(account: Account, *marks: tuple[int, int], **fields: Any) -> Survey:
    said = answers(*(marks or ((4, 4), (4, 4))))
    return services.survey_record(**{"actor": account.owner, "account": account, "answers": said, **fields})


def asked(account: Account, **fields: Any) -> Survey:
    return services.survey_ask(**{"actor": account.owner, "account": account, "language": "en", **fields})


def typed(survey: Survey | None = None, *marks: tuple[int, int], **more: Any) -> dict[str, Any]:
    """A form as a browser sends it."""
    pairs = marks or ((5, 3), (4, 4))
    form: dict[str, Any] = {"comment": ""}
    for point, (expectation, experience) in zip(points(), pairs, strict=False):
        form |= {f"expectation_{point.pk}": expectation, f"experience_{point.pk}": experience}
    return form | more
