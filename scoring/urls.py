from __future__ import annotations

from django.urls import path

from .views import alerts, churn, effort, key_account, ledger, night, pins, policy, profit, retention, rules, tiers

urlpatterns = [
    path("tiers/", tiers.Tiers.as_view(), name="tiers"),
    path("tiers/accounts/", tiers.TierAccounts.as_view(), name="tier_accounts"),
    path("tiers/moves/", tiers.TierMoves.as_view(), name="tier_moves"),
    path("accounts/<int:pk>/tier/", tiers.TierExplain.as_view(), name="tier_explain"),
    path("accounts/<int:pk>/ledger/", ledger.LedgerList.as_view(), name="ledger_list"),
    path("accounts/<int:pk>/key-account/", key_account.KeyMarks.as_view(), name="key_marks"),
    path("accounts/<int:pk>/pin/", pins.PinNew.as_view(), name="pin_new"),
    path("pins/<int:pk>/remove/", pins.PinRemove.as_view(), name="pin_remove"),
    path("alerts/", alerts.AlertList.as_view(), name="alert_list"),
    path("alerts/acknowledge/", alerts.AlertsAcknowledge.as_view(), name="alerts_acknowledge"),
    path("alerts/<int:pk>/", alerts.AlertUpdate.as_view(), name="alert_update"),
    path("alerts/<int:pk>/steps/<int:step>/", alerts.AlertStepTick.as_view(), name="alert_step_tick"),
    path("reports/profit/", profit.ProfitReport.as_view(), name="profit_report"),
    path("reports/effort/", effort.EffortReport.as_view(), name="effort_report"),
    path("reports/effort/<slug:which>/", effort.EffortAccounts.as_view(), name="effort_accounts"),
    path("reports/retention/", retention.RetentionReport.as_view(), name="retention"),
    path("rules/retention/", retention.RetentionRuleEdit.as_view(), name="retention_rule"),
    path("churn/", churn.ChurnList.as_view(), name="churn"),
    path("rules/churn/", churn.ChurnRuleEdit.as_view(), name="churn_rule"),
    path("rules/alerts/", rules.AlertRules.as_view(), name="alert_rules"),
    path("rules/alerts/<slug:cause>/", rules.AlertRuleEdit.as_view(), name="alert_rule_edit"),
    path("rules/playbooks/", rules.Playbooks.as_view(), name="playbooks"),
    path("rules/playbooks/<slug:cause>/", rules.PlaybookEdit.as_view(), name="playbook_edit"),
    path("rules/tiers/", policy.PolicyList.as_view(), name="policy_list"),
    path("rules/tiers/new/", policy.PolicyNew.as_view(), name="policy_new"),
    path("rules/tiers/<int:version>/", policy.PolicyActivate.as_view(), name="policy_activate"),
    path("rules/night/", night.Night.as_view(), name="night"),
    path("rules/night/start/", night.NightStart.as_view(), name="night_start"),
    path("rules/night/<int:pk>/progress/", night.NightProgress.as_view(), name="night_progress"),
]
