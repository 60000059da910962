"""Shapes of what is typed; the rules are in services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.columns import MONEY, RATE
from foundation.forms import EditForm, VisibleForm, VisibleModelForm

from .digests import kinds
from .models import Company, DigestWish, Rhythm, Team, User
from .models.company import currency_code
from .rules import zones

LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
"""In their own words, so that who lands in the wrong one finds the way back."""


HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


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


class DigestsForm(VisibleForm):
    """Which digests the reader wants, and when: a tick and an hour for each kind."""

    def __init__(self, *args: Any, wishes: Mapping[str, DigestWish], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = kinds()
        for kind in self.kinds:
            wish = wishes.get(kind.key)
            self.fields[f"is_on_{kind.key}"] = forms.BooleanField(
                label=kind.title, help_text=kind.what, required=False, initial=bool(wish and wish.is_on)
            )
            self.fields[f"hour_{kind.key}"] = forms.TypedChoiceField(
                label=_("At"),
                coerce=int,
                choices=HOURS,
                initial=wish.hour if wish else DigestWish._meta.get_field("hour").default,
            )

    def typed(self) -> list[tuple[str, bool, int]]:
        """(kind, wanted, hour) of each."""
        data = self.cleaned_data
        return [(kind.key, data[f"is_on_{kind.key}"], data[f"hour_{kind.key}"]) for kind in self.kinds]


class SubscriptionForm(VisibleForm):
    rhythm = forms.ChoiceField(label=_("How often"), choices=Rhythm.choices, initial=Rhythm.WEEKLY)
    weekday = forms.TypedChoiceField(
        label=_("Weekday"),
        coerce=int,
        choices=list(WEEKDAYS.items()),
        initial=0,
        help_text=_("Of what comes every week."),
    )
    hour = forms.TypedChoiceField(label=_("At"), coerce=int, choices=HOURS, initial=7)


class PreferencesForm(_Personal, VisibleForm):
    theme = forms.ChoiceField(
        label=_("Appearance"),
        required=False,
        choices=[("", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))],
    )
