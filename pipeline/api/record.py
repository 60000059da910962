"""Actions on an opportunity's record; catalogues and stakeholders as collections of their own."""

from __future__ import annotations

from functools import partial
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.filters import FilterBackend
from foundation.viewsets import (
    CreateThroughService,
    EditThroughService,
    VisibleViewSet,
    expected_version,
    version_alone,
)
from pipeline import queries, services
from pipeline.filters import CompetitorFilter, ProductFilter, StakeholderFilter
from pipeline.models import Competitor, DateChange, Opportunity, Product, Stakeholder
from pipeline.queries.record import criteria_of
from pipeline.serializers.opportunity import OpportunitySerializer
from pipeline.serializers.record import (
    CompetitorSerializer,
    CopyBody,
    CriterionStateSerializer,
    DateChangeSerializer,
    HandoverSerializer,
    LinesBody,
    PlaceBody,
    PlacedSerializer,
    ProductSerializer,
    ReassignBody,
    RecordLineSerializer,
    RivalsBody,
    RivalSerializer,
    SharesBody,
    ShareSerializer,
    SplitBody,
    StakeholderSerializer,
    TickBody,
    UntickBody,
)
from pipeline.services.record import owners_share
from teams.rules import only_leads


def _writer(request: Request) -> Any:
    """Who asks; somebody, for nobody else comes so far."""
    return request.user


class RecordActions:
    """What hangs on one opportunity. Lists are read by GET and written as a whole by PUT, with the version."""

    @extend_schema(request=LinesBody, responses=RecordLineSerializer(many=True))
    @action(detail=True, methods=["get", "put"], pagination_class=None, filterset_class=None)
    def lines(self: Any, request: Request, pk: str) -> Response:
        """What it consists of, in its currency."""
        row = self.get_object()
        if request.method == "PUT":
            told = self._body(LinesBody)
            wanted = [services.LineSpec(**line) for line in told["lines"]]
            write = partial(services.lines_write, lines=wanted, take_sum=told["take_sum"])
            row = write(row, actor=_writer(request), version=expected_version(request))
        return self._listed(RecordLineSerializer, row.lines.all(), row)

    @extend_schema(request=RivalsBody, responses=RivalSerializer(many=True))
    @action(detail=True, methods=["get", "put"], pagination_class=None, filterset_class=None)
    def rivals(self: Any, request: Request, pk: str) -> Response:
        """Who sells against us here."""
        row = self.get_object()
        if request.method == "PUT":
            wanted = [services.RivalSpec(**rival) for rival in self._body(RivalsBody)["rivals"]]
            write = partial(services.rivals_write, rivals=wanted)
            row = write(row, actor=_writer(request), version=expected_version(request))
        return self._listed(RivalSerializer, row.rivals.all(), row)

    @extend_schema(request=SharesBody, responses=ShareSerializer(many=True))
    @action(detail=True, methods=["get", "put"], pagination_class=None, filterset_class=None)
    def shares(self: Any, request: Request, pk: str) -> Response:
        """Owner and co-owners with their shares. Written by those who lead its team."""
        row = self.get_object()
        if request.method == "PUT":
            wanted = [(each["person"], each["share"]) for each in self._body(SharesBody)["shares"]]
            write = partial(services.shares_write, shares=wanted)
            row = write(row, actor=_writer(request), version=expected_version(request))
        others = list(row.co_owners.all())
        owner = {"person": row.owner_id, "share": f"{owners_share(others):.2f}"}
        rest = [{"person": each.person_id, "share": f"{each.share:.2f}"} for each in others]
        return Response([owner, *rest], headers={"ETag": f'"{row.version}"'})

    @extend_schema(responses=DateChangeSerializer(many=True))
    @action(detail=True, filterset_class=None)
    def dates(self: Any, request: Request, pk: str) -> Response:
        """Each change of the expected close, the latest first; a slip has `days` above zero."""
        rows = DateChange.objects.filter(opportunity=self.get_object()).order_by("-id")
        return self.get_paginated_response(DateChangeSerializer(self.paginate_queryset(rows), many=True).data)

    @extend_schema(responses=CriterionStateSerializer(many=True))
    @action(detail=True, pagination_class=None, filterset_class=None)
    def criteria(self: Any, request: Request, pk: str) -> Response:
        """The exit criteria of the stage it stands in, each with its tick."""
        row = self.get_object()
        return self._listed(CriterionStateSerializer, criteria_of(row), row)

    @extend_schema(request=TickBody, responses=OpportunitySerializer)
    @action(detail=True, methods=["post"])
    def tick(self: Any, request: Request, pk: str) -> Response:
        """An exit criterion is met, by this evidence."""
        row = self.get_object()
        services.criterion_tick(row, actor=_writer(request), **self._body(TickBody))
        return self.answer_written(row)

    @extend_schema(request=UntickBody, responses=OpportunitySerializer)
    @action(detail=True, methods=["post"])
    def untick(self: Any, request: Request, pk: str) -> Response:
        """It was not met after all."""
        row = self.get_object()
        services.criterion_untick(row, actor=_writer(request), **self._body(UntickBody))
        return self.answer_written(row)

    @extend_schema(request=SplitBody, responses=OpportunitySerializer(many=True))
    @action(detail=True, methods=["post"], pagination_class=None, filterset_class=None)
    def split(self: Any, request: Request, pk: str) -> Response:
        """Takes parts out; they and the rest are what it was, to the cent. Answers the parts."""
        row = self.get_object()
        told = self._body(SplitBody)
        told["parts"] = [(part["name"], part["amount"]) for part in told["parts"]]
        told.pop("version", None)
        made = services.opportunity_split(row, actor=_writer(request), version=expected_version(request), **told)
        seen = self.get_queryset().filter(pk__in=[part.pk for part in made]).order_by("pk")
        return Response(self.get_serializer(seen, many=True).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=CopyBody, responses={201: OpportunitySerializer})
    @action(detail=True, methods=["post"])
    def copy(self: Any, request: Request, pk: str) -> Response:
        """A new one like it, from the first stage on."""
        made = services.opportunity_copy(self.get_object(), actor=_writer(request), **self._body(CopyBody))
        return self.answer_written(made, status.HTTP_201_CREATED)

    @extend_schema(request=ReassignBody, responses=HandoverSerializer)
    @action(detail=False, methods=["post"], pagination_class=None)
    def reassign(self: Any, request: Request) -> Response:
        """Those of the list (its filters in the address) to another owner: first the preview, then with its token."""
        only_leads(_writer(request))
        told = self._body(ReassignBody)
        rows = FilterBackend().filter_queryset(request, self.get_queryset(), self)
        preview = queries.handover(rows, actor=_writer(request), owner=told["owner"])
        names = ("count", "amount", "closed", "others", "blind", "already", "token")
        answer = {name: getattr(preview, name) for name in names}
        if "seen" in told:
            services.opportunities_reassign(actor=_writer(request), rows=rows, **told)
        return Response(HandoverSerializer({**answer, "is_done": "seen" in told}).data)

    @extend_schema(request=PlaceBody, responses=PlacedSerializer)
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def place(self: Any, request: Request) -> Response:
        """Puts those that wait without an account at theirs."""
        only_leads(_writer(request))
        told = self._body(PlaceBody)
        rows = self.get_queryset().filter(pk__in=told["opportunities"])
        return Response(
            {"count": services.opportunities_place(actor=_writer(request), rows=rows, account=told["account"])}
        )

    def _body(self: Any, shape: type[serializers.Serializer]) -> dict[str, Any]:
        body = shape(data=self.request.data, context=self.get_serializer_context())
        body.is_valid(raise_exception=True)
        return dict(body.validated_data)

    def _listed(self: Any, shape: type[serializers.Serializer], rows: Any, row: Opportunity) -> Response:
        shown = shape(rows, many=True, context=self.get_serializer_context()).data
        return Response(shown, headers={"ETag": f'"{row.version}"'})


