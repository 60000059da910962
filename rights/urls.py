from __future__ import annotations

from django.urls import path

from .views import coverage, rules, verdict

urlpatterns = [
    path("reports/coverage/", coverage.CoverageReport.as_view(), name="coverage"),
    path("reports/coverage/four-rights/", verdict.FourRightsList.as_view(), name="four_rights_list"),
    path("accounts/<int:pk>/four-rights/", verdict.FourRights.as_view(), name="four_rights"),
    path("rules/four-rights/", rules.RightsRuleEdit.as_view(), name="rights_rule"),
]
