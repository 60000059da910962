from __future__ import annotations

from django.urls import path

from .views import board, funnel, moving, opportunity, stage

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
    path("rules/stages/", stage.StageList.as_view(), name="stage_list"),
    path("rules/stages/<slug:key>/", stage.StageEdit.as_view(), name="stage_edit"),
]
