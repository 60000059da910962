"""What people type of what a customer spends, and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contact
from foundation import clock
from foundation.forms import EditForm, VersionForm, VisibleModelForm
from pipeline.models import Competitor
from scoring.forms import PercentField
from teams.models import Company, User
from teams.queries import handlers_for

from .models import Estimate, Part, WalletRule
from .rules import month_ended
from .services import PartSpec

_FIELDS = ["amount", "currency", "until", "source", "contact", "heard_on", "heard_by", "note"]
_PART = ("competitor", "share", "strengths", "weaknesses")
BLANK, MOST = 3, 12


class EstimateForm(VisibleModelForm):
    """One estimate with a line for each competitor there: those of the last one, and room for some more."""

    class Meta:
        model = Estimate
        fields: ClassVar = _FIELDS
        field_classes: ClassVar = {"until": forms.DateField, "heard_on": forms.DateField}

    def __init__(self, *args: Any, account: Account, known: Sequence[Part], user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        people = Contact.objects.filter(account=account, archived_at=None).order_by("sort_key", "pk")
        self.fields["contact"].queryset = people  # type: ignore[attr-defined]
        self.fields["heard_by"].queryset = handlers_for(user) | User.objects.filter(pk=user.pk)  # type: ignore[attr-defined]
        self.fields["until"].help_text = _("What they spent in the twelve months that end with this day.")
        self.fields["note"].widget.attrs["rows"] = 2
        today, currency = clock.today(), Company.current().base_currency
        self.initial = {
            "heard_by": user.pk, "heard_on": today, "until": month_ended(today), "currency": currency, **self.initial,
        }  # fmt: skip
        self.lines = min(len(known) + BLANK, MOST)
        offered = Competitor.objects.visible_to(user).filter(retired_at=None) | Competitor.objects.filter(
            pk__in=[part.competitor_id for part in known]
        )
        for number in range(1, self.lines + 1):
            self._add(number, known[number - 1] if number <= len(known) else None, offered)

    def _add(self, number: int, part: Part | None, offered: Any) -> None:
        told = {name: getattr(part, f"{name}_id" if name == "competitor" else name, None) for name in _PART}
        self.fields |= {
            f"competitor_{number}": forms.ModelChoiceField(
                offered, required=False, label=_("Competitor"), initial=told["competitor"]
            ),
            f"share_{number}": PercentField(required=False, label=_("Their part, %"), initial=told["share"]),
            f"strengths_{number}": forms.CharField(
                max_length=300, required=False, label=_("Why they buy there"), initial=told["strengths"]
            ),
            f"weaknesses_{number}": forms.CharField(
                max_length=300, required=False, label=_("Where they are weak"), initial=told["weaknesses"]
            ),
        }

    @property
    def parts(self) -> list[tuple[int, list[Any]]]:
        """Number and fields of each competitor that something is said of, and of one more."""
        filled = [number for number, fields in self._parts if any(field.value() for field in fields)]
        return self._parts[: max(filled, default=0) + 1]

    @property
    def more_parts(self) -> list[tuple[int, list[Any]]]:
        """Room for further ones."""
        return self._parts[len(self.parts) :]

    @cached_property
    def _parts(self) -> list[tuple[int, list[Any]]]:
        return [(number, [self[f"{name}_{number}"] for name in _PART]) for number in range(1, self.lines + 1)]

    def clean(self) -> Any:
        """Each line with something in it names whom it is about. Constraints are said in words by the service."""
        data = self.cleaned_data
        for number in range(1, self.lines + 1):
            said = [data.get(f"{name}_{number}") for name in _PART[1:]]
            if data.get(f"competitor_{number}") is None and any(value not in (None, "") for value in said):
                self.add_error(f"competitor_{number}", _("Choose whom this is about."))
        return data

    def typed(self) -> dict[str, Any]:
        data = self.cleaned_data
        lines = [[data[f"{name}_{number}"] for name in _PART] for number in range(1, self.lines + 1)]
        parts = [PartSpec(*line) for line in lines if line[0] is not None]
        return {**{name: data[name] for name in _FIELDS}, "parts": parts}


class WithdrawForm(VersionForm):
    note = forms.CharField(max_length=300, label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}))


class WalletRuleForm(EditForm):
    small_below = PercentField(label=_("A small part: share below, %"))
    leading_from = PercentField(label=_("Main supplier: share from, %"))

    class Meta:
        model = WalletRule
        fields: ClassVar = ["small_below", "leading_from", "stale_days"]
