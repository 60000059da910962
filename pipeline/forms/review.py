"""What people type in an opportunity review, and the questions it asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.forms import EditForm, VisibleForm
from pipeline.choices import Answer, ReviewGroup
from pipeline.models import QuestionSet, ReviewAnswer, ReviewQuestion, ReviewRule
from pipeline.rules import WEAK
from pipeline.services import Given, Planned
from teams.models import User

_UNTIL = dt.timedelta(days=7)
"""When an action is due unless told otherwise."""


@dataclass(frozen=True)
class Asked:
    """A question with its bound fields."""

    question: ReviewQuestion
    answer: Any
    evidence: Any
    action: Any
    owner: Any
    due: Any


class ReviewForm(VisibleForm):
    """Sixteen questions: an answer, its evidence, and an action where the answer is weak. What was answered last time
    with the same questions stands there already; what is left open counts as unknown."""

    set_version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    note = forms.CharField(
        max_length=500, required=False, label=_("Conclusion"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, *args: Any, questions: QuestionSet, last: Sequence[ReviewAnswer], people: Iterable[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(questions.questions.all())
        self.last = {answer.question_id: answer for answer in last}
        self.people = {str(person.pk): person for person in people}
        self.initial["set_version"] = questions.version
        for question in self.asked:
            self._add(question)

    def _add(self, question: ReviewQuestion) -> None:
        key, last = question.pk, self.last.get(question.pk)
        who = [(pk, person.name) for pk, person in self.people.items()]
        self.fields[f"answer_{key}"] = forms.ChoiceField(
            choices=Answer.choices,
            required=False,
            label=f"{question.position}. {question}",
            help_text=question.advice,
            widget=forms.RadioSelect,
            initial=last.answer if last else None,
        )
        self.fields[f"evidence_{key}"] = forms.CharField(
            max_length=500, required=False, label=_("Evidence"), initial=last.evidence if last else ""
        )
        self.fields[f"action_{key}"] = forms.CharField(max_length=200, required=False, label=_("What we do about it"))
        self.fields[f"owner_{key}"] = forms.ChoiceField(choices=who, required=False, label=_("Who"))
        self.fields[f"due_{key}"] = forms.DateField(
            required=False, label=_("Until"), initial=lambda: clock.today() + _UNTIL
        )

    @property
    def groups(self) -> list[tuple[Any, list[Asked]]]:
        """Label and questions of each group."""
        return [(group.label, [self._bound(q) for q in self.asked if q.group == group]) for group in ReviewGroup]

    def _bound(self, question: ReviewQuestion) -> Asked:
        answer, evidence, action, owner, due = (
            self[f"{name}_{question.pk}"] for name in ("answer", "evidence", "action", "owner", "due")
        )
        return Asked(question, answer, evidence, action, owner, due)

    def clean(self) -> dict[str, Any]:
        """An action that was typed for an answer that is not weak any more is left out, as it is hidden then."""
        for question in self.asked:
            if self._plans(question.pk) and not self.cleaned_data.get(f"due_{question.pk}"):
                self.add_error(f"due_{question.pk}", _("Say by when."))
        return self.cleaned_data

    def _plans(self, key: int) -> bool:
        answer = self.cleaned_data.get(f"answer_{key}") or Answer.UNKNOWN
        return bool(self.cleaned_data.get(f"action_{key}")) and answer in WEAK

    @property
    def answers(self) -> dict[int, Given]:
        told = self.cleaned_data
        return {q.pk: Given(told[f"answer_{q.pk}"] or Answer.UNKNOWN, told[f"evidence_{q.pk}"]) for q in self.asked}

    @property
    def actions(self) -> list[Planned]:
        told, first = self.cleaned_data, next(iter(self.people))
        return [
            Planned(q.pk, told[f"action_{q.pk}"], self.people[told[f"owner_{q.pk}"] or first], told[f"due_{q.pk}"])
            for q in self.asked
            if self._plans(q.pk)
        ]


class QuestionsForm(VisibleForm):
    """All sixteen questions, both languages, and why they change."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    reason = forms.CharField(max_length=300, label=_("Why?"))

    def __init__(self, *args: Any, questions: QuestionSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(questions.questions.all())
        self.initial["version"] = questions.version
        for place, question in enumerate(self.asked):
            for name in ("text", "text_zh", "hint", "hint_zh"):
                column: Any = ReviewQuestion._meta.get_field(name)
                self.fields[f"{name}_{place}"] = forms.CharField(
                    max_length=column.max_length,
                    required=not column.blank,
                    label=column.verbose_name,
                    initial=getattr(question, name),
                )

    @property
    def groups(self) -> list[tuple[Any, list[tuple[int, list[Any]]]]]:
        """Label and (number, bound fields) of the questions of each group."""
        bound = [
            (question.group, place + 1, [self[f"{name}_{place}"] for name in ("text", "text_zh", "hint", "hint_zh")])
            for place, question in enumerate(self.asked)
        ]
        return [
            (group.label, [(number, fields) for key, number, fields in bound if key == group]) for group in ReviewGroup
        ]

    @property
    def texts(self) -> list[dict[str, str]]:
        names = ("text", "text_zh", "hint", "hint_zh")
        return [{name: self.cleaned_data[f"{name}_{place}"] for name in names} for place in range(len(self.asked))]


class ReviewRuleForm(EditForm):
    class Meta:
        model = ReviewRule
        fields = ["min_amount", "closing_days", "flagged"]
