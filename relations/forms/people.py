from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import Influence, Stance
from accounts.models import Contact
from accounts.queries.colleague import who_sees
from foundation import clock
from foundation.forms import VisibleForm
from relations.choices import BuyerType, Closeness, Level
from relations.models import Acquaintance, Referral
from relations.queries.people import not_below
from teams.models import User

_VERSION: dict[str, Any] = {"max_value": 2**31 - 1, "widget": forms.HiddenInput}


class SuperiorForm(VisibleForm):
    """Whom somebody reports to: anybody else of the account, or nobody. Whoever stands below is not offered; chosen
    all the same, by a drop, the service says what is wrong with it."""

    version = forms.IntegerField(min_value=1, **_VERSION)
    reports_to = forms.ModelChoiceField(Contact.objects.none(), required=False, label=_("Reports to"))

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Contact.objects.visible_to(self.user).filter(account=contact.account_id, archived_at=None)
        field = self.fields["reports_to"]
        field.queryset = others.exclude(pk=contact.pk)  # type: ignore[attr-defined]
        offered = not_below(contact.pk, others.order_by("sort_key", "pk"))
        field.widget.choices = [("", field.empty_label), *((row.pk, str(row)) for row in offered)]  # type: ignore[attr-defined]
        self.initial = {"version": contact.version, "reports_to": contact.reports_to_id}


class _OfPerson(VisibleForm):
    """About a person, beginning with what is kept; version 0 where nothing is."""

    version = forms.IntegerField(min_value=0, **_VERSION)
    names: tuple[str, ...] = ()

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"version": row.version if row else 0}
        self.initial |= {name: getattr(row, name) for name in self.names if row}


class ProfileForm(_OfPerson):
    influence = forms.TypedChoiceField(
        choices=Influence.choices, coerce=int, label=_("Influence"), widget=forms.RadioSelect, initial=Influence.MEDIUM
    )
    stance = forms.ChoiceField(
        choices=Stance.choices, label=_("Stance"), widget=forms.RadioSelect, initial=Stance.UNKNOWN
    )
    cares_about = forms.CharField(max_length=300, required=False, label=_("Cares about"))
    hobbies = forms.CharField(max_length=300, required=False, label=_("Hobbies"))
    names = ("influence", "stance", "cares_about", "hobbies")


def _window(label: Any) -> forms.CharField:
    return forms.CharField(max_length=1000, required=False, label=label, widget=forms.Textarea(attrs={"rows": 3}))


class AssessmentForm(_OfPerson):
    self_control = forms.ChoiceField(
        choices=[("", _("Unknown")), *Level.choices], required=False, label=_("Control of self"),
        widget=forms.RadioSelect, help_text=_("High: keeps feelings and words in check."),
    )  # fmt: skip
    others_control = forms.ChoiceField(
        choices=[("", _("Unknown")), *Level.choices], required=False, label=_("Control of others"),
        widget=forms.RadioSelect, help_text=_("High: states, demands, decides; low: asks and waits."),
    )  # fmt: skip
    buyer_type = forms.ChoiceField(
        choices=[("", _("Unknown")), *BuyerType.choices], required=False, label=_("Buyer type")
    )
    shared = _window(_("Both of us know"))
    blind = _window(_("They know, we do not"))
    protected = _window(_("We know, they need not"))
    unknown = _window(_("Neither of us knows yet"))
    names = ("self_control", "others_control", "buyer_type", "shared", "blind", "protected", "unknown")


class AcquaintanceForm(_OfPerson):
    """What was said of somebody before, to be changed; or somebody anew: everybody of us who sees the account, whatever
    his team, and is not noted yet; the reader himself is proposed."""

    version = forms.IntegerField(min_value=0, required=False, **_VERSION)
    person = forms.ModelChoiceField(User.objects.none(), label=_("Who of us"))
    closeness = forms.TypedChoiceField(
        choices=Closeness.choices, coerce=int, label=_("How well"), widget=forms.RadioSelect, initial=Closeness.WORKS
    )
    note = forms.CharField(max_length=200, required=False, label=_("How come"))
    names = ("closeness", "note")

    def __init__(self, *args: Any, contact: Contact, row: Any, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        noted = Acquaintance.objects.filter(contact=contact).values("person")
        offered = User.objects.filter(pk=row.person_id) if row else who_sees(contact.account).exclude(pk__in=noted)
        self.fields["person"].queryset = offered.order_by("name", "pk")  # type: ignore[attr-defined]
        self.initial["person"] = row.person_id if row else self.user.pk

    def clean_version(self) -> int:
        return self.cleaned_data["version"] or 0


class ReferralForm(VisibleForm):
    """Who brought us an account: picked among all people whom the reader sees."""

    introducer = forms.ModelChoiceField(Contact.objects.all(), label=_("Introduced by"))
    on = forms.DateField(label=_("Day"))
    note = forms.CharField(max_length=300, required=False, label=_("How it came about"))

    def __init__(self, *args: Any, referral: Referral | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"] = forms.IntegerField(min_value=0, **_VERSION)
        self.initial = {"version": referral.version if referral else 0, "on": clock.today()}
        if referral:
            self.initial |= {"introducer": referral.introducer_id, "on": referral.on, "note": referral.note}
