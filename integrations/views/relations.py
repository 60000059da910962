"""Relations as files: people with what is known of them, walls."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Case, CharField, F, Func, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponseBase, QueryDict

from accounts.filters import ContactFilter
from accounts.models import Contact
from accounts.queries.contact import with_roles
from relations.filters import AcquaintanceFilter, WallFilter
from relations.models import Acquaintance, Assessment, Wall, WallReading
from teams.visibility import of_team_q

from .exports import Export

ASSESSED = ("self_control", "others_control", "buyer_type", "shared", "blind", "protected", "unknown")
ASK = "assessments"


class ContactExport(Export):
    """People as import_csv reads them, with influence and stance. `?assessments=yes` adds the personal assessments of
    people at accounts of whose team the reader is: nobody carries them out by accident."""

    filterset_class = ContactFilter
    name, back = "contacts", "account_list"
    known = {
        "external_id": "external_id",
        "name": "name",
        "account": "account__name",
        "account_external_id": "account__external_id",
        **{column: column for column in ("title", "department", "email", "phone", "wechat", "preferred_channel")},
        "roles": "role_words",
        "reports_to": "superior",
        "birthday": "birthday",
        "notes": "notes",
        "last_met_on": "last_met_on",
        "influence": "profile__influence",
        "stance": "profile__stance",
        "cares_about": "profile__cares_about",
        "hobbies": "profile__hobbies",
    }
    columns = known

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        query: QueryDict = request.GET.copy()
        asked = query.pop(ASK, [])
        if asked not in ([], ["yes"]):
            raise BadRequest(f"{ASK}: yes, or nothing")
        request.GET = query  # type: ignore[assignment]  # what is left are the list's own filters
        self.columns = self.known | {name: f"seen_{name}" for name in ASSESSED if asked}  # type: ignore[misc]
        return super().get(request, **kwargs)

    def rows(self) -> QuerySet[Contact]:
        words = Func(F("role_kinds"), Value(";"), function="array_to_string", output_field=CharField())
        superior = Case(
            When(reports_to__external_id="", then=F("reports_to__name")), default=F("reports_to__external_id")
        )
        rows = with_roles(Contact.objects.visible_to(self.request.user)).order_by("sort_key", "id")
        rows = rows.annotate(role_words=words, superior=superior)
        if len(self.columns) > len(self.known):
            rows = rows.annotate(**{f"seen_{name}": self._assessed(name) for name in ASSESSED})
        return rows

    def _assessed(self, name: str) -> Subquery:
        seen = Assessment.objects.visible_to(self.request.user).filter(contact=OuterRef("pk"))
        return Subquery(seen.values_list(Cast(name, CharField()))[:1])


class WallExport(Export):
    """Relationship walls as they stand; every marking comes by the API."""

    filterset_class = WallFilter
    name, back = "walls", "wall_list"
    columns = {
        "account": "account__name",
        "account_external_id": "account__external_id",
        "tier": "account__tier",
        "owner": "account__owner__email",
        **{column: column for column in ("push", "share", "contact", "rapport", "total", "updated_at")},
        "marked_by": "marked_by__email",
    }

    def rows(self) -> QuerySet[Wall]:
        return Wall.objects.visible_to(self.request.user).filter(account__archived_at=None).order_by("total", "id")


class AcquaintanceExport(Export):
    """Who of us knows whom how well: judgements, so at accounts of whose team the reader is."""

    filterset_class = AcquaintanceFilter
    name, back = "who-knows-whom", "account_list"
    columns = {
        "account": "contact__account__name",
        "account_external_id": "contact__account__external_id",
        "contact": "contact__name",
        "contact_external_id": "contact__external_id",
        "person": "person__email",
        "closeness": "closeness",
        "note": "note",
    }

    def rows(self) -> QuerySet[Acquaintance]:
        rows = Acquaintance.objects.visible_to(self.request.user).filter(
            of_team_q(self.request.user, "contact__account__")
        )
        rows = rows.filter(contact__account__archived_at=None, contact__archived_at=None)
        return rows.order_by("contact__account__sort_key", "contact__sort_key", "-closeness", "id")


class WallMarkExport(Export):
    """Every marking of the walls that the list shows, at accounts of whose team the reader is."""

    filterset_class = WallFilter
    name, back = "wall-marks", "wall_list"
    columns = {
        "account": "wall__account__name",
        "account_external_id": "wall__account__external_id",
        **{column: column for column in ("at", "push", "share", "contact", "rapport", "total")},
        "by": "by__email",
        "note": "note",
    }

    def rows(self) -> QuerySet[Wall]:
        walls = Wall.objects.visible_to(self.request.user).filter(of_team_q(self.request.user, "account__"))
        return walls.filter(account__archived_at=None)

    def told(self, filterset: Any) -> QuerySet[WallReading]:
        walls = filterset.rows_or_refuse().order_by().values("pk")
        return (
            WallReading.objects.visible_to(self.request.user)
            .filter(wall__in=walls)
            .order_by("wall__account__sort_key", "wall", "at", "id")
        )
