"""What people type of what a customer expects."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from accounts.models import Account, Contact
from dossier.models import Expectation
from foundation import clock
from foundation.forms import EditForm, VisibleModelForm
from teams.models import User
from teams.queries import handlers_for

_FIELDS = ["text", "met", "contact", "heard_on", "heard_by"]


class _Heard(forms.BaseForm):
    def offer(self, user: Any, account: Account, hearer: int, contact: int | None = None) -> None:
        """`contact`: who is named already, though he may have left since."""
        people = Contact.objects.filter(Q(account=account, archived_at=None) | Q(pk=contact)).order_by("sort_key", "pk")
        self.fields["contact"].queryset = people  # type: ignore[attr-defined]
        self.fields["heard_by"].queryset = handlers_for(user) | User.objects.filter(pk=hearer)  # type: ignore[attr-defined]
        self.fields["text"].widget.attrs["rows"] = 3

    def clean(self) -> Any:
        """Constraints of the table are the last resort; a service says it in words."""
        return self.cleaned_data


class ExpectationNewForm(_Heard, VisibleModelForm):
    class Meta:
        model = Expectation
        fields: ClassVar = _FIELDS
        field_classes: ClassVar = {"heard_on": forms.DateField}

    def __init__(self, *args: Any, account: Account, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.offer(user, account, user.pk)
        self.initial = {"heard_by": user.pk, "heard_on": clock.today(), **self.initial}


class ExpectationChangeForm(ExpectationNewForm):
    """What they expect now; the version of what they expected goes along."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class ExpectationForm(_Heard, EditForm):
    class Meta:
        model = Expectation
        fields: ClassVar = _FIELDS
        field_classes: ClassVar = {"heard_on": forms.DateField}

    def __init__(self, *args: Any, instance: Expectation, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, user=user, **kwargs)
        self.offer(user, instance.account, instance.heard_by_id, instance.contact_id)
