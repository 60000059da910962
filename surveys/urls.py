from __future__ import annotations

from django.urls import path

from .views import account, public, rules, survey

urlpatterns = [
    path("accounts/<int:pk>/satisfaction/", account.SatisfactionPage.as_view(), name="satisfaction"),
    path("accounts/<int:pk>/surveys/ask/", account.SurveyAsk.as_view(), name="survey_ask"),
    path("accounts/<int:pk>/surveys/new/", account.SurveyRecord.as_view(), name="survey_new"),
    path("surveys/<int:pk>/", survey.SurveyDetail.as_view(), name="survey_detail"),
    path("surveys/<int:pk>/withdraw/", survey.SurveyWithdraw.as_view(), name="survey_withdraw"),
    path("survey/<str:token>/", public.PublicSurvey.as_view(), name="survey_public"),
    path("reports/satisfaction/", survey.StandingList.as_view(), name="satisfaction_list"),
    path("rules/surveys/", rules.PointsRule.as_view(), name="survey_points"),
    path("rules/surveys/days/", rules.SurveyRuleEdit.as_view(), name="survey_rule"),
]
