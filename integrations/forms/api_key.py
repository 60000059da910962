from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import VisibleForm
from integrations.scopes import SCOPES
from teams.models import User


class ApiKeyForm(VisibleForm):
    """A new key: for oneself; an administrator chooses for whom."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("What will use it, for example “Web shop” or “Nightly report”.")
    )
    user = forms.ModelChoiceField(
        User.objects.filter(is_active=True),
        label=_("Acts as"),
        help_text=_("The key sees and may do what this person sees and may do, no more."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        choices=list(SCOPES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none, and the key may do whatever the person may."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        if not user.sees_all:
            del self.fields["user"]
