from __future__ import annotations

from django.urls import path

from .views import api_keys, care, completeness, deals, exports, imports, plans, relations, reports

urlpatterns = [
    path("api-keys/", api_keys.ApiKeys.as_view(), name="api_keys"),
    path("api-keys/new/", api_keys.ApiKeyNew.as_view(), name="api_key_new"),
    path("api-keys/<int:pk>/revoke/", api_keys.ApiKeyRevoke.as_view(), name="api_key_revoke"),
    path("imports/", imports.Imports.as_view(), name="import_list"),
    path("imports/new/", imports.ImportNew.as_view(), name="import_new"),
    path("imports/<int:pk>/", imports.ImportPage.as_view(), name="import"),
    path("imports/<int:pk>/progress/", imports.ImportProgress.as_view(), name="import_progress"),
    path("imports/<int:pk>/columns/", imports.ImportColumns.as_view(), name="import_columns"),
    path("imports/<int:pk>/start/", imports.ImportStart.as_view(), name="import_start"),
    path("imports/<int:pk>/drop/", imports.ImportDrop.as_view(), name="import_drop"),
    path("imports/<int:pk>/report.csv", imports.ImportReport.as_view(), name="import_report"),
    path("accounts/export.csv", exports.AccountExport.as_view(), name="account_export"),
    path("people/export.csv", exports.PeopleExport.as_view(), name="people_export"),
    path("contacts/export.csv", relations.ContactExport.as_view(), name="contact_export"),
    path("reports/walls/export.csv", relations.WallExport.as_view(), name="wall_export"),
    path("reports/completeness/export.csv", completeness.CompletenessExport.as_view(), name="completeness_export"),
    path("reports/complaints/export.csv", care.ComplaintExport.as_view(), name="complaint_export"),
    path("reports/plans/export.csv", plans.PlanExport.as_view(), name="plan_export"),
    path("reports/profit/export.csv", exports.ProfitExport.as_view(), name="profit_export"),
    path("reports/funnel/export.csv", reports.FunnelExport.as_view(), name="funnel_export"),
    path("reports/coverage/export.csv", reports.CoverageExport.as_view(), name="coverage_export"),
    path("reports/ageing/export.csv", reports.AgeingExport.as_view(), name="ageing_export"),
    path("reports/win-loss/export.csv", reports.WinLossExport.as_view(), name="win_loss_export"),
    path("reports/competitors/export.csv", reports.AgainstWhomExport.as_view(), name="against_whom_export"),
    path("reports/movement/export.csv", reports.MovementExport.as_view(), name="movement_export"),
    path("reports/forecast/export.csv", reports.ForecastExport.as_view(), name="forecast_export"),
    path("reports/quota/export.csv", reports.QuotaExport.as_view(), name="quota_export"),
    path("reports/productivity/export.csv", reports.ProductivityExport.as_view(), name="productivity_export"),
    path("rules/tiers/<int:version>/accounts.csv", exports.WhatIfExport.as_view(), name="what_if_export"),
    path("pipeline/opportunities/export.csv", exports.OpportunityExport.as_view(), name="opportunity_export"),
    path("pipeline/development/export.csv", exports.DevelopmentExport.as_view(), name="development_export"),
    path("pipeline/stakeholders/export.csv", deals.StakeholderExport.as_view(), name="stakeholder_export"),
    path("rules/quotas/export.csv", deals.QuotaListExport.as_view(), name="quota_list_export"),
    path("rules/products/export.csv", deals.ProductExport.as_view(), name="product_export"),
    path("rules/competitors/export.csv", deals.CompetitorExport.as_view(), name="competitor_export"),
    path("pipeline/reviews/export.csv", exports.ReviewExport.as_view(), name="review_export"),
]
