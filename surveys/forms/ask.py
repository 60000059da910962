"""Whom we ask, about what; what was answered in conversation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contact, Visit
from care.choices import Satisfaction
from care.models import Complaint
from foundation import clock
from foundation.forms import VersionForm, VisibleForm
from pipeline.models import Opportunity
from surveys.models.point import MOST_LINK_DAYS

from .answers import AnswersForm

LATELY = dt.timedelta(days=180)
"""Visits that are offered as the occasion."""
_ABOUT = ("contact", "visit", "opportunity", "complaint")


class _VisitChoice(forms.ModelChoiceField):
    def label_from_instance(self, row: Any) -> str:
        return f"{timezone.localdate(row.starts_at):%Y-%m-%d}"


class _About(VisibleForm):
    """People and occasions of the account; what an address names (`?complaint=7`) is chosen."""

    contact = forms.ModelChoiceField(Contact.objects.none(), required=False, label=_("Whom we ask"))
    visit = _VisitChoice(Visit.objects.none(), required=False, label=_("After which visit"))
    opportunity = forms.ModelChoiceField(Opportunity.objects.none(), required=False, label=_("After which deal"))
    complaint = forms.ModelChoiceField(Complaint.objects.none(), required=False, label=_("After which complaint"))

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        since = timezone.now() - LATELY
        visits = Visit.objects.filter(account=account, state="logged", starts_at__gte=since)
        deals = Opportunity.objects.visible_to(self.user).filter(account=account, archived_at=None)
        offered: dict[str, Any] = {
            "contact": Contact.objects.filter(account=account, archived_at=None).order_by("sort_key", "pk"),
            "visit": visits.order_by("-starts_at", "-pk"),
            "opportunity": deals.order_by("-pk"),
            "complaint": Complaint.objects.filter(account=account).order_by("-pk"),
        }
        for name, rows in offered.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    @property
    def about(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in _ABOUT}


class AskForm(_About):
    """For a link."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language of the questions"))
    link_days = forms.IntegerField(min_value=1, max_value=MOST_LINK_DAYS, label=_("Days that the link works"))
    field_order = (*_ABOUT[:1], "language", "link_days", *_ABOUT[1:])


class RecordForm(_About, AnswersForm):
    """Answered in conversation."""

    answered_on = forms.DateField(label=_("Answered on"))
    satisfaction = forms.TypedChoiceField(
        choices=[("", "–"), *Satisfaction.choices], coerce=int, empty_value=None, required=False,
        label=_("Content with what was done about the complaint"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answered_on"].initial = clock.today()


class WithdrawForm(VersionForm):
    note = forms.CharField(max_length=300, label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}))