class _Catalogue(CreateThroughService, EditThroughService, VisibleViewSet):
    """Everybody reads the catalogue, those who lead write it."""

    http_method_names = ["get", "post", "patch", "head", "options"]

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, pk: str) -> Response:
        """Out of the catalogue; what names it keeps it."""
        row = services.catalogue_retire(self.get_object(), actor=_writer(request), version=version_alone(request))
        return self.answer_written(row)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str) -> Response:
        row = services.catalogue_retire(
            self.get_object(), actor=_writer(request), version=version_alone(request), retired=False
        )
        return self.answer_written(row)


class ProductViewSet(_Catalogue):
    """What we sell."""

    scope = "products"
    queryset = Product.objects.order_by("name", "id")
    serializer_class = ProductSerializer
    filterset_class = ProductFilter
    create_service = staticmethod(services.product_create)
    update_service = staticmethod(services.product_update)


class CompetitorViewSet(_Catalogue):
    """Who sells against us."""

    scope = "competitors"
    queryset = Competitor.objects.order_by("name", "id")
    serializer_class = CompetitorSerializer
    filterset_class = CompetitorFilter
    create_service = staticmethod(services.competitor_create)
    update_service = staticmethod(services.competitor_update)


class StakeholderViewSet(CreateThroughService, EditThroughService, VisibleViewSet):
    """Who has a say in which deal."""

    scope = "opportunities"
    queryset = Stakeholder.objects.select_related("opportunity", "contact").order_by("-id")
    serializer_class = StakeholderSerializer
    filterset_class = StakeholderFilter
    create_service = staticmethod(services.stakeholder_create)
    update_service = staticmethod(services.stakeholder_update)
    http_method_names = ["get", "post", "patch", "delete", "head", "options"]

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Has no say after all; the contact stays."""
        services.stakeholder_remove(self.get_object(), actor=_writer(request))
        return Response(status=status.HTTP_204_NO_CONTENT)
