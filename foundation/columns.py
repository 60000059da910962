"""Columns that several tables share, and the one conditional update that every edit goes through."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast
from django.db.models.lookups import LessThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .errors import StaleEdit

MONEY: dict[str, Any] = {"max_digits": 18, "decimal_places": 2}
RATE: dict[str, Any] = {"max_digits": 18, "decimal_places": 8}
BASE_LIMIT = Decimal(10) ** 16
"""Below it lies every amount in the base currency that is added up: a million of the largest still fit in a sum."""

Row = TypeVar("Row", bound="Versioned")


class Versioned(models.Model):
    """A row that people edit: `version` grows by one with each save, so that no edit overwrites another unseen."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    class Meta:
        abstract = True


def save_edit(row: Row, version: int, changes: dict[str, Any]) -> Row:
    """Writes `changes` if `row` still has `version`; the row comes back fresh.

    Raises StaleEdit, carrying the row as it stands, if somebody saved first.
    """
    rows = type(row)._base_manager.filter(pk=row.pk, version=version)
    if not rows.update(**changes, version=F("version") + 1, updated_at=timezone.now()):
        row.refresh_from_db()
        raise StaleEdit(row)
    row.refresh_from_db()
    return row


def remember_related(row: Any, name: str, rows: Iterable[models.Model]) -> None:
    """`row.<name>.all()` is these `rows`, which were written a moment ago: as if it had been prefetched."""
    found = getattr(row, name).all()
    found._result_cache = list(rows)
    found._prefetch_done = True
    row._prefetched_objects_cache = {**getattr(row, "_prefetched_objects_cache", {}), name: found}


def differences(row: models.Model, wanted: dict[str, Any]) -> dict[str, Any]:
    """The part of `wanted` that differs from what `row` holds now."""
    return {name: value for name, value in wanted.items() if getattr(row, name) != value}


def finite(*columns: str) -> Q:
    """A CHECK: numeric stores NaN and counts it above everything, so each money column refuses it."""
    condition = Q()
    for column in columns:
        condition &= Q(LessThan(F(column), Cast(Value("NaN"), models.FloatField())))
    return condition


def within_base(amount: str, rate: str = "rate") -> LessThan:
    """A CHECK: the amount of that column, at the rate kept with it, is one that sums can hold."""
    return LessThan(F(amount) * F(rate), Value(BASE_LIMIT))


def one_of(column: str, choices: type[models.Choices], *more: str) -> models.CheckConstraint:
    """A CHECK: what the forms offer is all there is, whoever writes. `more`: "" where nothing may be said."""
    return models.CheckConstraint(
        condition=Q(**{f"{column}__in": [*choices.values, *more]}), name=f"%(class)s_{column}"
    )


def shares_of_one(*columns: str) -> Q:
    """A CHECK: each column lies between 0 and 1 (a share, not a per cent)."""
    condition = Q()
    for column in columns:
        condition &= Q(**{f"{column}__gte": 0, f"{column}__lte": 1})
    return condition
