from __future__ import annotations

from django.contrib import admin

from foundation.admin import LookOnly

from .models import (
    Alert,
    AlertRule,
    AlertStep,
    ChurnFit,
    ChurnPrediction,
    ChurnRule,
    Departure,
    KeyMark,
    LedgerEntry,
    MarketRule,
    MarketShare,
    Playbook,
    Retained,
    RetentionRule,
    ScoringRun,
    TierDecision,
    TierPin,
    TierPolicy,
)


@admin.register(LedgerEntry)
class LedgerEntryAdmin(LookOnly):
    list_display = ("account", "date", "kind", "revenue", "cost", "currency", "rate", "external_id")
    list_select_related = ("account",)
    search_fields = ("external_id",)


@admin.register(TierPolicy)
class TierPolicyAdmin(LookOnly):
    list_display = ("version", "state", "window_months", "reason", "created_by", "activated_at", "activated_by")


@admin.register(TierPin)
class TierPinAdmin(LookOnly):
    list_display = ("account", "tier", "expires_on", "reason", "created_by", "created_at", "removed_at")
    list_select_related = ("account", "created_by")


@admin.register(KeyMark)
class KeyMarkAdmin(LookOnly):
    list_display = ("account", "factor", "mark", "reason", "set_by", "set_at", "ended_at")
    list_select_related = ("account", "set_by")
    list_filter = ("factor",)


@admin.register(ScoringRun)
class ScoringRunAdmin(LookOnly):
    list_display = ("business_date", "state", "policy", "accounts", "rated", "is_published", "starts", "finished_at")
    list_filter = ("state",)


@admin.register(TierDecision)
class TierDecisionAdmin(LookOnly):
    list_display = ("account", "valid_from", "valid_until", "tier", "computed_tier", "rule", "profit")
    list_select_related = ("account",)
    list_filter = ("tier", "rule")


@admin.register(AlertRule)
class AlertRuleAdmin(LookOnly):
    list_display = ("cause", "is_enabled", "threshold", "tiers", "due_days", "quiet_days", "version", "updated_at")


@admin.register(Alert)
class AlertAdmin(LookOnly):
    list_display = ("account", "cause", "state", "outcome", "owner", "escalated_to", "opened_on", "due_on", "over_on")
    list_select_related = ("account", "owner", "escalated_to")
    list_filter = ("state", "cause", "outcome", "verdict")


@admin.register(Playbook)
class PlaybookAdmin(LookOnly):
    list_display = ("cause", "version", "updated_at")


@admin.register(AlertStep)
class AlertStepAdmin(LookOnly):
    list_display = ("alert", "position", "text", "done_at", "done_by")
    list_select_related = ("alert", "done_by")


@admin.register(Departure)
class DepartureAdmin(LookOnly):
    list_display = ("account", "last_order", "left_on", "causes")
    list_select_related = ("account",)


@admin.register(Retained)
class RetainedAdmin(LookOnly):
    list_display = ("account", "tier", "stayed")
    list_select_related = ("account",)


@admin.register(RetentionRule)
class RetentionRuleAdmin(LookOnly):
    list_display = ("discount_rate", "min_accounts", "version", "updated_at")


@admin.register(MarketShare)
class MarketShareAdmin(LookOnly):
    list_display = ("period", "market", "competitor", "share", "source")
    list_select_related = ("competitor",)


@admin.register(MarketRule)
class MarketRuleAdmin(LookOnly):
    list_display = ("opportunity_from", "healthy_from", "reasonable_from", "key_share", "key_growth", "version")


@admin.register(ChurnRule)
class ChurnRuleAdmin(LookOnly):
    list_display = ("horizon_days", "min_accounts", "sample_size", "stale_days", "version", "updated_at")


@admin.register(ChurnFit)
class ChurnFitAdmin(LookOnly):
    list_display = ("as_of", "purpose", "horizon_days", "state", "method", "sampled", "predicted", "seconds", "made_at")
    list_filter = ("state", "method", "purpose")


@admin.register(ChurnPrediction)
class ChurnPredictionAdmin(LookOnly):
    list_display = ("account", "risk", "at_stake", "orders", "last_order", "fit")
    list_select_related = ("account", "fit")
