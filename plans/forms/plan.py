"""What people type in a plan. Shapes only: what adds up, and what belongs together, is the services' to say."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation import clock
from foundation.forms import EditForm, VersionForm, VisibleModelForm
from pipeline.forms.rows import RowsForm
from plans.models import AccountPlan, Objective, PlanAction
from plans.models.plan import MIX, SWOT
from teams.models import Team, User
from teams.queries import handlers_for

_WORDS = ["aim", *SWOT, *MIX, "notes"]
_NUMBERS = ["text", "baseline", "target", "unit", "due_on", "is_shared"]
_STEPS = ["text", "owner", "due_on", "objective", "resource", "hours", "is_shared"]
_DAYS = {"due_on": forms.DateField}
SOON = dt.timedelta(days=14)


class _Rules(forms.BaseForm):
    def clean(self) -> Any:
        """Constraints of the table are the last resort; a service says it in words."""
        return self.cleaned_data


class _Words(_Rules):
    """The plan's own fields: few lines each, the aim in one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aim"].help_text = _("One sentence that the customer would sign, too.")
        for name in (*SWOT, "notes"):
            self.fields[name].widget.attrs["rows"] = 3


class PlanNewForm(_Words, VisibleModelForm):
    class Meta:
        model = AccountPlan
        fields: ClassVar = ["year", *_WORDS]


class PlanForm(_Words, EditForm):
    class Meta:
        model = AccountPlan
        fields: ClassVar = _WORDS


class ObjectiveNewForm(_Rules, VisibleModelForm):
    class Meta:
        model = Objective
        fields: ClassVar = _NUMBERS
        field_classes: ClassVar = _DAYS

    def __init__(self, *args: Any, plan: AccountPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = dt.date(plan.year, 12, 31)


class ObjectiveForm(_Rules, EditForm):
    """Also what is reached, and that it is dropped."""

    class Meta:
        model = Objective
        fields: ClassVar = ["text", "reached", *_NUMBERS[1:], "is_dropped"]
        field_classes: ClassVar = _DAYS


class _Step(_Rules):
    """The owner is somebody of ours, the objective one of the plan's."""

    def offer(self, plan: AccountPlan, user: Any, owner: int) -> None:
        people = handlers_for(user) | User.objects.filter(pk=owner)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        self.fields["objective"].queryset = Objective.objects.filter(plan=plan, is_dropped=False)  # type: ignore[attr-defined]


class ActionNewForm(_Step, VisibleModelForm):
    class Meta:
        model = PlanAction
        fields: ClassVar = _STEPS
        field_classes: ClassVar = _DAYS

    def __init__(self, *args: Any, plan: AccountPlan, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        account: Account = plan.account
        self.offer(plan, user, account.owner_id)
        self.fields["owner"].initial = account.owner_id
        self.fields["due_on"].initial = clock.today() + SOON


class ActionForm(_Step, EditForm):
    """Also that it is dropped."""

    class Meta:
        model = PlanAction
        fields: ClassVar = [*_STEPS, "is_dropped"]
        field_classes: ClassVar = _DAYS

    def __init__(self, *args: Any, instance: PlanAction, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, user=user, **kwargs)
        self.offer(instance.plan, user, instance.owner_id)


class SharesForm(RowsForm):
    columns = {
        "team": lambda: forms.ModelChoiceField(Team.objects.all(), label=_("Team")),
        "share": lambda: forms.DecimalField(
            label=_("Share, %"), min_value=0, max_value=100, max_digits=5, decimal_places=2
        ),
    }
    needed = ("share",)


class ReviewForm(VersionForm):
    note = forms.CharField(
        max_length=2000,
        label=_("Conclusion"),
        help_text=_("What worked, what did not, what we change in the next quarter."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
