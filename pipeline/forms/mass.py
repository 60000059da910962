"""What people choose for many opportunities at once."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation.forms import VisibleForm
from teams.models import User


class ReassignForm(VisibleForm):
    """Who gets them; `seen` is the token of the preview that was shown."""

    owner = forms.ModelChoiceField(User.objects.filter(is_active=True), label=_("New owner"))
    seen = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)


class PlaceForm(VisibleForm):
    """The account of those that are ticked."""

    account = forms.ModelChoiceField(Account.objects.filter(archived_at=None), label=_("Account"))
