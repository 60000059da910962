"""Shapes of decisions and alerts in the API; rules live in services."""

from __future__ import annotations

from decimal import ROUND_HALF_UP
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.choices import Tier
from foundation import clock
from foundation.serializers import StrictBody, StrictSerializer, VisibleField
from pipeline.models import Competitor
from scoring.choices import AlertState, Cause, Outcome, ProfitBy, RiskLevel, Verdict
from scoring.forms import MOST_AT_ONCE
from scoring.models import Alert, AlertStep, ChurnFit, ChurnPrediction, MarketShare, TierDecision
from scoring.models.ledger import BASE_MONEY
from scoring.policy_serializers import KeyAccountSerializer
from scoring.queries import Explanation
from scoring.queries.churn import churn_notes
from scoring.queries.words import alert_sentence
from scoring.retention import Finding

_VALUE: dict[str, Any] = {"max_digits": 40, "decimal_places": 2, "allow_null": True, "rounding": ROUND_HALF_UP}


class ExplanationSerializer(serializers.Serializer):
    """Why, in the language of the request."""

    why = serializers.CharField()
    stays = serializers.CharField(allow_blank=True)
    distances = serializers.ListField(child=serializers.CharField())
    first_day = serializers.DateField()
    last_day = serializers.DateField(source="window.until")


class DecisionSerializer(serializers.ModelSerializer):
    """What a night decided about an account, from what, and why. Money is in the base currency."""

    night = serializers.DateField(source="business_date")
    account_name = serializers.CharField(source="account.name")
    previous_tier = serializers.ChoiceField(choices=Tier.choices, allow_blank=True, source="tier_before")
    rank = serializers.IntegerField(allow_null=True)
    profit_above = serializers.DecimalField(
        **BASE_MONEY,
        allow_null=True,
        help_text="No money: what ranks above as a share (0 to 1) of all positive profit; whole per cents for who sees "
        "a part of the accounts.",
    )
    next_tier = serializers.ChoiceField(choices=Tier.choices, allow_blank=True)
    to_next = serializers.DecimalField(**BASE_MONEY, allow_null=True)
    to_lower = serializers.DecimalField(**BASE_MONEY, allow_null=True)
    rise_tier = serializers.ChoiceField(choices=Tier.choices, allow_blank=True)
    to_rise = serializers.DecimalField(
        **BASE_MONEY, allow_null=True, help_text="So much more moves it in the next night, past buffer and patience."
    )
    to_fall = serializers.DecimalField(
        **BASE_MONEY, allow_null=True, help_text="So much less moves it in the next night, past buffer and patience."
    )
    policy_version = serializers.IntegerField(source="night.policy.version")
    key_account = KeyAccountSerializer(source="key", allow_null=True)
    explanation = serializers.SerializerMethodField()

    class Meta:
        model = TierDecision
        fields = [
            "id", "night", "account", "account_name", "tier", "computed_tier", "previous_tier", "rule", "computed_rule",
            "revenue", "cost", "cost_to_serve", "rebates", "complaints", "services", "profit", "minutes", "entries",
            "active_months", "rank", "profit_above", "next_tier", "to_next", "to_lower", "rise_tier", "to_rise",
            "to_fall", "months_past",
            "policy_version", "key_account", "explanation",
        ]  # fmt: skip

    @extend_schema_field(ExplanationSerializer)
    def get_explanation(self, decision: TierDecision) -> Any:
        return ExplanationSerializer(Explanation(decision, self.context["currency"])).data


class AlertStepSerializer(serializers.ModelSerializer):
    """A step of the playbook as it was when somebody began to act, in the language of the request."""

    text = serializers.CharField(source="__str__")

    class Meta:
        model = AlertStep
        fields = ["id", "position", "text", "done_at", "done_by"]


class ChangeSerializer(serializers.Serializer):
    """A figure of the decision before and of this one, in words."""

    name = serializers.CharField(source="label")
    before = serializers.CharField()
    now = serializers.CharField()
    difference = serializers.CharField(allow_blank=True)


class SinceSerializer(serializers.Serializer):
    """What differs from the decision before, in the last night in which that stood."""

    night = serializers.DateField()
    changes = ChangeSerializer(many=True)


class DecisionDetailSerializer(DecisionSerializer):
    """One decision, with everything by which it can be followed."""

    alternatives = serializers.ListField(child=serializers.CharField(), help_text="What else would change the tier.")
    since = SinceSerializer(allow_null=True)

    class Meta(DecisionSerializer.Meta):
        fields = [*DecisionSerializer.Meta.fields, "alternatives", "since"]


