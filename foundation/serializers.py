"""Serializers check shapes only; rules live in services."""

from __future__ import annotations

import copy
import re
from decimal import ROUND_HALF_UP
from typing import Any, ClassVar

from rest_framework import serializers

from .columns import MONEY


class MoneyField(serializers.DecimalField):
    """Two places, eighteen digits, sent as a string. 1.005, NaN and Infinity are refused, never rounded."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**MONEY, **kwargs})


class BaseMoneyField(serializers.DecimalField):
    """An amount in the base currency, rounded half up to two places for reading."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=30, decimal_places=2, rounding=ROUND_HALF_UP, read_only=True, **kwargs)


_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


class VisibleField(serializers.PrimaryKeyRelatedField):
    """A link to a row the writer may see; another's id is refused exactly like a missing one.

    Where rows know what stands `instead_of` one that is gone, that one is meant: who kept an id keeps being understood.
    """

    def get_queryset(self) -> Any:
        rows: Any = super().get_queryset()
        if rows is None:
            return None
        request = self.context.get("request")
        return rows.visible_to(request.user) if request else rows.none()

    def to_internal_value(self, data: Any) -> Any:
        try:
            return super().to_internal_value(data)
        except serializers.ValidationError:
            instead_of = getattr(self.get_queryset(), "instead_of", None)
            row = instead_of(int(data)) if instead_of and _NUMBER.fullmatch(str(data)) else None
            if row is None:
                raise
            return row


class Strict:
    """Refuses fields that do not exist and fields that cannot be written, instead of dropping them silently."""

    fields: Any

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            errors = {
                name: ["Read-only."] if name in self.fields else ["No such field."]
                for name in data
                if name != "version" and (name not in self.fields or self.fields[name].read_only)
            }
            if errors:
                raise serializers.ValidationError(errors)
        return super().to_internal_value(data)  # type: ignore[misc]


class StrictSerializer(Strict, serializers.ModelSerializer):
    """The shape of a row."""

    serializer_related_field = VisibleField
    _built: ClassVar[dict[str, Any]]

    def get_fields(self) -> dict[str, Any]:
        """Fields are built from the model once a class and copied from then on, as DRF does with declared ones: asking
        the model anew is a third of what a small request costs."""
        if "_built" not in type(self).__dict__:
            type(self)._built = super().get_fields()
        return copy.deepcopy(type(self)._built)


class StrictBody(Strict, serializers.Serializer):
    """The shape of what an action is told."""
