"""What is typed in performance reviews."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.forms import EditForm, VisibleForm
from pipeline.models import PerformanceReview
from pipeline.models.performance import led_by
from teams.models import User


def _last_quarter() -> dt.date:
    return clock.add_months(clock.quarter_start(clock.today()), -3)


class PerformanceForm(VisibleForm):
    """Whom, and for which period: the last full quarter unless told otherwise."""

    person = forms.ModelChoiceField(User.objects.all(), label=_("Person"))
    starts_on = forms.DateField(label=_("First day"), initial=_last_quarter)
    ends_on = forms.DateField(
        label=_("Last day"), initial=lambda: clock.quarter_start(clock.today()) - dt.timedelta(days=1)
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        people = User.objects.filter(led_by(user), is_active=True).exclude(role="integration").exclude(pk=user.pk)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class NotesForm(EditForm):
    class Meta:
        model = PerformanceReview
        fields = ["results", "funnel", "activity", "gaps"]


class AgreedForm(VisibleForm):
    text = forms.CharField(max_length=300, label=_("What is agreed"))
    owner = forms.ModelChoiceField(User.objects.all(), label=_("Who"), empty_label=None)
    due_on = forms.DateField(label=_("Until"), initial=lambda: clock.today() + dt.timedelta(days=30))

    def __init__(self, *args: Any, review: PerformanceReview, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["owner"].queryset = User.objects.filter(pk__in=[review.person_id, user.pk])  # type: ignore[attr-defined]
        self.fields["owner"].initial = review.person_id
