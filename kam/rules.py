"""Rules as data: each with its present value, its page, and who changed it last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accounts.models import Cadence, CompletenessRule, MergeRule
from care.models import Authority, IcebergRule
from dossier.models import AttachmentRule, ContractReminder
from foundation.filters import only
from foundation.paging import list_page
from foundation.ui.shell import route
from foundation.views import PageView
from journal.models import Event
from journal.queries import latest_by_type, newest_first
from losses.models import LossReason
from pipeline.models import (
    Competitor,
    DevelopmentStep,
    FlagRule,
    ForecastRule,
    Product,
    Proposal,
    QuestionSet,
    Quota,
    ReviewRule,
    Stage,
)
from plans.models import KeyPoint, ResourceMix
from relations.models import MarkAdvice
from rights.models import RightsRule
from scoring.models import (
    AlertRule,
    ChurnRule,
    MarketRule,
    MarketShare,
    Playbook,
    RetentionRule,
    ScoringRun,
    TierPolicy,
)
from surveys.models import SurveyPoint, SurveyRule
from teams.models import Company, CostRate, ExchangeRate, Team, User
from teams.views.doors import ForLeads
from wallet.models import WalletRule

from . import rule_values as values
from .history import moments


@dataclass(frozen=True)
class Rule:
    """`key` stands in addresses; events about rows of `models` are its history."""

    key: str
    title: Any
    page: str
    models: tuple[type[Model], ...]
    values: Callable[[values.Seen], values.Values]
    for_administrators: bool = False

    @property
    def subject_types(self) -> list[str]:
        return [str(model._meta.model_name) for model in self.models]

    @property
    def url(self) -> str:
        return route(self.page)


ACCOUNTS = [
    Rule("tiers", _("Value tiers"), "policy_list", (TierPolicy,), values.tiers),
    Rule("cadence", _("Visit cadence"), "cadence_edit", (Cadence,), values.cadences),
    Rule("merging", _("Merging accounts"), "merge_rule", (MergeRule,), values.merging),
    Rule("rights", _("4R check"), "rights_rule", (RightsRule,), values.rights),
    Rule("completeness", _("Complete records"), "completeness_rule", (CompletenessRule,), values.completeness),
    Rule("wall", _("Relationship wall"), "wall_rule", (MarkAdvice,), values.wall),
    Rule("authority", _("Service authority"), "authority_rules", (Authority, IcebergRule), values.authority),
    Rule("surveys", _("Questionnaire"), "survey_points", (SurveyPoint, SurveyRule), values.surveys),
    Rule("contracts", _("Reminders of contracts"), "contract_reminders", (ContractReminder,), values.contracts),
    Rule("files", _("Files"), "attachment_rule", (AttachmentRule,), values.files),
    Rule("plans", _("Account plans"), "plan_keys", (KeyPoint, ResourceMix), values.plans),
    Rule("losses", _("Reasons of losses"), "loss_reasons", (LossReason,), values.losses),
    Rule("alerts", _("Alert rules"), "alert_rules", (AlertRule,), values.alerts),
    Rule("playbooks", _("Playbooks"), "playbooks", (Playbook,), values.playbooks),
    Rule("churn", _("Churn model"), "churn_rule", (ChurnRule,), values.churn),
    Rule("retention", _("Value of keeping"), "retention_rule", (RetentionRule,), values.retention),
    Rule("wallets", _("Share of wallet"), "wallet_rule", (WalletRule,), values.wallets),
    Rule("market", _("Market shares"), "market_rule", (MarketRule, MarketShare), values.market),
]
PIPELINE = [
    Rule("stages", _("Sales stages"), "stage_list", (Stage, Proposal), values.stages),
    Rule("forecast", _("Forecast rule"), "forecast_rule", (ForecastRule,), values.forecast),
    Rule("quotas", _("Quotas"), "quota_list", (Quota,), values.quotas),
    Rule("flags", _("Red flags"), "flag_rule", (FlagRule,), values.flags),
    Rule("questions", _("Questions of the review"), "questions", (QuestionSet,), values.questions),
    Rule("review-week", _("Deals of the week's review"), "review_rule", (ReviewRule,), values.review_week),
    Rule("development", _("Steps of development"), "development_steps", (DevelopmentStep,), values.development),
    Rule("products", _("Products"), "product_list", (Product,), values.products),
    Rule("competitors", _("Competitors"), "competitor_list", (Competitor,), values.competitors),
]
COMPANY = [
    Rule("company", _("Company"), "company_edit", (Company,), values.company),
    Rule("rates", _("Exchange rates"), "rate_list", (ExchangeRate,), values.rates),
    Rule("cost-rates", _("Cost rates"), "cost_rate_list", (CostRate,), values.cost_rates),
    Rule("night", _("Nightly run"), "night", (ScoringRun,), values.night),
    Rule("people", _("People and teams"), "people_list", (User, Team), values.people, for_administrators=True),
]
GROUPS = [(_("Accounts"), ACCOUNTS), (_("Pipeline"), PIPELINE), (_("Company"), COMPANY)]
RULES = [*ACCOUNTS, *PIPELINE, *COMPANY]


def rules_for(user: Any) -> list[Rule]:
    return [rule for rule in RULES if user.sees_all or not rule.for_administrators]


def events_for(user: Any, rules: list[Rule]) -> QuerySet[Event]:
    """Events about `rules` that the reader may know of: what a person costs, or is to win, only where he sees that or
    did it himself (what is removed is seen by nobody). An import stands with the company, and changes no rule of it.
    """
    types = [name for rule in rules for name in rule.subject_types]
    events = Event.objects.filter(subject_type__in=types).exclude(verb="import.done")
    if user.sees_all:
        return events
    for name, rows in (("costrate", CostRate.objects), ("quota", Quota.objects)):
        events = events.filter(
            ~Q(subject_type=name) | Q(subject_id__in=rows.visible_to(user).values("pk")) | Q(actor=user)
        )
    return events


class Rules(ForLeads, PageView):
    """Every rule: what it says now, and who changed it last."""

    template_name = "kam/rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        rules = rules_for(self.reader)
        seen = values.Seen(self.reader)
        last = latest_by_type(events_for(self.reader, rules))
        shown: dict[str, dict[str, Any]] = {
            rule.key: {"rule": rule, "values": list(rule.values(seen)), "last": _newest(rule, last)} for rule in rules
        }
        groups = [(title, [shown[rule.key] for rule in group if rule.key in shown]) for title, group in GROUPS]
        changed = [item for item in shown.values() if item["last"]]
        latest = max(changed, key=lambda item: item["last"].pk, default=None)
        return super().get_context_data(**kwargs, groups=groups, rules=list(shown.values()), latest=latest)


class History(ForLeads, PageView):
    """Who changed a rule, when, from what to what."""

    template_name = "kam/history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule = next((rule for rule in rules_for(self.reader) if rule.key == kwargs["key"]), None)
        if rule is None:
            raise Http404
        only(self.request.GET, "page")
        page = list_page(newest_first(events_for(self.reader, [rule])), self.request.GET.get("page"))
        return super().get_context_data(**kwargs, rule=rule, page=page, moments=moments(page.rows))


def _newest(rule: Rule, last: dict[str, Event]) -> Event | None:
    events = [last[name] for name in rule.subject_types if name in last]
    return max(events, key=lambda event: event.pk, default=None)