class AlertSerializer(StrictSerializer):
    """Somebody should look at this account. Only `state`, `outcome` and `note` are written: an outcome closes it.

    `verdict` is what the ledger says once the churn horizon after it is over.
    """

    state = serializers.ChoiceField(choices=AlertState.choices)
    outcome = serializers.ChoiceField(choices=Outcome.choices, allow_blank=True, required=False)
    verdict = serializers.ChoiceField(choices=Verdict.choices, allow_blank=True, read_only=True)
    sentence = serializers.SerializerMethodField()
    steps = AlertStepSerializer(many=True, read_only=True)

    class Meta:
        model = Alert
        fields = [
            "id", "version", "account", "cause", "state", "owner", "due_on", "opened_on", "over_on", "acting_since",
            "closed_at", "closed_by", "outcome", "verdict", "escalated_to", "escalated_on", "note", "facts", "sentence",
            "steps", "updated_at",
        ]  # fmt: skip
        read_only_fields = [
            "account", "cause", "owner", "due_on", "opened_on", "over_on", "acting_since", "closed_at", "closed_by",
            "verdict", "escalated_to", "escalated_on", "facts", "updated_at",
        ]  # fmt: skip

    def get_sentence(self, alert: Alert) -> str:
        return alert_sentence(alert, clock.today(), self.context["currency"])


class SeenSerializer(StrictBody):
    """An alert, and the version of it that was seen."""

    id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


class AcknowledgeSerializer(StrictBody):
    """New alerts that were seen."""

    alerts = SeenSerializer(many=True, allow_empty=False, max_length=MOST_AT_ONCE)  # type: ignore[call-arg]


class AcknowledgedSerializer(serializers.Serializer):
    """Ids: acknowledged now; left alone because they had changed meanwhile."""

    done = serializers.ListField(child=serializers.IntegerField())
    changed = serializers.ListField(child=serializers.IntegerField())


class ProportionSerializer(serializers.Serializer):
    """`hits` of `n`; the share and its 95 % interval are null where the cases are too few to tell one."""

    hits = serializers.IntegerField()
    n = serializers.IntegerField()
    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class RecordSerializer(serializers.Serializer):
    """How right the alerts of a cause have been (docs/scoring.md says how it is counted)."""

    cause = serializers.ChoiceField(choices=Cause.choices)
    judged = serializers.IntegerField()
    left = serializers.IntegerField()
    kept = serializers.IntegerField()
    false_alarms = serializers.IntegerField()
    young = serializers.IntegerField(help_text="Opened too lately to be judged.")
    precision = ProportionSerializer()
    recall = ProportionSerializer()


class RetentionQuery(serializers.Serializer):
    """Assumptions in the place of the company's own; churn, discount and points in per cent."""

    tier = serializers.ChoiceField(choices=Tier.choices, required=False)
    industry = serializers.CharField(required=False, max_length=80)
    team = serializers.IntegerField(required=False)
    margin = serializers.DecimalField(max_digits=18, decimal_places=2, required=False)
    churn = serializers.DecimalField(max_digits=5, decimal_places=2, required=False)
    discount = serializers.DecimalField(max_digits=5, decimal_places=2, required=False)
    points = serializers.DecimalField(max_digits=5, decimal_places=2, required=False)
    accounts = serializers.IntegerField(required=False)


class RetentionSerializer(serializers.Serializer):
    """Values in the base currency: of an average account now and at less churn, and over all accounts."""

    finding = serializers.ChoiceField(choices=[(each.value, each.value) for each in Finding], source="keeping.finding")
    margin = serializers.DecimalField(**_VALUE, source="keeping.margin")
    churn = serializers.FloatField(allow_null=True, source="keeping.churn")
    discount = serializers.FloatField(source="keeping.discount")
    points = serializers.FloatField(source="keeping.points")
    accounts = serializers.IntegerField(source="keeping.accounts")
    churn_then = serializers.FloatField(allow_null=True, source="keeping.churn_then")
    value = serializers.DecimalField(**_VALUE, source="keeping.now")
    value_then = serializers.DecimalField(**_VALUE, source="keeping.then")
    gain = serializers.DecimalField(**_VALUE, source="keeping.gain")
    gain_share = serializers.FloatField(allow_null=True, source="keeping.gain_share")
    total = serializers.DecimalField(**_VALUE, source="keeping.total")
    own_margin = serializers.DecimalField(**_VALUE, source="own.margin")
    customers_before = serializers.IntegerField(source="own.churned.customers")
    left = serializers.IntegerField(source="own.churned.left")


class TickSerializer(StrictBody):
    """A step of the alert, done or not."""

    step = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    done = serializers.BooleanField()


class ReasonSerializer(serializers.Serializer):
    """Why: a code with its facts, and the sentence in the language of the request."""

    code = serializers.CharField()
    sentence = serializers.CharField()
    facts = serializers.DictField()


