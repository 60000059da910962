"""/api/v1/ledger-entries/, tiers/, key-marks/, alerts/, churn-predictions/, churn-fits/."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, PolymorphicProxySerializer, extend_schema
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from foundation.filters import RESERVED
from foundation.serializers import StrictBody
from foundation.viewsets import CreateThroughService, EditThroughService, VisibleViewSet
from teams.models import Company

from . import queries, services
from .filters import (
    AlertFilter,
    ChurnFilter,
    DecisionFilter,
    FitFilter,
    KeyMarkFilter,
    MarketShareFilter,
    NightFilter,
    ProfitFilter,
)
from .forms import RetentionForm
from .ledger_filters import EntryFilter
from .ledger_serializers import MOST_ENTRIES, BookedSerializer, BookingSerializer, EntrySerializer
from .models import (
    Alert,
    ChurnFit,
    ChurnPrediction,
    KeyMark,
    LedgerEntry,
    MarketShare,
    RetentionRule,
    TierDecision,
)
from .policy_serializers import KeyMarkSerializer
from .queries.fits import failed_fit
from .queries.key_account import standing_marks
from .queries.profit import profit_page
from .queries.retention import Figures
from .serializers import (
    AcknowledgedSerializer,
    AcknowledgeSerializer,
    AlertSerializer,
    ChurnFitSerializer,
    ChurnPredictionSerializer,
    DecisionDetailSerializer,
    DecisionSerializer,
    FitStateSerializer,
    MarketShareSerializer,
    ProfitSerializer,
    RecordSerializer,
    RetentionQuery,
    RetentionSerializer,
    SummarySerializer,
    TickSerializer,
)

_ONE_OR_MANY = PolymorphicProxySerializer(
    "LedgerEntries", [BookingSerializer, BookingSerializer(many=True)], resource_type_field_name=None, many=False
)


class LedgerEntryViewSet(VisibleViewSet):
    """Revenue and direct cost by account and day. A known external id changes the entry it names."""

    scope = "ledger"
    queryset = LedgerEntry.objects.all()
    serializer_class = EntrySerializer
    filterset_class = EntryFilter

    @extend_schema(
        request=_ONE_OR_MANY,
        responses={
            200: OpenApiResponse(BookedSerializer, description="A list was taken over, or the entry was known."),
            201: OpenApiResponse(EntrySerializer, description="One entry was made."),
        },
    )
    def create(self, request: Request) -> Response:
        """One entry, or a list of up to 5,000: all are taken over or none. `errors` names the rows by position."""
        is_list = isinstance(request.data, list)
        body = BookingSerializer(data=request.data, many=is_list, context=self.get_serializer_context())
        if is_list and not 1 <= len(request.data) <= MOST_ENTRIES:
            raise ValidationError({"non_field_errors": [f"A list of 1 to {MOST_ENTRIES} entries."]})
        body.is_valid(raise_exception=True)
        booked = self._book(body.validated_data if is_list else [body.validated_data], is_list=is_list)
        return _counts(booked) if is_list else self._one(booked)

    def _book(self, rows: list[dict[str, Any]], *, is_list: bool) -> services.Booked:
        with transaction.atomic():
            booked = services.ledger_upsert(
                actor=self.request.user,  # type: ignore[arg-type]
                rows=[services.Booking(**row) for row in rows],
            )
            if booked.refused:
                transaction.set_rollback(True)
        if booked.refused and not is_list:
            raise booked.refused[0][1]
        if booked.refused:
            raise ValidationError(
                {str(place): {error.field or "non_field_errors": [error.message]} for place, error in booked.refused}
            )
        return booked

    def _one(self, booked: services.Booked) -> Response:
        made = bool(booked.created)
        entry = [*booked.created, *booked.updated, *booked.unchanged][0]
        return self.answer_written(entry, status.HTTP_201_CREATED if made else status.HTTP_200_OK)


class InBaseCurrency(VisibleViewSet):
    """Sentences name the base currency."""

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "currency": Company.current().base_currency}


class TierViewSet(InBaseCurrency):
    """Decisions of a night (`night=`, default: the one that stands), each with its explanation."""

    scope = "tiers"
    queryset = TierDecision.objects.all()
    serializer_class = DecisionSerializer
    filterset_class = DecisionFilter

    def get_serializer_class(self) -> Any:
        return DecisionDetailSerializer if self.action == "retrieve" else DecisionSerializer

    def get_queryset(self) -> QuerySet[TierDecision]:
        return queries.explained(super().get_queryset())

    def paginate_queryset(self, queryset: Any) -> Any:
        rows = super().paginate_queryset(queryset)
        night = NightFilter(self.request.query_params, queryset=TierDecision.objects.none(), request=self.request).run
        return self._told(rows, night) if night and rows else rows

    def get_object(self) -> TierDecision:
        """As of the last night in which it stood."""
        decision: TierDecision = super().get_object()
        night = queries.night_of(decision)
        if night is None:
            raise Http404
        (decision,) = self._told([decision], night)
        currency, first_order = Company.current().base_currency, queries.first_order_of(decision)
        policy = queries.Explanation(decision, currency).policy
        decision.alternatives = queries.alternatives(decision, policy, decision.pin, decision.key, first_order)  # type: ignore[attr-defined]
        decision.since = queries.changes_of(decision, queries.decision_before(decision), currency)  # type: ignore[attr-defined]
        return decision

    def _told(self, rows: list[Any], night: Any) -> list[Any]:
        placed = queries.as_seen(queries.place(rows, night, distances=True), self.request.user)
        return queries.with_keys(placed, night)

    @extend_schema(responses={200: SummarySerializer, 404: OpenApiResponse()}, filters=True)
    @action(detail=False, filterset_class=NightFilter, pagination_class=None)
    def summary(self, request: Request) -> Response:
        """The 20/80 figures of a night, over the accounts that the reader sees."""
        rows = TierDecision.objects.visible_to(request.user)
        filterset = NightFilter(request.query_params, queryset=rows, request=request).understood()
        if filterset.run is None:
            raise Http404
        return Response(queries.night_summary(filterset.run, filterset.qs, is_whole=filterset.is_whole))


class MarketShareViewSet(CreateThroughService, VisibleViewSet):
    """Market shares by period, market and competitor, the latest first. Set again, one is replaced."""

    scope = "market"
    queryset = MarketShare.objects.select_related("competitor")
    serializer_class = MarketShareSerializer
    filterset_class = MarketShareFilter
    create_service = staticmethod(services.market_share_set)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Takes one back."""
        services.market_share_remove(self.get_object(), actor=request.user)  # type: ignore[arg-type]
        return Response(status=status.HTTP_204_NO_CONTENT)


