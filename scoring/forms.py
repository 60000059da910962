"""What people type about tiers, pins, alerts and nights; rules live in services."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.choices import Tier
from accounts.models import Account
from foundation import clock
from foundation.forms import EditForm, VisibleForm
from foundation.paging import PAGE_SIZE
from pipeline.models import Competitor
from teams.models import Team

from .choices import JUDGED, AlertState, Cause, Factor, Mark, Market, Outcome
from .models import AlertRule, ChurnRule, MarketRule, Playbook, RetentionRule, TierPolicy
from .models.policy import MOST_WEIGHT, VALUES, WEIGHTS
from .playbooks import in_both
from .queries.key_account import present_marks, standing_marks
from .queries.policy_lines import said
from .retention import Keeping

MOST_AT_ONCE = PAGE_SIZE * len(Cause)
"""Alerts acknowledged by one POST: as many as a page of the list can show."""
_BLANK_STEPS = 3
DEFAULT_PIN = dt.timedelta(days=90)
_HUNDRED = Decimal(100)


class PercentField(forms.DecimalField):
    """A share, typed and shown as a per cent with at most two places, or `whole`: 2.5 is 0.025."""

    def __init__(self, *, whole: bool = False, **kwargs: Any) -> None:
        places = 0 if whole else 2
        super().__init__(min_value=0, max_value=100, max_digits=3 + places, decimal_places=places, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{(value * _HUNDRED).normalize():f}" if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        per_cent = super().clean(value)
        return None if per_cent is None else per_cent / _HUNDRED


class WeightField(forms.IntegerField):
    """How much a factor of key accounts counts, against the others."""

    def __init__(self, factor: Factor) -> None:
        super().__init__(label=factor.label, min_value=0, max_value=MOST_WEIGHT)


class PolicyForm(VisibleForm):
    """A draft, starting from the version it is given."""

    window_months = forms.IntegerField(label=_("Window, months"), min_value=1, max_value=120)
    slim_margin = PercentField(label=_("Lead: margin below, %"))
    platinum_share = PercentField(label=_("Platinum: profit above less than, %"))
    platinum_rank = PercentField(label=_("Platinum: within the top … % of accounts"))
    gold_share = PercentField(label=_("Gold: profit above less than, %"))
    loyal_months = forms.IntegerField(label=_("Gold: active months at least"), min_value=0, max_value=120)
    min_months = forms.IntegerField(label=_("Months since the first order, at least"), min_value=0, max_value=120)
    buffer = PercentField(label=_("Buffer at a boundary, %"))
    patience = forms.IntegerField(label=_("Patience, months"), min_value=0, max_value=24)
    weight_share = WeightField(Factor.SHARE)
    weight_goals = WeightField(Factor.GOALS)
    weight_damage = WeightField(Factor.DAMAGE)
    weight_stability = WeightField(Factor.STABILITY)
    weight_potential = WeightField(Factor.POTENTIAL)
    weight_effort = WeightField(Factor.EFFORT)
    lift_score = forms.IntegerField(label=_("Score that lifts an account"), min_value=1, max_value=100)
    reason = forms.CharField(label=_("What is this draft for?"), max_length=300, required=False)

    @property
    def weights(self) -> list[forms.BoundField]:
        """The fields of the factors, in their order."""
        return [self[name] for name in WEIGHTS.values()]

    def __init__(self, *args: Any, start: TierPolicy, **kwargs: Any) -> None:
        initial = {name: getattr(start, name) for name in VALUES} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)


def _as_of(current: TierPolicy, data: Any) -> Any:
    """What was typed, to count as typed on the draft as it is now."""
    again = data.copy()
    again["revision"] = current.revision
    return again


class PolicyEditForm(PolicyForm):
    """A draft once more; carries the revision that was read."""

    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, start: TierPolicy, **kwargs: Any) -> None:
        kwargs["initial"] = {"revision": start.revision, "reason": start.reason}
        super().__init__(*args, start=start, **kwargs)

    @property
    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    def compare(self, current: TierPolicy) -> None:
        super().compare(current)
        self.data = _as_of(current, self.data)

    def saved(self, current: TierPolicy, typed: dict[str, Any]) -> dict[str, Any]:
        return {name: said(current, name) for name in VALUES if getattr(current, name) != typed.get(name)}


class ActivateForm(VisibleForm):
    """Why a version is put in force, and from when on; carries the revision that was looked at."""

    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=300)
    starts_on = forms.DateField(
        label=_("From the night of"), required=False, help_text=_("Left empty: from the next nightly run on.")
    )

    def compare(self, current: TierPolicy) -> None:
        """The page around this form shows the draft as it is now; the next submit activates that."""
        self.add_error(None, _("Somebody changed the draft while you were looking. Look again, then activate it."))
        self.data = _as_of(current, self.data)


class PinForm(VisibleForm):
    tier = forms.ChoiceField(label=_("Tier"), choices=Tier.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=300)
    expires_on = forms.DateField(label=_("Until"), initial=lambda: clock.today() + DEFAULT_PIN)


class KeyMarksForm(VisibleForm):
    """What people hold the account for; an empty choice takes a mark away."""

    reason = forms.CharField(label=_("Why"), max_length=300, required=False)
    seen = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)
    field_order = [*(factor.value for factor in JUDGED), "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("not marked")), *((mark.value, f"{mark.value} · {mark.label}") for mark in Mark)]
        for factor in JUDGED:
            self.fields[factor.value] = forms.TypedChoiceField(
                label=factor.label,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                help_text=QUESTIONS[factor],
            )
        self.order_fields(self.field_order)

    @property
    def marks(self) -> dict[str, int | None]:
        return {factor.value: self.cleaned_data[factor.value] for factor in JUDGED}

    def compare(self, current: Account) -> None:
        super().compare(current)
        again: Any = self.data.copy()  # type: ignore[attr-defined]
        again[self.add_prefix("seen")] = standing_marks(current.pk)
        self.data = again

    def saved(self, current: Account, typed: dict[str, Any]) -> dict[str, Any]:
        marks = present_marks(current.pk)
        numbers = {factor: known.mark for factor, known in marks.items()}
        factors = [factor.value for factor in JUDGED if numbers.get(factor.value) != typed.get(factor.value)]
        return {factor: marks[factor].get_mark_display() if factor in marks else _("not marked") for factor in factors}


QUESTIONS = {
    Factor.GOALS: _("How much do we need this account to reach our own goals?"),
    Factor.DAMAGE: _("How much would it hurt us if this account left?"),
    Factor.POTENTIAL: _("How much more could this account buy from us?"),
}


class AlertForm(VisibleForm):
    """What somebody does with an alert: takes it on, or closes it and says what became of the customer."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=_("What now?"),
        choices=[
            (AlertState.ACKNOWLEDGED, _("Acknowledged: I have seen it")),
            (AlertState.ACTING, _("I am acting on it")),
            (Outcome.KEPT, _("Closed: customer kept")),
            (Outcome.LOST, _("Closed: customer lost")),
            (Outcome.FALSE_ALARM, _("Closed: false alarm")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    @property
    def move(self) -> dict[str, Any]:
        """For `alert_update`: the version read, the note, and a state or the outcome that closes it."""
        typed = self.cleaned_data
        what = "outcome" if typed["state"] in Outcome.values else "state"
        return {"version": typed["version"], "note": typed["note"], what: typed["state"]}


class AcknowledgeForm(VisibleForm):
    """The ticked rows of the list, each with the version that was shown: "12.3"."""

    alert = forms.TypedMultipleChoiceField(coerce=str)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alert"].choices = [(typed, typed) for typed in self.data.getlist("alert")]  # type: ignore[attr-defined]

    def clean_alert(self) -> dict[int, int]:
        typed = [re.fullmatch(r"([1-9][0-9]{0,17})\.([1-9][0-9]{0,8})", each) for each in self.cleaned_data["alert"]]
        if not all(typed) or len(typed) > MOST_AT_ONCE:
            raise forms.ValidationError(_("There is no such alert."))
        return {int(each[1]): int(each[2]) for each in typed if each}


class AlertRuleForm(EditForm):
    """One rule; the words of its threshold fit its cause."""

    tiers = forms.MultipleChoiceField(
        label=_("Only for these tiers"),
        choices=Tier.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: every account, rated or not."),
    )

    class Meta:
        model = AlertRule
        fields = [
            "is_enabled", "threshold", "min_orders", "tiers", "due_days", "due_platinum", "due_gold", "due_iron",
            "due_lead", "escalates", "escalate_days", "quiet_days",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = THRESHOLDS[Cause(self.instance.cause)]
        if self.instance.cause in _SHARES:
            self.fields["threshold"] = PercentField(label=label, whole=True)
        self.fields["threshold"].label = label
        if self.instance.cause != Cause.OVERDUE:
            del self.fields["min_orders"]


_SHARES = (Cause.FALLING_PROFIT, Cause.CHURN)
THRESHOLDS = {
    Cause.OVERDUE: _("Times its usual days between orders"),
    Cause.FALLING_PROFIT: _("Profit down on the half window before by, %"),
    Cause.CADENCE: _("Times its tier's visit cadence"),
    Cause.NO_NEXT_STEP: _("Days since the last visit"),
    Cause.COMPLAINT: _("Days that a complaint has been open (0: at once)"),
    Cause.DISSATISFIED: _("Points below expectation"),
    Cause.CONTRACT_ENDS: _("Days before the last day of notice, and after the end"),
    Cause.DECIDER_LEFT: _("Days since somebody left"),
    Cause.CHURN: _("Risk from which on, %"),
}


class PlaybookForm(EditForm):
    """The steps of a playbook: a pair of fields each, and a few empty ones; clearing a pair removes it."""

    class Meta:
        model = Playbook
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = list(self.instance.steps.all())
        self.places = range(len(kept) + _BLANK_STEPS)
        for place in self.places:
            texts = kept[place] if place < len(kept) else None
            for name, label in (("text", _("Step")), ("text_zh", _("in Chinese"))):
                self.fields[f"{name}_{place}"] = forms.CharField(
                    max_length=200, required=False, label=label, initial=getattr(texts, name, "")
                )

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """The bound fields of each step."""
        return [(self[f"text_{place}"], self[f"text_zh_{place}"]) for place in self.places]

    @property
    def steps(self) -> list[tuple[str, str]]:
        """What was typed."""
        typed = self.cleaned_data
        return in_both((typed[f"text_{place}"], typed[f"text_zh_{place}"]) for place in self.places)


class MarketShareForm(VisibleForm):
    """One share of a market in a period."""

    period = forms.CharField(label=_("Period"), max_length=7, help_text=_("2025, 2025-H1, 2025-Q3 or 2025-09"))
    market = forms.ChoiceField(label=_("Market"), choices=Market.choices)
    competitor = forms.ModelChoiceField(
        label=_("Whose"), queryset=Competitor.objects.all(), required=False, empty_label=_("Our own")
    )
    share = PercentField(label=_("Share, %"))
    source = forms.CharField(label=_("Source"), max_length=200, required=False)


class MarketRuleForm(EditForm):
    """By what shares are judged."""

    opportunity_from = PercentField(label=_("Opportunity: market share from, %"))
    opportunity_to = PercentField(label=_("Opportunity: market share up to, %"))
    healthy_from = PercentField(label=_("Healthy: market share from, %"))
    reasonable_from = PercentField(label=_("Reasonable: market share from, %"))
    key_share = PercentField(label=_("Key accounts' part of revenue, %"))
    leeway = PercentField(label=_("Leeway for “clearly more” and “about”, points"))
    key_growth = PercentField(label=_("Expected growth of the key-account market a year, %"))

    class Meta:
        model = MarketRule
        fields = [
            "opportunity_from", "opportunity_to", "healthy_from", "reasonable_from", "key_share", "leeway",
            "key_growth",
        ]  # fmt: skip


class ChurnRuleForm(EditForm):
    """What the churn model is asked for, and from where on its risks are watched and high."""

    watch_from = PercentField(label=_("Watch: risk from, %"), whole=True)
    high_from = PercentField(label=_("High: risk from, %"), whole=True)

    class Meta:
        model = ChurnRule
        fields = ["horizon_days", "min_accounts", "sample_size", "stale_days", "watch_from", "high_from"]


class NightForm(VisibleForm):
    date = forms.DateField(
        label=_("Business date"), required=False, help_text=_("Yesterday in the company's time zone, if left empty.")
    )


class RetentionForm(VisibleForm):
    """The assumptions of the value of keeping, each in the address; an empty one is the company's own figure."""

    BY: ClassVar[list[tuple[str, Any]]] = [
        ("tier", _("By tier")),
        ("industry", _("By industry")),
        ("team", _("By team")),
    ]

    tier = forms.ChoiceField(label=_("Tier"), required=False, choices=[("", _("All tiers")), *Tier.choices])
    industry = forms.CharField(label=_("Industry"), required=False, max_length=80)
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False, empty_label=_("All teams"))
    margin = forms.DecimalField(
        label=_("Profit of an average account a year"), required=False, max_digits=18, decimal_places=2
    )
    churn = PercentField(label=_("Leave in a year, %"), required=False)
    discount = PercentField(label=_("Discount rate a year, %"), required=False)
    points = PercentField(label=_("Points less churn"), required=False)
    accounts = forms.IntegerField(label=_("Accounts"), required=False, min_value=0, max_value=10_000_000)
    grouped = forms.ChoiceField(required=False, choices=BY, widget=forms.HiddenInput)

    @property
    def assumptions(self) -> dict[str, Any]:
        """What was typed, None where nothing was."""
        return {name: self.cleaned_data[name] for name in ("margin", "churn", "discount", "points", "accounts")}

    def show_own(self, keeping: Keeping) -> None:
        """The company's own figures, in the boxes that take others."""
        shares = {name: getattr(keeping, name) for name in ("churn", "discount", "points")}
        own = {"margin": keeping.margin, "accounts": Decimal(keeping.accounts)}
        own |= {name: None if share is None else share * 100 for name, share in shares.items()}
        for name, value in own.items():
            if value is not None:
                places = Decimal(1) if name in {"margin", "accounts"} else Decimal("0.1")
                self.fields[name].widget.attrs["placeholder"] = f"{value.quantize(places).normalize():f}"

    @property
    def among(self) -> dict[str, Any]:
        """What the own figures are narrowed to."""
        typed = self.cleaned_data
        return {"tier": typed.get("tier", ""), "industry": typed.get("industry", ""), "team": typed.get("team")}

    @property
    def by(self) -> str:
        return self.cleaned_data.get("grouped") or "tier"


class RetentionRuleForm(EditForm):
    """What everybody's calculation starts with."""

    discount_rate = PercentField(label=_("Discount rate a year, %"))

    class Meta:
        model = RetentionRule
        fields = ["discount_rate", "min_accounts"]
