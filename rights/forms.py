"""What people type of the rule of the 4R check."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import Tier
from foundation.forms import EditForm

from .models import RightsRule


class RightsRuleForm(EditForm):
    key_tiers = forms.MultipleChoiceField(
        choices=Tier.choices, required=False, widget=forms.CheckboxSelectMultiple, label=_("Tiers asked for all")
    )

    class Meta:
        model = RightsRule
        fields: ClassVar = [
            "key_tiers", "objectives", "visit_share", "decider_days", "people_key", "people_other", "record_score",
            "expectation_days", "survey_days", "owner_days", "wall_marks",
        ]  # fmt: skip
