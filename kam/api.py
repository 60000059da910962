"""The API's addresses: every room's viewsets under /api/v1/, the list of them, the schema and its browsable page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.urls import URLPattern, include, path
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from accounts.api import AccountViewSet, ContactViewSet, VisitViewSet
from accounts.completeness_api import CompletenessViewSet
from accounts.merge_api import DuplicateViewSet, MergeViewSet
from accounts.planning_api import NextVisitsViewSet, OwnCadenceViewSet, RouteViewSet
from care.api import AuthorityViewSet, ComplaintViewSet
from dossier.api import AttachmentViewSet, ContractReminderViewSet, ContractViewSet, ExpectationViewSet, NeedViewSet
from integrations.api import ImportViewSet
from losses.api import LossReasonViewSet, LossViewSet, WinBackStepViewSet, WinBackViewSet
from notices.api import NoticeViewSet
from pipeline.api import (
    AdjustmentViewSet,
    AgainstWhomViewSet,
    AgeingViewSet,
    AgreedActionViewSet,
    CompetitorViewSet,
    DevelopmentStepViewSet,
    DevelopmentViewSet,
    ForecastViewSet,
    FunnelThenViewSet,
    FunnelViewSet,
    MovementViewSet,
    OpportunityReviewViewSet,
    OpportunityViewSet,
    PerformanceReviewViewSet,
    ProductivityViewSet,
    ProductViewSet,
    ProposalViewSet,
    QuestionSetViewSet,
    QuotaViewSet,
    ReviewActionViewSet,
    SaturationViewSet,
    SnapshotViewSet,
    StageViewSet,
    StakeholderViewSet,
    WinLossViewSet,
)
from plans.api import (
    KeyPointViewSet,
    ObjectiveViewSet,
    PlanActionViewSet,
    PlanReviewViewSet,
    PlanViewSet,
    ResourceMixViewSet,
)
from relations.api import (
    AcquaintanceViewSet,
    AssessmentViewSet,
    HelpRequestViewSet,
    MarkAdviceViewSet,
    ProfileViewSet,
    ReferralViewSet,
    WallViewSet,
)
from rights.api import CoverageViewSet, FourRightsViewSet, RightsRuleViewSet
from scoring.alert_rules_api import AlertRuleViewSet, PlaybookViewSet
from scoring.api import (
    AlertViewSet,
    ChurnFitViewSet,
    ChurnPredictionViewSet,
    KeyMarkViewSet,
    LedgerEntryViewSet,
    MarketShareViewSet,
    ProfitViewSet,
    RetentionViewSet,
    TierViewSet,
)
from scoring.concentration_api import ConcentrationViewSet
from scoring.effort_api import EffortViewSet
from scoring.night_api import NightViewSet
from scoring.pins_api import TierPinViewSet
from scoring.policy_api import TierPolicyViewSet
from scoring.rules_api import ChurnRuleViewSet, MarketRuleViewSet, RetentionRuleViewSet
from surveys.api import SatisfactionViewSet, SurveyPointViewSet, SurveyViewSet
from teams.api import SubscriptionViewSet
from wallet.api import ShareOfWalletViewSet, WalletRuleViewSet, WalletViewSet

from .changes.api import ChangeViewSet
from .monday.api import MondayViewSet
from .search_api import SearchViewSet

router = SimpleRouter()
router.register("accounts", AccountViewSet, "account")
router.register("history", ChangeViewSet, "change")
router.register("search", SearchViewSet, "search-of")
router.register("duplicates", DuplicateViewSet, "duplicate")
router.register("merges", MergeViewSet, "merge")
router.register("completeness", CompletenessViewSet, "completeness-of")
router.register("contacts", ContactViewSet, "contact")
router.register("visits", VisitViewSet, "visit")
router.register("own-cadences", OwnCadenceViewSet, "own-cadence")
router.register("next-visits", NextVisitsViewSet, "next-visit")
router.register("route", RouteViewSet, "route")
router.register("walls", WallViewSet, "wall")
router.register("mark-advice", MarkAdviceViewSet, "mark-advice")
router.register("contact-profiles", ProfileViewSet, "contact-profile")
router.register("assessments", AssessmentViewSet, "assessment")
router.register("acquaintances", AcquaintanceViewSet, "acquaintance")
router.register("referrals", ReferralViewSet, "referral")
router.register("help-requests", HelpRequestViewSet, "help-request")
router.register("complaints", ComplaintViewSet, "complaint")
router.register("authorities", AuthorityViewSet, "authority")
router.register("surveys", SurveyViewSet, "survey")
router.register("satisfaction", SatisfactionViewSet, "satisfaction-of")
router.register("survey-points", SurveyPointViewSet, "survey-point")
router.register("contracts", ContractViewSet, "contract")
router.register("attachments", AttachmentViewSet, "attachment")
router.register("expectations", ExpectationViewSet, "expectation")
router.register("needs", NeedViewSet, "need")
router.register("contract-reminders", ContractReminderViewSet, "contract-reminder")
router.register("stages", StageViewSet, "stage")
router.register("opportunities", OpportunityViewSet, "opportunity")
router.register("stakeholders", StakeholderViewSet, "stakeholder")
router.register("products", ProductViewSet, "product")
router.register("competitors", CompetitorViewSet, "competitor")
router.register("funnel", FunnelViewSet, "funnel")
router.register("question-sets", QuestionSetViewSet, "question-set")
router.register("opportunity-reviews", OpportunityReviewViewSet, "opportunity-review")
router.register("review-actions", ReviewActionViewSet, "review-action")
router.register("developments", DevelopmentViewSet, "development")
router.register("development-steps", DevelopmentStepViewSet, "development-step")
router.register("movement", MovementViewSet, "movement")
router.register("funnel-then", FunnelThenViewSet, "funnel-then")
router.register("forecast", ForecastViewSet, "forecast")
router.register("forecast-adjustments", AdjustmentViewSet, "forecast-adjustment")
router.register("forecast-snapshots", SnapshotViewSet, "forecast-snapshot")
router.register("probability-proposals", ProposalViewSet, "probability-proposal")
router.register("quotas", QuotaViewSet, "quota")
router.register("saturation", SaturationViewSet, "saturation")
router.register("productivity", ProductivityViewSet, "productivity")
router.register("coverage", CoverageViewSet, "coverage")
router.register("four-rights", FourRightsViewSet, "four-rights-of")
router.register("four-rights-rules", RightsRuleViewSet, "rights-rule")
router.register("ageing", AgeingViewSet, "ageing")
router.register("win-loss", WinLossViewSet, "win-loss")
router.register("against-whom", AgainstWhomViewSet, "against-whom")
router.register("monday", MondayViewSet, "monday")
router.register("performance-reviews", PerformanceReviewViewSet, "performance-review")
router.register("agreed-actions", AgreedActionViewSet, "agreed-action")
router.register("ledger-entries", LedgerEntryViewSet, "ledger-entry")
router.register("tiers", TierViewSet, "tier")
router.register("tier-policies", TierPolicyViewSet, "tier-policy")
router.register("concentration", ConcentrationViewSet, "concentration")
router.register("effort", EffortViewSet, "effort")
router.register("nights", NightViewSet, "night-run")
router.register("tier-pins", TierPinViewSet, "tier-pin")
router.register("key-marks", KeyMarkViewSet, "key-mark")
router.register("market-shares", MarketShareViewSet, "market-share")
router.register("wallets", WalletViewSet, "wallet")
router.register("share-of-wallet", ShareOfWalletViewSet, "share-of-wallet")
router.register("wallet-rules", WalletRuleViewSet, "wallet-rule")
router.register("profit", ProfitViewSet, "profit")
router.register("alerts", AlertViewSet, "alert")
router.register("alert-rules", AlertRuleViewSet, "alert-rule")
router.register("playbooks", PlaybookViewSet, "playbook")
router.register("churn-predictions", ChurnPredictionViewSet, "churn-prediction")
router.register("retention", RetentionViewSet, "retention")
router.register("churn-fits", ChurnFitViewSet, "churn-fit")
router.register("churn-rules", ChurnRuleViewSet, "churn-rule")
router.register("market-rules", MarketRuleViewSet, "market-rule")
router.register("retention-rules", RetentionRuleViewSet, "retention-rule")
router.register("notices", NoticeViewSet, "notice")
router.register("subscriptions", SubscriptionViewSet, "subscription")
router.register("imports", ImportViewSet, "import")
router.register("plans", PlanViewSet, "plan")
router.register("objectives", ObjectiveViewSet, "objective")
router.register("plan-actions", PlanActionViewSet, "plan-action")
router.register("plan-reviews", PlanReviewViewSet, "plan-review")
router.register("losses", LossViewSet, "loss")
router.register("win-backs", WinBackViewSet, "win-back")
router.register("win-back-steps", WinBackStepViewSet, "win-back-step")
router.register("loss-reasons", LossReasonViewSet, "loss-reason")
router.register("key-points", KeyPointViewSet, "key-point")
router.register("resource-mixes", ResourceMixViewSet, "resource-mix")


class Root(APIView):
    """What there is: the address of every collection."""

    @extend_schema(responses={200: {"type": "object", "additionalProperties": {"type": "string", "format": "uri"}}})
    def get(self, request: Request) -> Response:
        return Response({prefix: reverse(f"{base}-list", request=request) for prefix, _view, base in router.registry})


class Document(SchemaGenerator):
    """The schema, worked out once for each language: that takes a second, and it stays as long as the product runs."""

    def get_schema(self, request: Request | None = None, public: bool = False) -> Any:
        return _worked_out(get_language(), self.api_version)


@lru_cache(maxsize=8)
def _worked_out(language: str | None, version: str | None) -> Any:
    generator: Any = SchemaGenerator(api_version=version)  # type: ignore[no-untyped-call]
    return generator.get_schema(public=True)


class Schema(SpectacularAPIView):
    generator_class = Document


class Docs(SpectacularSwaggerSplitView):
    """The schema as a page to read and try; no inline script or style, so our content security policy holds."""

    template_name = "integrations/api_docs.html"


def _address(route: str, view: Any, name: str) -> URLPattern:
    return path(route, view.as_view(), name=name)


urlpatterns = [
    _address("", Root, "api_root"),
    _address("schema/", Schema, "schema"),
    _address("docs/", Docs, "docs"),
    path("", include(router.urls)),
]
