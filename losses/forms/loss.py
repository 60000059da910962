"""What people type of a loss. Shapes only; what belongs together is the services' to say."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contact
from foundation import clock
from foundation.forms import EditForm, VersionForm, VisibleModelForm
from losses.models import Loss, LossReason, WinBack, WinBackStep
from pipeline.models import Competitor
from teams.models import User
from teams.queries import handlers_for

_REVIEW = ["lost_on", "reason", "also", "competitor", "decided_by", "learned"]
_DAYS = {"lost_on": forms.DateField}


class _Review(forms.BaseForm):
    def offer(self, account: Account, known: Loss | None = None) -> None:
        """Reasons and competitors in use, people of the account who are there, or who is named already."""
        named = [known.reason_id, *known.also.values_list("pk", flat=True)] if known else []
        reasons = LossReason.objects.filter(Q(is_offered=True) | Q(pk__in=named)).order_by("position")
        present = known.decided_by_id if known else None
        people = Contact.objects.filter(Q(account=account, archived_at=None) | Q(pk=present)).order_by("sort_key", "pk")
        rivals = Competitor.objects.filter(Q(retired_at=None) | Q(pk=known.competitor_id if known else None))
        offered: dict[str, Any] = {
            "reason": reasons, "also": reasons, "decided_by": people, "competitor": rivals.order_by("name", "pk"),
        }  # fmt: skip
        for name, rows in offered.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        self.fields["reason"].help_text = _("The one that weighed most: our shares are counted by it.")
        self.fields["decided_by"].help_text = _("Whoever decided at the customer to leave.")
        self.fields["learned"].widget.attrs["rows"] = 3

    def clean(self) -> Any:
        """Constraints of the table are the last resort; a service says it in words."""
        return self.cleaned_data


class LossNewForm(_Review, VisibleModelForm):
    class Meta:
        model = Loss
        fields: ClassVar = _REVIEW
        field_classes: ClassVar = _DAYS
        widgets: ClassVar = {"also": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(account)
        self.fields["lost_on"].initial = clock.today()


class LossForm(_Review, EditForm):
    class Meta:
        model = Loss
        fields: ClassVar = _REVIEW
        field_classes: ClassVar = _DAYS
        widgets: ClassVar = {"also": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, instance: Loss, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        self.offer(instance.account, instance)


class WithdrawForm(VersionForm):
    note = forms.CharField(max_length=2000, label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}))


class _Plan(forms.BaseForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aim"].widget.attrs["rows"] = 3
        self.fields["currency"].required = False

    def clean(self) -> Any:
        """Constraints of the table are the last resort; a service says it in words."""
        return self.cleaned_data


class WinBackNewForm(_Plan, VisibleModelForm):
    class Meta:
        model = WinBack
        fields: ClassVar = ["approach", "aim", "expected", "currency"]

    def __init__(self, *args: Any, loss: Loss, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approach"].initial = loss.reason.approach
        self.fields["currency"].initial = currency


class WinBackForm(_Plan, EditForm):
    class Meta:
        model = WinBack
        fields: ClassVar = ["approach", "aim", "expected", "currency"]


class ResultForm(VersionForm):
    won = forms.TypedChoiceField(
        choices=[("1", _("Won back: one of ours again")), ("0", _("Given up: stays lost"))],
        coerce=lambda typed: typed == "1", label=_("Result"), widget=forms.RadioSelect,
    )  # fmt: skip
    ended_on = forms.DateField(label=_("Day"))
    result = forms.CharField(max_length=2000, label=_("What came of it"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ended_on"].initial = clock.today()


class _Step(forms.BaseForm):
    def offer(self, user: Any, owner: int) -> None:
        self.fields["owner"].queryset = handlers_for(user) | User.objects.filter(pk=owner)  # type: ignore[attr-defined]

    def clean(self) -> Any:
        """Constraints of the table are the last resort; a service says it in words."""
        return self.cleaned_data


class StepNewForm(_Step, VisibleModelForm):
    class Meta:
        model = WinBackStep
        fields: ClassVar = ["text", "owner", "due_on"]
        field_classes: ClassVar = {"due_on": forms.DateField}

    def __init__(self, *args: Any, win_back: WinBack, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        owner = win_back.loss.account.owner_id
        self.offer(user, owner)
        self.fields["owner"].initial = owner
        self.fields["due_on"].initial = clock.today()


class StepForm(_Step, EditForm):
    """Also that it is dropped."""

    class Meta:
        model = WinBackStep
        fields: ClassVar = ["text", "owner", "due_on", "is_dropped"]
        field_classes: ClassVar = {"due_on": forms.DateField}

    def __init__(self, *args: Any, instance: WinBackStep, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, user=user, **kwargs)
        self.offer(user, instance.owner_id)
