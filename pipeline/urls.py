from __future__ import annotations

from django.urls import path

from .views import board, development, funnel, moving, opportunity, performance, review, review_rules, stage

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
    path("pipeline/<int:pk>/review/", review.ReviewNew.as_view(), name="opportunity_review"),
    path("pipeline/<int:pk>/pick/", review.ReviewPick.as_view(), name="review_pick"),
    path("pipeline/reviews/", review.ReviewWeek.as_view(), name="review_week"),
    path("pipeline/reviews/<int:pk>/", review.ReviewDetail.as_view(), name="review_detail"),
    path("pipeline/reviews/actions/<int:pk>/done/", review.ReviewActionDone.as_view(), name="review_action_done"),
    path("pipeline/development/", development.DevelopmentList.as_view(), name="development_list"),
    path("pipeline/development/new/", development.DevelopmentNew.as_view(), name="development_new"),
    path("pipeline/development/similar/", development.SimilarFailures.as_view(), name="development_similar"),
    path("pipeline/development/<int:pk>/", development.DevelopmentDetail.as_view(), name="development_detail"),
    path("pipeline/development/<int:pk>/edit/", development.DevelopmentEdit.as_view(), name="development_edit"),
    path("pipeline/development/<int:pk>/record/", development.DevelopmentRecord.as_view(), name="development_record"),
    path("pipeline/development/<int:pk>/fail/", development.DevelopmentFail.as_view(), name="development_fail"),
    path("pipeline/development/<int:pk>/reopen/", development.DevelopmentReopen.as_view(), name="development_reopen"),
    path("performance/", performance.PerformanceList.as_view(), name="performance_list"),
    path("performance/new/", performance.PerformanceNew.as_view(), name="performance_new"),
    path("performance/<int:pk>/", performance.PerformanceDetail.as_view(), name="performance_detail"),
    path("performance/<int:pk>/agree/", performance.PerformanceAgree.as_view(), name="performance_agree"),
    path("performance/<int:pk>/close/", performance.PerformanceClose.as_view(), name="performance_close"),
    path("performance/actions/<int:pk>/done/", performance.AgreedActionDone.as_view(), name="agreed_action_done"),
    path("reports/funnel/", funnel.Funnel.as_view(), name="funnel"),
    path("rules/questions/", review_rules.Questions.as_view(), name="questions"),
    path("rules/review-week/", review_rules.ReviewRuleEdit.as_view(), name="review_rule"),
    path("rules/development/", development.DevelopmentStepList.as_view(), name="development_steps"),
    path(
        "rules/development/<int:position>/",
        development.DevelopmentStepEdit.as_view(),
        name="development_step_edit",
    ),
    path("rules/stages/", stage.StageList.as_view(), name="stage_list"),
    path("rules/stages/<slug:key>/", stage.StageEdit.as_view(), name="stage_edit"),
]
