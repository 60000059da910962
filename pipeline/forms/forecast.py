"""What managers type about forecasts and quotas; rules live in services."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.forms import EditForm, VisibleForm
from pipeline.choices import Measure, PeriodKind
from pipeline.models import ForecastRule, Proposal, Quota
from pipeline.queries.spans import Period, period_of
from teams.models import Company, ExchangeRate, Team, User


class _AboutPeople(VisibleForm):
    """A person or a team, and a calendar period that a day of it names."""

    person = forms.ModelChoiceField(User.objects.all(), required=False, label=_("Person"))
    team = forms.ModelChoiceField(Team.objects.all(), required=False, label=_("or team"))
    kind = forms.ChoiceField(choices=PeriodKind.choices, initial=PeriodKind.QUARTER, label=_("Period"))
    day = forms.DateField(initial=clock.today, label=_("A day of it"))

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if not 1990 <= day.year <= 2100:
            raise forms.ValidationError(_("Choose a day between 1990 and 2100."))
        return day

    @property
    def period(self) -> Period:
        return period_of(self.cleaned_data["kind"], self.cleaned_data["day"])

    def told(self, *names: str) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("person", "team", *names)}


class AdjustmentForm(_AboutPeople):
    measure = forms.ChoiceField(choices=Measure.choices, label=_("Figure"))
    amount = forms.DecimalField(
        max_digits=18, decimal_places=2, label=_("Amount"), help_text=_("In the base currency; below zero takes away.")
    )
    reason = forms.CharField(max_length=300, label=_("Why?"))


class QuotaForm(_AboutPeople):
    base = forms.DecimalField(max_digits=18, decimal_places=2, label=_("Quota"))
    stretch = forms.DecimalField(max_digits=18, decimal_places=2, required=False, label=_("Stretch"))
    currency = forms.ChoiceField(choices=(), label=_("Currency"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"] = _currency_field()


class QuotaEditForm(EditForm):
    class Meta:
        model = Quota
        fields = ["base", "stretch", "currency"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"] = _currency_field(str(self.initial["currency"]))

    def clean(self) -> dict[str, Any]:
        """What the amounts must be is judged by the service."""
        return self.cleaned_data

    def _post_clean(self) -> None:
        """So are the constraints of the table."""


class ProposalForm(VisibleForm):
    """Accepts or rejects; each probability may be changed before it is accepted."""

    decision = forms.ChoiceField(choices=[("accept", _("Accept")), ("reject", _("Reject"))], widget=forms.HiddenInput)
    reason = forms.CharField(max_length=300, label=_("Why?"))

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(proposal.lines.select_related("stage"))
        for line in self.lines:
            self.fields[line.stage.key] = forms.DecimalField(
                max_digits=5, decimal_places=2, initial=line.after, required=False, label=str(line.stage)
            )

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """Each line with its field."""
        return [(line, self[line.stage.key]) for line in self.lines]

    @property
    def probabilities(self) -> dict[str, Decimal]:
        typed = {line.stage.key: self.cleaned_data.get(line.stage.key) for line in self.lines}
        return {key: value for key, value in typed.items() if value is not None}


class ForecastRuleForm(EditForm):
    class Meta:
        model = ForecastRule
        fields = ["prior_weight", "level", "lookback_months"]


def _currency_field(*also: str) -> forms.ChoiceField:
    known = ExchangeRate.objects.order_by("currency").values_list("currency", flat=True).distinct()
    codes = dict.fromkeys([*also, Company.current().base_currency, *known])
    return forms.ChoiceField(choices=[(code, code) for code in codes], label=_("Currency"))
