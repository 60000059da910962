from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contact
from care.choices import Level, Satisfaction
from care.models import Complaint
from care.rules import MOST_MINUTES
from foundation.forms import VisibleForm
from teams.models import User
from teams.queries import handlers_for

_VERSION: dict[str, Any] = {"min_value": 1, "max_value": 2**31 - 1, "widget": forms.HiddenInput}


def _long(label: Any, rows: int = 3, **kwargs: Any) -> forms.CharField:
    return forms.CharField(max_length=2000, label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def _satisfaction(*, required: bool) -> forms.TypedChoiceField:
    choices = [*([] if required else [("", _("not asked yet"))]), *Satisfaction.choices]
    return forms.TypedChoiceField(
        choices=choices, coerce=int, empty_value=None, required=required, label=_("Satisfaction afterwards")
    )


class _AtAccount(VisibleForm):
    """Who complains is one of the account's own; who handles it, one of ours."""

    text = _long(_("What is wrong"))
    contact = forms.ModelChoiceField(Contact.objects.none(), required=False, label=_("Who complains"))
    handler = forms.ModelChoiceField(User.objects.none(), label=_("Handler"))

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Contact.objects.filter(account=account, archived_at=None).order_by("sort_key", "pk")
        self.fields["contact"].queryset = people  # type: ignore[attr-defined]
        self.fields["handler"].queryset = handlers_for(self.user)  # type: ignore[attr-defined]
        self.fields["handler"].initial = account.owner_id


class ComplaintNewForm(_AtAccount):
    level = forms.TypedChoiceField(
        choices=Level.choices, coerce=int, initial=Level.GRIEVANCE, label=_("Level"), widget=forms.RadioSelect
    )
    field_order = ("text", "level", "contact", "handler")


class _Cost(forms.Form):
    minutes = forms.IntegerField(min_value=0, max_value=MOST_MINUTES, label=_("Minutes spent"))
    compensation = forms.DecimalField(min_value=0, max_digits=18, decimal_places=2, label=_("Compensation"))
    currency = forms.RegexField(r"^[A-Z]{3}\Z", label=_("Currency"))


class ComplaintForm(_AtAccount, _Cost):
    """An edit while it is open."""

    version = forms.IntegerField(**_VERSION)

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, account=complaint.account, **kwargs)
        chosen = User.objects.filter(pk=complaint.handler_id)
        known: Any = self.fields["handler"]
        known.queryset = known.queryset | chosen
        for name in self.fields:
            value = getattr(complaint, name)
            self.fields[name].initial = getattr(value, "pk", value)


class CloseForm(VisibleForm, _Cost):
    """What came of it, what it cost, how content the customer is."""

    version = forms.IntegerField(**_VERSION)
    result = _long(_("What came of it"))
    satisfaction = _satisfaction(required=False)
    field_order = ("version", "result", "satisfaction", "minutes", "compensation", "currency")

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].initial = getattr(complaint, name)


class EscalateForm(VisibleForm):
    version = forms.IntegerField(**_VERSION)
    reason = forms.CharField(max_length=300, label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = complaint.version


class RateForm(VisibleForm):
    version = forms.IntegerField(**_VERSION)
    satisfaction = _satisfaction(required=True)

    def __init__(self, *args: Any, complaint: Complaint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = complaint.version
        self.fields["satisfaction"].initial = complaint.satisfaction