class ProfitViewSet(viewsets.GenericViewSet):
    """Profit by team (`by=`: team, owner, group, industry, tier, account) against an earlier night, 50 lines a page."""

    scope = "tiers"
    queryset = TierDecision.objects.all()
    serializer_class = ProfitSerializer
    filterset_class = ProfitFilter
    pagination_class = None

    @extend_schema(responses=ProfitSerializer, parameters=[OpenApiParameter("page", int, description="1 to 200")])
    def list(self, request: Request) -> Response:
        seen = TierDecision.objects.visible_to(request.user)
        filterset = ProfitFilter(request.query_params, queryset=seen, request=request).understood()
        question = filterset.question
        if question is None:
            raise Http404
        page, total = profit_page(filterset.qs, seen, question, request.query_params.get("page"))
        figures = {
            "by": question.by,
            "night": question.night.business_date,
            "before": question.before and question.before.business_date,
            "currency": Company.current().base_currency,
            "total": total,
            "count": page.count,
            "lines": page.rows,
        }
        return Response(self.get_serializer(figures).data)


class AlertViewSet(EditThroughService, InBaseCurrency):
    """Open alerts (`state=` for others). PATCH moves one on: acknowledged, acting; an outcome closes it."""

    scope = "alerts"
    queryset = Alert.objects.prefetch_related("steps")
    serializer_class = AlertSerializer
    filterset_class = AlertFilter
    http_method_names = ["get", "patch", "post", "head", "options"]
    update_service = staticmethod(services.alert_update)

    @extend_schema(request=AcknowledgeSerializer, responses={200: AcknowledgedSerializer})
    @action(detail=False, methods=["post"], pagination_class=None, filterset_class=None)
    def acknowledge(self, request: Request) -> Response:
        """New alerts that were seen, up to 250 at once; what changed meanwhile is left alone."""
        body = AcknowledgeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        seen = {each["id"]: each["version"] for each in body.validated_data["alerts"]}
        result = services.alerts_acknowledge(actor=request.user, seen=seen)  # type: ignore[arg-type]
        return Response({"done": result.done, "changed": result.changed})

    @extend_schema(request=TickSerializer, responses={200: AlertSerializer})
    @action(detail=True, methods=["post"])
    def tick(self, request: Request, pk: str) -> Response:
        """A step of an alert that is acted on, done or not."""
        alert, body = self.get_object(), TickSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        step = alert.steps.filter(pk=body.validated_data["step"]).first()
        if step is None:
            raise ValidationError({"step": ["No such step of this alert."]})
        services.alert_step_tick(step, actor=request.user, done=body.validated_data["done"])  # type: ignore[arg-type]
        return self.answer_written(alert)

    @extend_schema(responses={200: RecordSerializer(many=True)}, filters=False)
    @action(detail=False, pagination_class=None, filterset_class=None)
    def precision(self, request: Request) -> Response:
        """How right each cause has been, over the accounts that the reader sees."""
        self.filter_queryset(Alert.objects.none())  # refuses parameters
        _span, known = queries.records(request.user)
        return Response(RecordSerializer(list(known.values()), many=True).data)


