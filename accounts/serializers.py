"""Shapes of accounts, contacts and visits in the API; rules live in services."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers
from rest_framework.relations import PKOnlyObject

from foundation.serializers import MoneyField, StrictBody, StrictSerializer, VisibleField

from .choices import ContactRoleKind, Tier, VisitState
from .models import Account, Contact, OwnCadence, Visit
from .models.own_cadence import MOST_DAYS
from .queries.next_visits import A_DAY, MOST_A_DAY, MOST_WEEKS, WEEKS
from .rules import MOST_MINUTES


class FixedOnEdit(StrictSerializer):
    """`fixed` fields are chosen when the row is made and read-only from then on."""

    fixed: tuple[str, ...] = ()

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        if self.instance is not None:
            for name in self.fixed:
                fields[name].read_only = True
        return fields


class ParentField(VisibleField):
    """The parent company, where the reader may see it; null otherwise."""

    def get_attribute(self, instance: Any) -> Any:
        return PKOnlyObject(pk=instance.seen_parent_id)


class RolesField(serializers.ListField):
    """The roles a contact plays, written as a whole: ["decision_maker", "user"]."""

    child = serializers.ChoiceField(choices=ContactRoleKind.choices)

    def get_attribute(self, instance: Any) -> Any:
        return instance.role_kinds


class AccountSerializer(StrictSerializer):
    parent = ParentField(  # type: ignore[assignment]  # the stubs know `parent` as the serializer around this one
        queryset=Account.objects.all(), required=False, allow_null=True
    )
    visit_due_on = serializers.DateField(read_only=True, allow_null=True)
    profit = serializers.DecimalField(
        source="net_profit", max_digits=30, decimal_places=8, read_only=True, allow_null=True,
        help_text="Net profit in the base currency over the months that the tier policy looks at; null where unrated.",
    )  # fmt: skip
    tier = serializers.ChoiceField(choices=Tier.choices, allow_blank=True, read_only=True)

    class Meta:
        model = Account
        fields = [
            "id", "version", "name", "external_id", "owner", "owner_since", "team", "parent", "industry", "nature",
            "kind", "value_level", "covered_by", "territory", "stage", "filtered_reason", "website", "phone", "address",
            "notes", "archived_at", "lost_on", "last_visit_on", "visit_due_on", "next_step", "next_step_on", "tier",
            "tier_since", "profit", "churn_risk", "scored_at", "created_at", "updated_at",
        ]  # fmt: skip
        extra_kwargs: dict[str, Any] = {
            "owner": {"required": False},
            "team": {"required": False},
            "external_id": {"validators": []},
        }
        validators: list[Any] = []


class ContactSerializer(FixedOnEdit):
    fixed: tuple[str, ...] = ("account",)
    roles = RolesField(required=False)

    class Meta:
        model = Contact
        fields = [
            "id", "version", "account", "name", "external_id", "title", "department", "roles", "email", "phone",
            "wechat", "preferred_channel", "reports_to", "birthday", "notes", "last_met_on", "archived_at",
            "created_at", "updated_at",
        ]  # fmt: skip
        extra_kwargs: dict[str, Any] = {"external_id": {"validators": []}}
        validators: list[Any] = []


class DegreesField(serializers.DecimalField):
    """Degrees of latitude or longitude, up to `most` both ways."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        super().__init__(max_digits=6 + len(str(most)), decimal_places=6, required=False, allow_null=True, **kwargs)

    def validate_precision(self, value: Decimal) -> Decimal:
        if abs(value) > self.most:
            raise serializers.ValidationError(f"A number between -{self.most} and {self.most}.")
        return super().validate_precision(value)


