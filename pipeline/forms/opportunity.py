"""What people type about opportunities and stages; rules live in services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation import clock
from foundation.forms import EditForm, VersionForm, VisibleModelForm
from pipeline.choices import OUTCOMES, Status, reasons_for
from pipeline.models import Competitor, Opportunity, Stage
from pipeline.services import CriterionSpec
from teams.models import Company, ExchangeRate, User

_DETAILS = ["expected_close_on", "product", "source", "next_step", "next_step_on"]
_BLANK_CRITERIA = 2
_OF_A_CRITERION = ("text", "text_zh", "required", "id")


class _Worth(VisibleModelForm):
    """Amounts in one of the currencies that have a rate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = dict.fromkeys([str(self.initial["currency"]), *currencies()])
        self.fields["currency"] = forms.ChoiceField(choices=[(code, code) for code in offered], label=_("Currency"))
        self.fields["amount"] = forms.DecimalField(
            label=_("Amount"), min_value=0, max_digits=18, decimal_places=2, initial=None
        )

    def clean(self) -> dict[str, Any]:
        """What must be unique is judged by the database when it is written."""
        return self.cleaned_data


class OpportunityForm(_Worth):
    """A new one. Who does not lead owns it himself."""

    class Meta:
        model = Opportunity
        fields = ["account", "name", "amount", "currency", "stage", *_DETAILS, "owner"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["account"].required = True
        self.fields["stage"].initial = Stage.objects.order_by("position").first()
        self.fields["owner"].required = False
        if not user.leads:
            del self.fields["owner"]


class OpportunityEditForm(_Worth, EditForm):
    class Meta:
        model = Opportunity
        fields = ["name", "amount", "currency", *_DETAILS]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.is_open:
            del self.fields["amount"], self.fields["currency"]


class AssignForm(EditForm):
    """Another owner; and the account, where it has none yet."""

    class Meta:
        model = Opportunity
        fields = ["account", "owner"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].required = True
        if self.instance.account_id:
            del self.fields["account"]


class MoveForm(VersionForm):
    stage = forms.ModelChoiceField(Stage.objects.all(), to_field_name="key", label=_("Move to"))
    note = forms.CharField(max_length=300, required=False, label=_("Why"))


class CloseForm(VersionForm):
    """Won or lost; the reasons offered are those of the outcome."""

    outcome = forms.ChoiceField(choices=OUTCOMES, widget=forms.HiddenInput)
    reason = forms.ChoiceField(label=_("Why?"), widget=forms.RadioSelect)
    note = forms.CharField(
        max_length=300, required=False, label=_("What we learn from it"), widget=forms.Textarea(attrs={"rows": 3})
    )
    lost_to = forms.ModelChoiceField(Competitor.objects.in_use(), required=False, label=_("Lost to"))
    closed_on = forms.DateField(label=_("Closed on"), initial=clock.today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ending = str(self.data.get("outcome") or self.initial.get("outcome"))
        self.fields["reason"].choices = reasons_for(ending)  # type: ignore[attr-defined]
        if ending != Status.LOST:
            del self.fields["lost_to"]


class StageForm(EditForm):
    """A stage with its exit criteria: a line of fields each, and a few empty ones; clearing both texts removes it."""

    class Meta:
        model = Stage
        fields = ["name", "name_zh", "probability", "category", "normal_days"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = list(self.instance.criteria.all())
        self.places = range(len(kept) + _BLANK_CRITERIA)
        for place in self.places:
            texts = kept[place] if place < len(kept) else None
            for name, label in (("text", _("Exit criterion")), ("text_zh", _("in Chinese"))):
                self.fields[f"{name}_{place}"] = forms.CharField(
                    max_length=200, required=False, label=label, initial=getattr(texts, name, "")
                )
            self.fields[f"required_{place}"] = forms.BooleanField(
                required=False, label=_("Required to move on"), initial=getattr(texts, "is_required", False)
            )
            self.fields[f"id_{place}"] = forms.IntegerField(
                required=False, widget=forms.HiddenInput, initial=getattr(texts, "pk", None)
            )

    @property
    def lines(self) -> list[tuple[Any, ...]]:
        """The bound fields of each criterion: both texts, whether it is required, its id."""
        return [tuple(self[f"{name}_{place}"] for name in _OF_A_CRITERION) for place in self.places]

    @property
    def criteria(self) -> list[CriterionSpec]:
        """What was typed: a text that is given in one language only stands for both."""
        typed = [[self.cleaned_data[f"{name}_{place}"] for name in _OF_A_CRITERION] for place in self.places]
        return [
            CriterionSpec(text or text_zh, text_zh or text, required, pk)
            for text, text_zh, required, pk in typed
            if text or text_zh
        ]

    @property
    def columns(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def currencies() -> list[str]:
    """The base currency first, then those that have a rate."""
    known = ExchangeRate.objects.order_by("currency").values_list("currency", flat=True).distinct()
    return [Company.current().base_currency, *known]


def offered_account(typed: str | None, user: User) -> Account | None:
    """The account that `?account=` names, if the reader sees it."""
    if not (typed and typed.isascii() and typed.isdigit() and len(typed) < 19):
        return None
    return Account.objects.visible_to(user).filter(pk=typed, archived_at=None).first()
