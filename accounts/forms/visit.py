"""Planning and reporting visits: few fields, each filled with the best guess."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext

from accounts.choices import Channel, Outcome
from accounts.models import Account, Contact, Visit
from accounts.queries.visit import with_open_step
from accounts.rules import MOST_MINUTES, NO_PLACE, check_place
from foundation import clock, days
from foundation.errors import RuleBroken
from foundation.forms import EditForm, VisibleForm

SOON = [1, 3, 7, 14, 28]
"""Days ahead that a thumb can choose for the next step."""


class PeopleField(forms.ModelMultipleChoiceField):
    """People of one account, as chips; whoever is archived stays choosable where he was chosen."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self) -> None:
        super().__init__(Contact.objects.none(), required=False, label=_("Whom"))

    def label_from_instance(self, contact: Any) -> str:
        named = {"name": contact.name, "title": contact.title}
        return pgettext("name and post", "%(name)s, %(title)s") % named if contact.title else contact.name


class PlaceField(forms.CharField):
    """Where the phone is, as static/js/check_in.js writes it: latitude, longitude, accuracy in metres."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, max_length=60)

    def to_python(self, value: Any) -> Any:
        """The columns of the visit; none of them where nobody checked in. ValidationError: what is no place."""
        if not (typed := super().to_python(value)):
            return {}
        latitude, longitude, accuracy = _numbers(typed)
        place = {"latitude": latitude, "longitude": longitude, "place_accuracy": int(accuracy)}
        try:
            check_place(place)
        except RuleBroken as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        return place


def _numbers(typed: str) -> list[Decimal]:
    parts = typed.split(",")
    if len(parts) != len(NO_PLACE) or not all(_is_number(part) for part in parts):
        raise forms.ValidationError(_("The place cannot be read. Note it once more, or save without it."))
    return [Decimal(part) for part in parts]


_is_number = re.compile(r"-?\d{1,8}(\.\d{1,6})?", re.ASCII).fullmatch


class StepsField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self) -> None:
        super().__init__(Visit.objects.none(), required=False, label=_("Settled by this visit"))

    def label_from_instance(self, visit: Any) -> str:
        return f"{visit.next_step} ({days.relative_day(visit.next_step_on, clock.today())})"


def _channel() -> forms.ChoiceField:
    return forms.ChoiceField(choices=Channel.choices, label=_("Channel"), widget=forms.RadioSelect)


def _outcome() -> forms.ChoiceField:
    return forms.ChoiceField(choices=Outcome.choices, label=_("Outcome"), widget=forms.RadioSelect)


def _in_days(ahead: int) -> str:
    if ahead % 7 == 0:
        return str(ngettext_lazy("in %(n)d week", "in %(n)d weeks", ahead // 7) % {"n": ahead // 7})
    return days.relative_day(clock.today() + dt.timedelta(days=ahead), clock.today())


def _soon() -> list[tuple[str, str]]:
    return [(str(ahead), _in_days(ahead)) for ahead in SOON]


class _AtAccount(VisibleForm):
    """Everything that is chosen among the account's own: `plan` says which visit is reported.

    `account` is None where a phone asks later whose it is.
    """

    contacts = PeopleField()
    channel = _channel()

    def __init__(self, *args: Any, account: Account | None, plan: Visit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_people(self, account, plan)
        if "closes" in self.fields:
            open_steps = with_open_step(Visit.objects.filter(account=account)).order_by("next_step_on")
            self.fields["closes"].queryset = open_steps  # type: ignore[attr-defined]


def choose_people(form: forms.BaseForm, account: Account | None, visit: Visit | None = None) -> None:
    people = Contact.objects.filter(account=account, archived_at=None)
    if visit:
        people = people | Contact.objects.filter(pk__in=visit.contacts.values("pk"))
    form.fields["contacts"].queryset = people.order_by("sort_key", "pk")  # type: ignore[attr-defined]


class _Report(_AtAccount):
    outcome = _outcome()
    summary = forms.CharField(
        label=_("What was said"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=200)
    next_step_in = forms.ChoiceField(choices=_soon, label=_("By when"), required=False, widget=forms.RadioSelect)
    next_step_on = forms.DateField(label=_("or on"), required=False)
    closes = StepsField()
    place = PlaceField()
    starts_at = forms.DateTimeField(label=_("When"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=MOST_MINUTES)
    purpose = forms.CharField(label=_("Purpose"), required=False, max_length=200)
    expenses = forms.DecimalField(label=_("Expenses"), required=False, min_value=0, max_digits=18, decimal_places=2)
    currency = forms.CharField(label=_("Currency"), required=False, max_length=3)

    def clean(self) -> dict[str, Any]:
        """The chosen chip becomes the date, unless a date was typed or there is nothing to do."""
        data = super().clean() or self.cleaned_data
        ahead = data.pop("next_step_in", "")
        if data.get("next_step") and not data.get("next_step_on") and ahead:
            data["next_step_on"] = clock.today() + dt.timedelta(days=int(ahead))
        data["expenses"] = data.get("expenses") or 0
        data["currency"] = (data.get("currency") or "").upper()
        return data | (data.pop("place", None) or {})


class ReportForm(_Report):
    """Log a visit. `client_id` makes sending it twice one visit, also after a lost connection."""

    client_id = forms.UUIDField(widget=forms.HiddenInput(attrs={"data-kept": ""}))


class ReportOfPlanForm(_Report):
    """A planned visit is reported."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class PlanForm(_AtAccount):
    starts_at = forms.DateTimeField(label=_("When"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=MOST_MINUTES, initial=60)
    purpose = forms.CharField(label=_("Purpose"), required=False, max_length=200)
    client_id = forms.UUIDField(widget=forms.HiddenInput(attrs={"data-kept": ""}))
    field_order = ["starts_at", "contacts", "channel", "purpose", "minutes", "client_id"]


class _VisitEdit(EditForm):
    contacts = PeopleField()
    channel = _channel()
    starts_at = forms.DateTimeField(label=_("When"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_people(self, self.instance.account, self.instance)
        self.initial["starts_at"] = timezone.localtime(self.instance.starts_at).replace(second=0, microsecond=0)

    @property
    def changes(self) -> dict[str, Any]:
        """The minute in the field is the visit's own minute unless another one was typed."""
        changes = super().changes
        if "starts_at" not in self.changed_data:
            del changes["starts_at"]
        return changes


class ReportEditForm(_VisitEdit):
    outcome = _outcome()
    forget_place = forms.BooleanField(label=_("Forget where it was"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.has_place:
            del self.fields["forget_place"]

    @property
    def changes(self) -> dict[str, Any]:
        changes = super().changes
        return changes | (NO_PLACE if changes.pop("forget_place", False) else {})

    class Meta:
        model = Visit
        fields = [
            "contacts", "channel", "outcome", "summary", "next_step", "next_step_on", "starts_at", "minutes",
            "purpose", "expenses", "currency",
        ]  # fmt: skip


class PlanEditForm(_VisitEdit):
    class Meta:
        model = Visit
        fields = ["starts_at", "contacts", "channel", "purpose", "minutes"]
