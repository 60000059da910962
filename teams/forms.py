"""Shapes of what is typed; the rules are in services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.columns import MONEY, RATE
from foundation.forms import EditForm, VisibleForm, VisibleModelForm

from .models import Company, Team, User
from .models.company import currency_code
from .rules import zones

LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
"""In their own words, so that who lands in the wrong one finds the way back."""


def zone_choices(nothing: Any = None) -> list[tuple[str, Any]]:
    """Names people know (region/place, and UTC), first `nothing` where the choice may stay open."""
    places = sorted(name for name in zones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/")))
    named = [(name, name.replace("_", " ")) for name in ["UTC", *places]]
    return [*([("", nothing)] if nothing else []), *named]


class SignInForm(AuthenticationForm):
    username = UsernameField(
        label=_("Email"), widget=forms.EmailInput(attrs={"autofocus": True, "autocomplete": "username"})
    )
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("Nobody signs in with this email and password. Please check both."),
    }


class CompanyForm(EditForm):
    timezone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)

    class Meta:
        model = Company
        fields = ["name", "base_currency", "timezone", "night_hour"]


class TeamForm(VisibleModelForm):
    class Meta:
        model = Team
        fields = ["name", "parent"]


class TeamEditForm(EditForm):
    class Meta(TeamForm.Meta):
        pass


class _Personal(forms.Form):
    """What a person's pages follow."""

    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("The browser's")), *LANGUAGES])
    timezone = forms.ChoiceField(label=_("Time zone"), required=False, choices=lambda: zone_choices(_("The company's")))


class PersonForm(_Personal, VisibleModelForm):
    class Meta:
        model = User
        fields = ["name", "email", "role", "team", "language", "timezone"]
        labels = {"name": pgettext_lazy("of a person", "Name")}


class PersonEditForm(_Personal, EditForm):
    class Meta(PersonForm.Meta):
        pass


class RateForm(VisibleForm):
    currency = forms.CharField(label=_("Currency"), max_length=3, validators=[currency_code])
    date = forms.DateField(label=_("Valid from"))
    rate = forms.DecimalField(label=_("Rate to the base currency"), **RATE)


class CostRateForm(VisibleForm):
    user = forms.ModelChoiceField(
        label=_("Person"),
        queryset=User.objects.filter(is_active=True),
        required=False,
        empty_label=_("Everybody else"),
    )
    valid_from = forms.DateField(label=_("Valid from"))
    hourly = forms.DecimalField(label=_("Cost per hour"), **MONEY)


class PreferencesForm(_Personal, VisibleForm):
    theme = forms.ChoiceField(
        label=_("Appearance"),
        required=False,
        choices=[("", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
    )
