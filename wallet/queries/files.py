"""Estimates as files tell them."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, CharField, DecimalField, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Concat, Round

from wallet.models import Estimate, Part


def with_competitors(estimates: QuerySet[Estimate]) -> QuerySet[Estimate]:
    """With `competitors`: a line for each, the largest part first, and each one's `strong` and `weak` points."""
    parts = Part.objects.filter(estimate=OuterRef("pk")).order_by().values("estimate")
    per_cent = Cast(Round(F("share") * 100, 2, output_field=DecimalField(max_digits=5, decimal_places=2)), CharField())
    known = Concat(F("competitor__name"), Value(": "), per_cent, Value(" %"), output_field=CharField())
    one = Case(When(share__isnull=False, then=known), default=F("competitor__name"), output_field=CharField())
    return estimates.annotate(
        competitors=_joined(parts, one),
        strong=_joined(parts.exclude(strengths=""), _said("strengths")),
        weak=_joined(parts.exclude(weaknesses=""), _said("weaknesses")),
    )


def _said(column: str) -> Any:
    return Concat(F("competitor__name"), Value(": "), F(column), output_field=CharField())


def _joined(parts: Any, one: Any) -> Subquery:
    order = (F("share").desc(nulls_last=True), "id")
    return Subquery(parts.annotate(all=StringAgg(one, "\n", order_by=order)).values("all"))
