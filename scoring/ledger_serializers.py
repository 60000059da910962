"""Shapes of ledger entries in the API; rules live in services."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from accounts.models import Account
from foundation.serializers import StrictSerializer, VisibleField
from scoring.choices import EntryKind
from scoring.models import LedgerEntry
from scoring.models.ledger import BASE_MONEY, ENTRY_MONEY

MOST_ENTRIES = 5_000
MOST_PLACES = 30


class BulkList(serializers.ListSerializer):
    """Errors as {"position": {"field": ["…"]}}: of five thousand rows only the unusable ones are told."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError(_by_position(error.detail)) from error


class EntryAmount(serializers.DecimalField):
    """Four decimal places; zeros behind them say nothing more, so that what we tell can be sent as it is."""

    def validate_precision(self, value: Decimal) -> Decimal:
        if -MOST_PLACES <= int(value.as_tuple().exponent) < -ENTRY_MONEY["decimal_places"]:
            value = Decimal(f"{value:f}".rstrip("0"))
        return super().validate_precision(value)


class EntrySerializer(StrictSerializer):
    """A ledger entry: a sale, or what a rebate, a complaint or other service cost; only a sale has revenue. `currency`
    defaults to the base currency; amounts have at most four decimal places."""

    account = VisibleField(queryset=Account.objects.all())
    kind = serializers.ChoiceField(choices=EntryKind.choices, required=False, help_text="Default: sale")
    revenue = EntryAmount(**ENTRY_MONEY, required=False, help_text="Required of a sale")
    cost = EntryAmount(**ENTRY_MONEY, required=False)
    currency = serializers.CharField(max_length=3, required=False)
    # Generated columns would come out as floats.
    revenue_base = serializers.DecimalField(**BASE_MONEY, read_only=True)
    cost_base = serializers.DecimalField(**BASE_MONEY, read_only=True)

    class Meta:
        model = LedgerEntry
        fields = [
            "id", "account", "date", "kind", "revenue", "cost", "currency", "rate", "revenue_base", "cost_base",
            "external_id", "note", "created_at",
        ]  # fmt: skip
        read_only_fields = ["rate", "created_at"]
        extra_kwargs: dict[str, Any] = {"external_id": {"validators": []}}
        validators: list[Any] = []


class BookingSerializer(EntrySerializer):
    """For writing: the account by our id or by the one that the other system has for it, looked up once for all rows by
    the service. Of a known entry a kind and a note that are left out stay as they are."""

    account = serializers.IntegerField(  # type: ignore[assignment]
        min_value=1, max_value=2**63 - 1, source="account_id", required=False
    )
    account_external_id = serializers.CharField(max_length=80, required=False, write_only=True)

    class Meta(EntrySerializer.Meta):
        fields = [*EntrySerializer.Meta.fields, "account_external_id"]
        list_serializer_class = BulkList

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "account_id" not in attrs and "account_external_id" not in attrs:
            raise serializers.ValidationError({"account": [self.fields["account"].error_messages["required"]]})
        if attrs.get("kind", EntryKind.SALE) == EntryKind.SALE and "revenue" not in attrs:
            raise serializers.ValidationError({"revenue": [self.fields["revenue"].error_messages["required"]]})
        return {"account_id": None, "revenue": Decimal(0), **attrs}


class BookedSerializer(serializers.Serializer):
    """What became of a list of entries."""

    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()


def _by_position(detail: Any) -> Any:
    """DRF's list errors, whichever of its shapes they have, as a dict of the rows that have any."""
    if isinstance(detail, dict):
        return detail
    return {str(place): errors for place, errors in enumerate(detail) if errors}
