"""/api/v1/concentration/: how much hangs on how few."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.serializers import BaseMoneyField
from teams.models import Company

from .choices import Band
from .filters import NightFilter
from .models import TierDecision
from .queries.concentration import figures_and_curve
from .queries.cuts import contribution, sales_cuts
from .queries.market import market_beside
from .serializers import MarketShareSerializer


class ShareField(serializers.DecimalField):
    """0 to 1, more where others lose money; null where the whole is not above zero."""

    def __init__(self) -> None:
        super().__init__(max_digits=20, decimal_places=4, allow_null=True)


class CutSerializer(serializers.Serializer):
    """Some of all accounts in the order of profit, beside the reference's share of accounts and of sales."""

    reference_accounts = ShareField()
    reference_sales = ShareField()
    accounts = serializers.IntegerField()
    revenue = BaseMoneyField()
    profit = BaseMoneyField()
    sales_share = ShareField()
    profit_share = ShareField()


class PointSerializer(serializers.Serializer):
    """The first `accounts` in the order of profit, and their profit together."""

    accounts = serializers.IntegerField()
    profit = BaseMoneyField()


class KeyAccountsSerializer(serializers.Serializer):
    """What platinum and gold accounts bring of all revenue."""

    accounts = serializers.IntegerField()
    revenue = BaseMoneyField()
    whole = BaseMoneyField()
    share = ShareField()


class ConcentrationSerializer(serializers.Serializer):
    """`curve`: the whale curve over the rated accounts, at most 200 points from (0, 0) on; empty where all profit
    together is not above zero. `market`: our latest share; `band`: what it means beside the key accounts, null while
    either is not known; `lacking`: what the nearest band asks for, in the reader's language."""

    night = serializers.DateField()
    currency = serializers.CharField()
    cuts = CutSerializer(many=True)
    curve = PointSerializer(many=True)
    key_accounts = KeyAccountsSerializer()
    market = MarketShareSerializer(allow_null=True)
    band = serializers.ChoiceField(choices=Band.choices, allow_null=True)
    lacking = serializers.CharField(allow_blank=True)


class ConcentrationViewSet(viewsets.GenericViewSet):
    """The reference's cuts beside our own, the whale curve, and what key accounts bring (`night=`, default: the one
    that stands)."""

    scope = "tiers"
    queryset = TierDecision.objects.all()
    serializer_class = ConcentrationSerializer
    filterset_class = NightFilter
    pagination_class = None

    @extend_schema(responses={200: ConcentrationSerializer, 404: OpenApiResponse()})
    def list(self, request: Request) -> Response:
        """The figures of the page /reports/concentration/, over the accounts that the reader sees."""
        seen = TierDecision.objects.visible_to(request.user)
        filterset = NightFilter(request.query_params, queryset=seen, request=request).understood()
        if filterset.run is None:
            raise Http404
        key = contribution(filterset.qs)
        _figures, curve = figures_and_curve(filterset.run, filterset.qs, is_whole=filterset.is_whole)
        market = market_beside(key.share)
        told = {
            "night": filterset.run.business_date,
            "currency": Company.current().base_currency,
            "cuts": sales_cuts(filterset.qs),
            "curve": [{"accounts": accounts, "profit": profit} for accounts, profit in curve],
            "key_accounts": key,
            "market": market["ours"],
            "band": market["band"],
            "lacking": market["lacks"],
        }
        return Response(ConcentrationSerializer(told).data)
