"""Moves, quotas, stakeholders and the catalogues as files, under headers that import_csv understands."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, CharField, F, Func, QuerySet, TextField, Value, When

from pipeline.choices import MoveKind
from pipeline.filters import AboutPeopleFilter, CompetitorFilter, MovementFilter, ProductFilter, StakeholderFilter
from pipeline.models import Competitor, Opportunity, Product, Quota, Stakeholder
from pipeline.queries.movement import moves_between
from teams.views.doors import ForLeads

from .exports import Export


class QuotaListExport(ForLeads, Export):
    filterset_class = AboutPeopleFilter
    name, back = "quotas", "quota_list"
    columns = {
        "person": "person__email",
        "team": "team__name",
        "period": "kind",
        **{column: column for column in ("starts_on", "ends_on", "base", "stretch", "currency")},
    }

    def rows(self) -> QuerySet[Quota]:
        return Quota.objects.visible_to(self.request.user).order_by("-starts_on", "-pk")


class ProductExport(ForLeads, Export):
    filterset_class = ProductFilter
    name, back = "products", "product_list"
    columns = {column: column for column in ("code", "name", "unit", "list_price", "currency")}

    def rows(self) -> QuerySet[Product]:
        return Product.objects.visible_to(self.request.user).order_by("name", "id")


class CompetitorExport(ForLeads, Export):
    filterset_class = CompetitorFilter
    name, back = "competitors", "competitor_list"
    columns = {column: column for column in ("name", "strengths", "weaknesses")}

    def rows(self) -> QuerySet[Competitor]:
        return Competitor.objects.visible_to(self.request.user).order_by("name", "id")


class StakeholderExport(Export):
    filterset_class = StakeholderFilter
    name, back = "stakeholders", "opportunity_list"
    columns = {
        "opportunity": "opportunity__external_id",
        "opportunity_name": "opportunity__name",
        "contact": "contact__name",
        "contact_external_id": "contact__external_id",
        "roles": "role_words",
        "influence": "influence",
        "stance": "stance",
        "need": "need",
        "holder": "holder__email",
    }

    def rows(self) -> QuerySet[Stakeholder]:
        words = Func(F("roles"), Value(";"), function="array_to_string", output_field=TextField())
        seen = Stakeholder.objects.visible_to(self.request.user).annotate(role_words=words)
        return seen.order_by("opportunity_id", "-influence", "id")


class MoveExport(Export):
    """Every move of the opportunities, persons and days that the movement is about, oldest first."""

    filterset_class = MovementFilter
    name, back = "moves", "movement"
    columns = {
        "opportunity": "opportunity__external_id",
        "opportunity_name": "opportunity__name",
        "account": "opportunity__account__name",
        "at": "at",
        "kind": "kind",
        "from_stage": "from_stage__key",
        "stage": "stands",
        "amount_before": "amount_before",
        "amount": "amount_after",
        "currency": "currency",
        "amount before in base currency": "base_before",
        "amount in base currency": "base_after",
        "owner": "owner__email",
        "team": "team__name",
        "from_owner": "from_owner__email",
        "from_team": "from_team__name",
        "by": "by__email",
        "reason": "reason",
        "note": "note",
    }

    def rows(self) -> QuerySet[Opportunity]:
        return Opportunity.objects.visible_to(self.request.user).live()

    def told(self, filterset: Any) -> QuerySet[Any]:
        moves = moves_between(super().told(filterset), filterset.span, filterset.holders)
        ended = [When(kind=kind, then=Value(kind.value)) for kind in (MoveKind.WON, MoveKind.LOST)]
        stands = Case(*ended, default=F("to_stage__key"), output_field=CharField())
        return moves.annotate(stands=stands).order_by("at", "id")
