from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.forms import VisibleForm
from relations.choices import LEVELS, Mark
from relations.models import HelpRequest, MarkAdvice, Wall
from relations.services import AdviceSpec
from teams.models import User
from teams.queries import helpers_of, superiors_of

_VERSION: dict[str, Any] = {"max_value": 2**31 - 1, "widget": forms.HiddenInput}
ANSWER_WITHIN = dt.timedelta(days=7)


class WallForm(VisibleForm):
    """The four marks, beginning with those that stand; version 0 where nobody marked it yet."""

    version = forms.IntegerField(min_value=0, **_VERSION)

    def __init__(self, *args: Any, wall: Wall | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = wall.version if wall else 0
        for mark, levels in LEVELS.items():
            self.fields[mark.value] = forms.TypedChoiceField(
                choices=list(enumerate(levels)), coerce=int, label=mark.label, widget=forms.RadioSelect,
                initial=getattr(wall, mark.value, None),
            )  # fmt: skip
        self.fields["note"] = forms.CharField(label=_("Why"), max_length=300, required=False)


class HelpForm(VisibleForm):
    """Colleagues and superiors; the nearest superior is suggested."""

    mark = forms.ChoiceField(choices=Mark.choices, label=_("Mark"))
    helper = forms.ModelChoiceField(User.objects.none(), label=_("Who is asked"))
    text = forms.CharField(max_length=500, label=_("What would help"), widget=forms.Textarea(attrs={"rows": 3}))
    due_on = forms.DateField(label=_("By when"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["helper"].queryset = helpers_of(self.user)  # type: ignore[attr-defined]
        self.fields["helper"].initial = superiors_of(self.user).first()
        self.fields["due_on"].initial = clock.today() + ANSWER_WITHIN


class HelpAnswerForm(VisibleForm):
    version = forms.IntegerField(min_value=1, **_VERSION)
    answer = forms.CharField(max_length=500, label=_("What came of it"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, request_for_help: HelpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = request_for_help.version


class AdviceForm(VisibleForm):
    """The advice on all four marks at once, and their order; each row's version goes along."""

    def __init__(self, *args: Any, rows: Iterable[MarkAdvice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            self.fields |= {
                f"version_{row.mark}": forms.IntegerField(min_value=1, initial=row.version, **_VERSION),
                f"position_{row.mark}": forms.IntegerField(
                    min_value=1, max_value=len(Mark), label=_("Place"), initial=row.position
                ),
                f"advice_{row.mark}": self._text(_("What to do"), row.advice),
                f"advice_zh_{row.mark}": self._text(_("What to do, in Chinese"), row.advice_zh),
            }

    @property
    def groups(self) -> list[tuple[MarkAdvice, list[Any]]]:
        """The fields of each mark."""
        names = ("version", "position", "advice", "advice_zh")
        return [(row, [self[f"{name}_{row.mark}"] for name in names]) for row in self.rows]

    def typed(self) -> list[AdviceSpec]:
        data, names = self.cleaned_data, ("version", "position", "advice", "advice_zh")
        return [AdviceSpec(row, *(data[f"{name}_{row.mark}"] for name in names)) for row in self.rows]

    @staticmethod
    def _text(label: Any, initial: str) -> forms.CharField:
        return forms.CharField(max_length=1000, label=label, initial=initial, widget=forms.Textarea(attrs={"rows": 2}))