class VisitSerializer(FixedOnEdit):
    """`state` is "logged" (default) or "planned" on creation; the actions log and cancel change it later."""

    fixed: tuple[str, ...] = ("account", "state", "client_id")
    state = serializers.ChoiceField(choices=VisitState.choices, default=VisitState.LOGGED)
    expenses = MoneyField(required=False, min_value=0)
    latitude = DegreesField(most=90)
    longitude = DegreesField(most=180)

    class Meta:
        model = Visit
        fields = [
            "id", "version", "account", "by", "contacts", "state", "starts_at", "minutes", "channel", "purpose",
            "summary", "outcome", "next_step", "next_step_on", "next_step_done_at", "expenses", "currency",
            "latitude", "longitude", "place_accuracy", "external_id", "client_id", "created_at", "updated_at",
        ]  # fmt: skip
        extra_kwargs: dict[str, Any] = {
            "by": {"required": False},
            "contacts": {"required": False},
            "starts_at": {"required": False},
            "currency": {"required": False},
            "external_id": {"validators": []},
            "client_id": {"validators": []},
            "minutes": {"max_value": MOST_MINUTES, "min_value": 0},
        }
        validators: list[Any] = []

    def validate_state(self, state: str) -> str:
        if state == VisitState.CANCELLED:
            raise serializers.ValidationError("A new visit is planned or logged.")
        return state

    def validate(self, fields: dict[str, Any]) -> dict[str, Any]:
        if fields.get("state") == VisitState.PLANNED and "starts_at" not in fields:
            raise serializers.ValidationError({"starts_at": ["Say when."]})
        return fields


class VisitReportSerializer(VisitSerializer):
    """What a planned visit becomes when it is logged."""

    fixed: tuple[str, ...] = ("account", "state", "client_id", "external_id")


class OwnCadenceSerializer(FixedOnEdit):
    """`days` null: the cadence of its tier counts again. Each change has its reason."""

    fixed: tuple[str, ...] = ("account",)
    account = VisibleField(queryset=Account.objects.all())

    class Meta:
        model = OwnCadence
        fields = ["id", "version", "account", "days", "reason", "created_at", "updated_at"]
        validators: list[Any] = []
        extra_kwargs: dict[str, Any] = {"days": {"min_value": 1, "max_value": MOST_DAYS, "required": True}}


class VisitProposalSerializer(serializers.Serializer):
    """A visit that the cadence asks for, on the working day on which it fits."""

    account = serializers.IntegerField(source="account.pk")
    name = serializers.CharField(source="account.name")
    tier = serializers.CharField(source="account.tier")
    owner = serializers.IntegerField(source="account.owner_id")
    last_visit_on = serializers.DateField(source="account.last_visit_on", allow_null=True)
    due_on = serializers.DateField(source="account.visit_due_on")
    on = serializers.DateField()


class VisitProposalsSerializer(serializers.Serializer):
    proposals = VisitProposalSerializer(many=True)
    has_more = serializers.BooleanField(help_text="Others come when these are planned.")


class WishSerializer(StrictBody):
    """How many visits a day at most, how many weeks ahead, for oneself or for everybody one leads."""

    a_day = serializers.IntegerField(min_value=1, max_value=MOST_A_DAY, default=A_DAY)
    weeks = serializers.IntegerField(min_value=1, max_value=MOST_WEEKS, default=WEEKS)
    who = serializers.ChoiceField(choices=["own", "team"], default="own")


class PlannedSerializer(StrictBody):
    account = VisibleField(queryset=Account.objects.filter(archived_at=None))
    on = serializers.DateField()


class PlansSerializer(StrictBody):
    """Visits to plan, as they were proposed or otherwise."""

    plans = PlannedSerializer(many=True, allow_empty=False, max_length=100)  # type: ignore[call-arg]


class StopSerializer(serializers.ModelSerializer):
    """A planned visit on the way of a day, with what leads there."""

    account_name = serializers.CharField(source="account.name")
    address = serializers.CharField(source="account.address")
    phone = serializers.CharField(source="account.phone")
    people = serializers.ListField(child=serializers.DictField(), help_text="Whom to meet: id and name.")

    class Meta:
        model = Visit
        fields = [
            "id", "version", "account", "account_name", "address", "phone", "starts_at", "minutes", "channel",
            "purpose", "people",
        ]  # fmt: skip


class RouteSerializer(serializers.Serializer):
    on = serializers.DateField()
    visits = StopSerializer(many=True)


class RouteDaySerializer(StrictBody):
    on = serializers.DateField(required=False, help_text="Today where it is not given, by your time zone.")


class RouteOrderSerializer(StrictBody):
    """All planned visits of the day, in the order in which they are to come."""

    on = serializers.DateField()
    order = serializers.ListField(child=serializers.IntegerField(min_value=1), allow_empty=False, max_length=50)