class ChurnPredictionSerializer(serializers.ModelSerializer):
    """How likely an account is to place no order within the horizon of the standing fit, and why."""

    account_name = serializers.CharField(source="account.name")
    as_of = serializers.DateField(source="outlook.fit.as_of")
    horizon_days = serializers.IntegerField(source="outlook.fit.horizon_days")
    level = serializers.ChoiceField(choices=RiskLevel.choices, source="outlook.level")
    sentence = serializers.CharField(source="outlook.sentence")
    reasons = ReasonSerializer(source="outlook.reasons", many=True)

    class Meta:
        model = ChurnPrediction
        fields = [
            "id", "account", "account_name", "as_of", "horizon_days", "risk", "level", "sentence", "reasons",
            "orders", "first_order", "last_order", "revenue", "profit", "at_stake", "fit",
        ]  # fmt: skip


class FitStateSerializer(serializers.Serializer):
    """Whether the fit of the last night failed; the texts in the language of the request, empty where it did not."""

    failed = serializers.SerializerMethodField()
    night = serializers.DateField(source="failure.night.business_date", default=None, allow_null=True)
    failed_at = serializers.DateTimeField(source="failure.failed_at", default=None, allow_null=True)
    tries = serializers.IntegerField(source="failure.tries", default=0)
    is_tried_again = serializers.BooleanField(source="failure.is_tried_again", default=False)
    stands_as_of = serializers.DateField(
        source="failure.stands.as_of", default=None, allow_null=True, help_text="Of what day the risks shown are."
    )
    what = serializers.CharField(source="failure.what", default="")
    standing = serializers.CharField(source="failure.standing", default="")
    to_do = serializers.CharField()

    def get_failed(self, told: dict[str, Any]) -> bool:
        return told["failure"] is not None


class ChurnFitSerializer(serializers.ModelSerializer):
    """The churn model as of a day, or why there is none, with its back-test on what then happened."""

    notes = serializers.SerializerMethodField(help_text="What a reader must know, in the language of the request.")
    parameters = serializers.DictField()
    checks = serializers.DictField()
    backtest = serializers.DictField()

    class Meta:
        model = ChurnFit
        fields = [
            "id", "as_of", "purpose", "horizon_days", "state", "method", "parameters", "checks", "backtest", "notes",
            "sampled", "predicted", "seconds", "made_at",
        ]  # fmt: skip

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_notes(self, fit: ChurnFit) -> list[str]:
        return churn_notes(fit)


class TierSums(serializers.Serializer):
    accounts = serializers.IntegerField()
    profit = serializers.DecimalField(max_digits=30, decimal_places=2)


class SummarySerializer(serializers.Serializer):
    """A night over the accounts that the reader sees: sums in the base currency, shares in per cent."""

    date = serializers.DateField()
    policy_version = serializers.IntegerField(allow_null=True)
    window_months = serializers.IntegerField(allow_null=True)
    published = serializers.BooleanField()
    accounts = serializers.IntegerField()
    rated = serializers.IntegerField()
    profit = serializers.DecimalField(max_digits=30, decimal_places=2)
    tiers = serializers.DictField(child=TierSums(), help_text="platinum, gold, iron, lead, unrated")
    top_accounts = serializers.IntegerField()
    top_share = serializers.FloatField(allow_null=True)
    unprofitable = serializers.IntegerField()
    unprofitable_share = serializers.FloatField(allow_null=True)
    losses = serializers.DecimalField(max_digits=30, decimal_places=2)
    peak = serializers.FloatField(allow_null=True)
    accounts_for_80_percent = serializers.IntegerField(allow_null=True)
    gini = serializers.FloatField(allow_null=True)


class MarketShareSerializer(StrictSerializer):
    """What part of a market (0 to 1) a competitor had in a period; no competitor: we."""

    competitor = VisibleField(queryset=Competitor.objects.all(), allow_null=True, required=False)

    class Meta:
        model = MarketShare
        fields = ["id", "period", "first_day", "last_day", "market", "competitor", "share", "source"]
        read_only_fields = ["first_day", "last_day"]
        validators: list[Any] = []


class ProfitLineSerializer(serializers.Serializer):
    """Sums over rated accounts that have something in common; money in the base currency, shares from 0 to 1."""

    key = serializers.CharField(help_text="id of account, team or owner; name of tier or industry")
    name = serializers.CharField()
    accounts = serializers.IntegerField()
    revenue = serializers.DecimalField(**BASE_MONEY)
    cost = serializers.DecimalField(**BASE_MONEY)
    cost_to_serve = serializers.DecimalField(**BASE_MONEY)
    profit = serializers.DecimalField(**BASE_MONEY)
    margin = serializers.FloatField(allow_null=True)
    share = serializers.FloatField(allow_null=True)
    change = serializers.DecimalField(**BASE_MONEY, allow_null=True)


class ProfitSerializer(serializers.Serializer):
    """The profit report: at most 50 lines a page, the total over all of them."""

    by = serializers.ChoiceField(choices=ProfitBy.choices)
    night = serializers.DateField()
    before = serializers.DateField(allow_null=True)
    currency = serializers.CharField()
    total = ProfitLineSerializer()
    count = serializers.IntegerField()
    lines = ProfitLineSerializer(many=True)
