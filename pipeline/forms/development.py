"""What people type in development records, and what each step needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.forms import EditForm, VersionForm, VisibleModelForm
from pipeline.choices import Status, reasons_for
from pipeline.models import Development, DevelopmentStep


class DevelopmentForm(VisibleModelForm):
    class Meta:
        model = Development
        fields = ["account", "goal", "competitor"]

    def clean(self) -> dict[str, Any]:
        """That an account is developed once at a time is judged by the database when it is written."""
        return self.cleaned_data

    def validate_constraints(self) -> None:
        """See `clean`."""


class DevelopmentEditForm(EditForm):
    class Meta:
        model = Development
        fields = ["goal", "competitor"]


class RecordForm(VersionForm):
    """What was done in the present step, and which of its needs are there now."""

    note = forms.CharField(max_length=2000, label=_("What was done"), widget=forms.Textarea(attrs={"rows": 3}))
    on = forms.DateField(label=_("Day"), initial=clock.today)
    met = forms.MultipleChoiceField(required=False, label=_("There now"), widget=forms.CheckboxSelectMultiple)
    documents = forms.CharField(
        max_length=2000,
        required=False,
        label=_("Documents"),
        help_text=_("A link or the name of a paper on each line."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, missing: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["met"].choices = [(text, text) for text in missing]  # type: ignore[attr-defined]
        if not missing:
            del self.fields["met"]


class FailForm(VersionForm):
    reason = forms.ChoiceField(label=_("Why?"), widget=forms.RadioSelect, choices=lambda: reasons_for(Status.LOST))
    lesson = forms.CharField(
        max_length=500, label=_("What the next one should know"), widget=forms.Textarea(attrs={"rows": 3})
    )


class DevelopmentStepForm(EditForm):
    class Meta:
        model = DevelopmentStep
        fields = ["name", "name_zh", "needs", "needs_zh"]
