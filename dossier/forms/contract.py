"""What people type of a contract. Shapes only; what belongs together is the services' to say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from dossier.models import Contract, ContractReminder
from dossier.models.reminder import MOST_DAYS
from dossier.services import ReminderSpec
from foundation import clock
from foundation.forms import EditForm, VisibleForm, VisibleModelForm
from teams.models import User
from teams.queries import handlers_for

_VERSION: dict[str, Any] = {"min_value": 1, "max_value": 2**31 - 1, "widget": forms.HiddenInput}
_TERMS = [
    "title", "kind", "number", "signed_on", "starts_on", "ends_on", "notice_days", "renews", "renewal_months", "value",
    "currency", "owner", "notes",
]  # fmt: skip
_DAYS = {"signed_on": forms.DateField, "starts_on": forms.DateField, "ends_on": forms.DateField}


class _Terms(forms.BaseForm):
    def offer(self, user: Any, owner: int) -> None:
        """Who may be responsible: colleagues within reach, and who is it now."""
        self.fields["owner"].queryset = handlers_for(user) | User.objects.filter(pk=owner)  # type: ignore[attr-defined]
        self.fields["currency"].required = False
        self.fields["notes"].widget.attrs["rows"] = 3
        helped = {
            "signed_on": _("Empty: a draft."),
            "ends_on": _("Empty: runs until somebody terminates it."),
            "notice_days": _("How many days before its end notice is to be given at the latest."),
            "renewal_months": _("Counts where it renews by itself."),
        }
        for name, text in helped.items():
            self.fields[name].help_text = text

    def clean(self) -> Any:
        """Constraints of the table are the last resort; a service says it in words."""
        return self.cleaned_data


class ContractNewForm(_Terms, VisibleModelForm):
    class Meta:
        model = Contract
        fields: ClassVar = _TERMS
        field_classes: ClassVar = _DAYS

    def __init__(self, *args: Any, user: Any, owner: int, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.offer(user, owner)
        began = {"owner": owner, "currency": currency, "starts_on": clock.today()}
        self.initial = {**began, **self.initial}


class ContractRenewForm(ContractNewForm):
    """The one that follows: begins with what stands in the one before, whose version goes along."""

    version = forms.IntegerField(**_VERSION)


class ContractForm(_Terms, EditForm):
    class Meta:
        model = Contract
        fields: ClassVar = _TERMS
        field_classes: ClassVar = _DAYS

    def __init__(self, *args: Any, instance: Contract, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, user=user, **kwargs)
        self.offer(user, instance.owner_id)


class TerminateForm(VisibleForm):
    version = forms.IntegerField(**_VERSION)
    terminated_on = forms.DateField(label=_("Its last day"))
    end_note = forms.CharField(max_length=2000, label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}))


class RemindersForm(VisibleForm):
    """Every tier at once; each row's version goes along."""

    def __init__(self, *args: Any, rows: Iterable[ContractReminder], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for row in self.rows:
            self.fields[f"version_{row.pk}"] = forms.IntegerField(initial=row.version, **_VERSION)
            self.fields[f"days_{row.pk}"] = forms.IntegerField(
                min_value=0, max_value=MOST_DAYS, label=row.tier_name, initial=row.days
            )

    def typed(self) -> list[ReminderSpec]:
        data = self.cleaned_data
        return [ReminderSpec(row, data[f"version_{row.pk}"], data[f"days_{row.pk}"]) for row in self.rows]
