"""The questionnaire as a form: the same for the customer's own page and for a conversation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from care.choices import Satisfaction
from foundation.forms import VisibleForm
from surveys.choices import Asks
from surveys.models import SurveyLine
from surveys.rules import MARKS
from surveys.services import Answer
from surveys.services.survey import field_of

_PARTS = {True: ("expectation", "experience"), False: ("mark",)}
_LABELS = {
    "expectation": _("What you expect"),
    "experience": _("What it is like"),
    "mark": _("How far you agree"),
}


def _scale(label: Any) -> forms.TypedChoiceField:
    """0 stands for what does not apply."""
    marks = [(mark, str(mark)) for mark in MARKS]
    return forms.TypedChoiceField(
        choices=[(0, "–"), *marks], initial=0, coerce=lambda typed: int(typed) or None, empty_value=None,
        required=False, label=label, widget=forms.RadioSelect,
    )  # fmt: skip


class AnswersForm(VisibleForm):
    """`lines`: what is asked. `asks_about_complaint`: also how content they are with what was done."""

    comment = forms.CharField(
        max_length=2000, required=False, label=_("Anything else"), widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(
        self, *args: Any, lines: Iterable[SurveyLine], asks_about_complaint: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            for name in _PARTS[line.is_dimension]:
                self.fields[field_of(name, line.point_id)] = _scale(_LABELS[name])
        if asks_about_complaint:
            self.fields["satisfaction"] = forms.TypedChoiceField(
                choices=[("", "–"), *Satisfaction.choices], coerce=int, empty_value=None, required=False,
                label=_("How content are you with what was done about your complaint?"),
            )  # fmt: skip

    @property
    def dimensions(self) -> list[tuple[SurveyLine, list[Any]]]:
        return self._groups(Asks.SATISFACTION)

    @property
    def statements(self) -> list[tuple[SurveyLine, list[Any]]]:
        kinds = [kind for kind in Asks if kind != Asks.SATISFACTION]
        return [group for kind in kinds for group in self._groups(kind)]

    def _groups(self, kind: Asks) -> list[tuple[SurveyLine, list[Any]]]:
        """The fields of each line of that kind."""
        return [
            (line, [self[field_of(name, line.point_id)] for name in _PARTS[line.is_dimension]])
            for line in self.lines
            if line.kind == kind
        ]

    @property
    def answers(self) -> list[Answer]:
        """What was typed; a line without any mark is not answered."""
        found = [
            Answer(line.point_id, **{
                name: self.cleaned_data.get(field_of(name, line.point_id)) for name in _PARTS[line.is_dimension]
            })
            for line in self.lines
        ]  # fmt: skip
        return [answer for answer in found if any(mark is not None for mark in answer[1:])]

    @property
    def said(self) -> dict[str, Any]:
        return {
            "answers": self.answers,
            "comment": self.cleaned_data["comment"],
            "satisfaction": self.cleaned_data.get("satisfaction"),
        }
