from __future__ import annotations

from django.urls import path

from .views import loss, rules, win_back

urlpatterns = [
    path("accounts/<int:pk>/loss/", loss.LossNew.as_view(), name="loss_new"),
    path("losses/<int:pk>/", loss.LossDetail.as_view(), name="loss_detail"),
    path("losses/<int:pk>/edit/", loss.LossEdit.as_view(), name="loss_edit"),
    path("losses/<int:pk>/withdraw/", loss.LossWithdraw.as_view(), name="loss_withdraw"),
    path("losses/<int:pk>/win-back/", win_back.WinBackNew.as_view(), name="win_back_new"),
    path("win-backs/<int:pk>/", win_back.WinBackEdit.as_view(), name="win_back_edit"),
    path("win-backs/<int:pk>/result/", win_back.WinBackEnd.as_view(), name="win_back_end"),
    path("win-backs/<int:pk>/steps/", win_back.StepNew.as_view(), name="win_back_step_new"),
    path("win-backs/steps/<int:pk>/", win_back.StepEdit.as_view(), name="win_back_step_edit"),
    path("win-backs/steps/<int:pk>/done/", win_back.StepDone.as_view(), name="win_back_step_done"),
    path("reports/losses/", loss.LossList.as_view(), name="loss_list"),
    path("rules/losses/", rules.ReasonsRule.as_view(), name="loss_reasons"),
]