class KeyMarkViewSet(CreateThroughService, VisibleViewSet):
    """Marks of 0 to 4 that people gave an account. POST gives one, which ends the one before."""

    scope = "key-marks"
    queryset = KeyMark.objects.all()
    serializer_class = KeyMarkSerializer
    filterset_class = KeyMarkFilter

    @staticmethod
    def create_service(*, actor: Any, account: Account, factor: str, mark: int, reason: str = "") -> KeyMark:
        services.key_marks_set(account, actor=actor, marks={factor: mark}, reason=reason)
        return queries.present_marks(account.pk)[factor]

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Ends the mark without another in its place; it stays to be read. 400: it has ended."""
        row: KeyMark = self.get_object()
        seen, standing = standing_marks(row.account_id), queries.present_marks(row.account_id)
        if row not in standing.values():
            raise ValidationError({"non_field_errors": ["This mark has ended."]})
        services.key_marks_set(row.account, actor=request.user, marks={row.factor: None}, seen=seen)  # type: ignore[arg-type]
        return Response(status=status.HTTP_204_NO_CONTENT)


class RetentionViewSet(viewsets.ViewSet):
    """What keeping customers is worth: the figures of the page /reports/retention/. Nothing is saved."""

    scope = "churn"

    @extend_schema(parameters=[RetentionQuery], responses=RetentionSerializer)
    def list(self, request: Request) -> Response:
        """Over the accounts that the reader sees; rates and shares are 0 to 1, and typed in per cent."""
        form = RetentionForm(request.query_params, user=request.user)
        if strange := sorted(set(request.query_params) - set(RetentionQuery().fields) - RESERVED):
            raise ValidationError({name: ["No such filter."] for name in strange})
        if not form.is_valid():
            told = form.errors.get_json_data()
            raise ValidationError({name: [str(each["message"]) for each in errors] for name, errors in told.items()})
        own = Figures(request.user, **form.among).own()
        keeping = own.keeping(RetentionRule.current(), **form.assumptions)
        return Response(RetentionSerializer({"keeping": keeping, "own": own}).data)


class ChurnPredictionViewSet(VisibleViewSet):
    """Risk of each account by the standing fit, with its reasons; empty where the model may not speak."""

    scope = "churn"
    queryset = ChurnPrediction.objects.select_related("account")
    serializer_class = ChurnPredictionSerializer
    filterset_class = ChurnFilter

    def get_serializer(self, *args: Any, **kwargs: Any) -> Any:
        """Each row with its outlook, all by one look at the fit."""
        rows = args[0] if args else None
        if rows is not None:
            seen = queries.with_outlooks(rows if kwargs.get("many") else [rows], queries.standing_fit())
            args = (seen if kwargs.get("many") else seen[0],)
        return super().get_serializer(*args, **kwargs)


class ChurnFitViewSet(VisibleViewSet):
    """Fits of the churn model, newest day first, each with its accuracy on the company's own past."""

    scope = "churn"
    queryset = ChurnFit.objects.all()
    serializer_class = ChurnFitSerializer
    filterset_class = FitFilter

    @extend_schema(request=None, responses={202: FitStateSerializer})
    def create(self, request: Request) -> Response:
        """Queues the fit of the last night again; for those who may run nights. One on its way goes on."""
        StrictBody(data=request.data).is_valid(raise_exception=True)
        user: Any = request.user
        services.fit_start(actor=user)
        return self._told(status.HTTP_202_ACCEPTED)

    @extend_schema(responses=FitStateSerializer)
    @action(detail=False, pagination_class=None, filterset_class=None)
    def state(self, request: Request) -> Response:
        """Whether the fit of the last night came about; where it failed, what stands and what to do."""
        return self._told()

    def _told(self, code: int = status.HTTP_200_OK) -> Response:
        failure = failed_fit()
        to_do = failure.to_do(self.request.user) if failure else ""
        return Response(FitStateSerializer({"failure": failure, "to_do": to_do}).data, code)


def _counts(booked: services.Booked) -> Response:
    """How many rows were made, changed, and there already."""
    return Response({name: len(getattr(booked, name)) for name in ("created", "updated", "unchanged")})
