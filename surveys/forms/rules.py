from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import EditForm, VisibleForm
from surveys.choices import Asks
from surveys.models import SurveyPoint, SurveyRule
from surveys.services import PointSpec
from surveys.services.rules import MOST_POSITION

_VERSION: dict[str, Any] = {"min_value": 1, "max_value": 2**31 - 1, "widget": forms.HiddenInput}
_NAMES = ("position", "text", "text_zh", "is_offered")
NEW = "new"


class PointsForm(VisibleForm):
    """The whole questionnaire at once, each row's version along with it, and room for a new point."""

    def __init__(self, *args: Any, rows: Iterable[SurveyPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            self.fields[f"version_{row.pk}"] = forms.IntegerField(initial=row.version, **_VERSION)
            self._add(str(row.pk), row)
        self.fields[f"kind_{NEW}"] = forms.ChoiceField(choices=Asks.choices, label=_("What it is about"))
        self.fields[f"kind_{NEW}"].required = False
        self._add(NEW, None)

    def _add(self, key: str, row: SurveyPoint | None) -> None:
        known = row is not None
        last = max((each.position for each in self.rows), default=0) + 1
        self.fields |= {
            f"position_{key}": forms.IntegerField(
                min_value=1, max_value=MOST_POSITION, required=known, label=_("Place"),
                initial=row.position if row else last,
            ),
            f"text_{key}": forms.CharField(
                max_length=120, required=known, label=_("What is asked"), initial=row.text if row else ""
            ),
            f"text_zh_{key}": forms.CharField(
                max_length=120, required=known, label=_("What is asked, in Chinese"),
                initial=row.text_zh if row else "",
            ),
            f"is_offered_{key}": forms.BooleanField(
                required=False, label=_("Asked"), initial=row.is_offered if row else True
            ),
        }  # fmt: skip

    @property
    def groups(self) -> list[tuple[SurveyPoint | None, list[Any]]]:
        """The fields of each point, and at the end those of a new one."""
        known = [(row, [self[f"{name}_{row.pk}"] for name in ("version", *_NAMES)]) for row in self.rows]
        return [*known, (None, [self[f"{name}_{NEW}"] for name in ("kind", *_NAMES)])]

    def typed(self) -> list[PointSpec]:
        data = self.cleaned_data
        specs = [
            PointSpec(row, data[f"version_{row.pk}"], row.kind, *(data[f"{name}_{row.pk}"] for name in _NAMES))
            for row in self.rows
        ]
        if data[f"text_{NEW}"] or data[f"text_zh_{NEW}"]:
            last = max((spec.position for spec in specs), default=0) + 1
            kind, place = data[f"kind_{NEW}"] or Asks.SATISFACTION, data[f"position_{NEW}"] or last
            specs.append(PointSpec(None, 1, kind, place, data[f"text_{NEW}"], data[f"text_zh_{NEW}"]))
        return specs


class SurveyRuleForm(EditForm):
    class Meta:
        model = SurveyRule
        fields: ClassVar = ["link_days", "stale_days"]
