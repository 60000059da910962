"""What one account said: in short for its page, and over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import get_language

from accounts.models import Account
from foundation.figures import is_chinese
from surveys.choices import LOYALTY, Asks, Way
from surveys.models import Survey, SurveyLine

SHOWN = 12
"""Surveys side by side: three years of quarters."""


@dataclass(frozen=True)
class Told:
    """An answered survey as the account's page tells it; `worst`: the dimension to mend first, "" for none."""

    id: int
    at: dt.datetime
    gap: Decimal
    worst: str
    way: Way
    contact: str
    comment: str

    @property
    def is_below(self) -> bool:
        return self.gap < 0


def with_surveys(accounts: QuerySet[Account], most: int) -> QuerySet[Account]:
    """Brings the latest answered surveys along, so that `surveys_told` asks no more."""
    rows = Survey.objects.answered().filter(account=OuterRef("pk")).order_by("-answered_at", "-id")
    told = JSONObject(
        id="id", at="answered_at", gap="gap", way="way", comment="comment", contact=F("contact__name"),
        worst=F("worst__text"), worst_zh=F("worst__text_zh"),
    )  # fmt: skip
    return accounts.annotate(surveys_told=ArraySubquery(rows.values(told=told)[:most]))


def surveys_told(account: Any) -> list[Told]:
    """Of an account as `with_surveys` gives it, the latest first."""
    worst = "worst_zh" if is_chinese(get_language() or "en") else "worst"
    return [
        Told(
            row["id"], dt.datetime.fromisoformat(row["at"]), Decimal(str(row["gap"])), row[worst] or "",
            Way(row["way"]), row["contact"] or "", row["comment"],
        )
        for row in account.surveys_told
    ]  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One dimension or statement through all surveys shown: `cells` has a line or None for each."""

    name: str
    kind: Asks
    cells: list[SurveyLine | None]

    @property
    def latest(self) -> SurveyLine | None:
        return next((cell for cell in self.cells if cell is not None), None)


def rows_of(surveys: Iterable[Survey]) -> list[Row]:
    """Each point that any of these surveys (the latest first, with their lines) asked; worded as it was last."""
    surveys = list(surveys)
    points: dict[int, SurveyLine] = {}
    by_survey: list[dict[int, SurveyLine]] = []
    for survey in surveys:
        lines = {line.point_id: line for line in survey.lines.all()}
        by_survey.append(lines)
        points = {**lines, **points}
    known = sorted(points.values(), key=lambda line: (list(Asks).index(Asks(line.kind)), line.position, line.point_id))
    return [Row(str(line), Asks(line.kind), [lines.get(line.point_id) for lines in by_survey]) for line in known]


def loyalty_of(survey: Survey) -> list[tuple[Any, Decimal | None]]:
    """(kind of loyalty, mean mark or None)."""
    return [(kind.label, getattr(survey, kind.value)) for kind in LOYALTY]
