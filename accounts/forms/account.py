from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation.forms import EditForm, VisibleModelForm
from teams.models import Team

FIELDS = [
    "name", "industry", "territory", "nature", "kind", "value_level", "covered_by", "stage", "filtered_reason",
    "parent", "phone", "website", "address", "external_id", "notes",
]  # fmt: skip
HELP = {
    "value_level": _("1: price and cost decide. 2: relationship, function and risk. 3: an alliance of both companies."),
    "covered_by": _("Usual are phone and web on level 1, one person on level 2, a team on level 3."),
    "filtered_reason": _("Needed when the account is filtered out."),
    "external_id": _("Its number in another system."),
}


def _leave_to_the_service(exclude: Any = None) -> None:
    """Stands for a row's own check of its constraints."""


class Judged(VisibleModelForm):
    """What must be unique is judged by the database when it is written: asking before would leave a gap, and the
    answer would not stand at its field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.validate_constraints = _leave_to_the_service

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data


class AccountForm(Judged):
    """A new account. Who does not lead owns it himself."""

    class Meta:
        model = Account
        fields = [*FIELDS, "owner", "team"]
        help_texts = HELP

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        for name in ("owner", "team"):
            self.fields[name].required = False
            if not user.leads:
                del self.fields[name]


class AccountEditForm(Judged, EditForm):
    class Meta:
        model = Account
        fields = FIELDS
        help_texts = HELP

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        # A parent out of the reader's sight can be neither shown nor, by saving what is shown, be lost.
        hidden = self.instance.parent_id and not self.fields["parent"].queryset.filter(pk=self.instance.parent_id)  # type: ignore[attr-defined]
        if hidden:
            del self.fields["parent"]


class AssignForm(EditForm):
    """Owner, team, and the teams the account is shared with: as many of them as the reader sees."""

    teams = forms.ModelMultipleChoiceField(
        Team.objects.all(), required=False, label=_("Shared with"), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Account
        fields = ["owner", "team"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["teams"] = self.instance.shared_with
