from __future__ import annotations

from django.urls import path

from .views import page, parts, rules

urlpatterns = [
    path("accounts/<int:pk>/plans/new/", page.PlanNew.as_view(), name="plan_new"),
    path("plans/<int:pk>/", page.PlanDetail.as_view(), name="plan_detail"),
    path("plans/<int:pk>/edit/", page.PlanEdit.as_view(), name="plan_edit"),
    path("plans/<int:pk>/print/", page.PlanPrint.as_view(), name="plan_print"),
    path("plans/<int:pk>/split/", page.PlanSplit.as_view(), name="plan_split"),
    path("plans/<int:pk>/review/", page.PlanReviewNew.as_view(), name="plan_review_new"),
    path("plans/<int:pk>/keys/<int:key_pk>/", parts.KeyTick.as_view(), name="plan_key"),
    path("plans/<int:pk>/objectives/new/", parts.ObjectiveNew.as_view(), name="objective_new"),
    path("plans/<int:pk>/actions/new/", parts.ActionNew.as_view(), name="plan_action_new"),
    path("plans/objectives/<int:pk>/", parts.ObjectiveEdit.as_view(), name="objective_edit"),
    path("plans/actions/<int:pk>/", parts.ActionEdit.as_view(), name="plan_action_edit"),
    path("plans/actions/<int:pk>/done/", parts.ActionDone.as_view(), name="plan_action_done"),
    path("plans/reviews/<int:pk>/", page.PlanReviewPage.as_view(), name="plan_review"),
    path("reports/plans/", page.PlanList.as_view(), name="plan_list"),
    path("rules/plans/", rules.KeysRule.as_view(), name="plan_keys"),
    path("rules/plans/mixes/", rules.MixesRule.as_view(), name="plan_mixes"),
]
