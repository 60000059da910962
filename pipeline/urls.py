from __future__ import annotations

from django.urls import path

from .views import board, forecast, funnel, movement, moving, opportunity, productivity, quota, stage

urlpatterns = [
    path("pipeline/", board.Board.as_view(), name="board"),
    path("pipeline/opportunities/", opportunity.OpportunityList.as_view(), name="opportunity_list"),
    path("pipeline/new/", opportunity.OpportunityNew.as_view(), name="opportunity_new"),
    path("pipeline/<int:pk>/", opportunity.OpportunityDetail.as_view(), name="opportunity_detail"),
    path("pipeline/<int:pk>/edit/", opportunity.OpportunityEdit.as_view(), name="opportunity_edit"),
    path("pipeline/<int:pk>/assign/", opportunity.OpportunityAssign.as_view(), name="opportunity_assign"),
    path("pipeline/<int:pk>/move/", moving.OpportunityMove.as_view(), name="opportunity_move"),
    path("pipeline/<int:pk>/close/", moving.OpportunityClose.as_view(), name="opportunity_close"),
    path("pipeline/<int:pk>/reopen/", moving.OpportunityReopen.as_view(), name="opportunity_reopen"),
    path("pipeline/<int:pk>/archive/", moving.OpportunityArchive.as_view(), name="opportunity_archive"),
    path("reports/funnel/", funnel.Funnel.as_view(), name="funnel"),
    path("reports/movement/", movement.MovementReport.as_view(), name="movement"),
    path("reports/movement/rows/", movement.MovementRows.as_view(), name="movement_rows"),
    path("reports/forecast/", forecast.ForecastReport.as_view(), name="forecast"),
    path("reports/forecast/adjust/", forecast.AdjustmentNew.as_view(), name="adjustment_new"),
    path("reports/forecast/adjust/<int:pk>/", forecast.AdjustmentWithdraw.as_view(), name="adjustment_withdraw"),
    path("reports/quota/", quota.QuotaReport.as_view(), name="quota"),
    path("reports/productivity/", productivity.ProductivityReport.as_view(), name="productivity"),
    path("rules/probabilities/", forecast.ProposalMake.as_view(), name="proposal_make"),
    path("rules/probabilities/<int:pk>/", forecast.ProposalDecide.as_view(), name="proposal"),
    path("rules/forecast/", forecast.ForecastRuleEdit.as_view(), name="forecast_rule"),
    path("rules/quotas/", quota.Quotas.as_view(), name="quota_list"),
    path("rules/quotas/<int:pk>/", quota.QuotaEdit.as_view(), name="quota_edit"),
    path("rules/quotas/<int:pk>/remove/", quota.QuotaRemove.as_view(), name="quota_remove"),
    path("rules/stages/", stage.StageList.as_view(), name="stage_list"),
    path("rules/stages/<slug:key>/", stage.StageEdit.as_view(), name="stage_edit"),
]
