from __future__ import annotations

import datetime as dt

from foundation import clock
from scoring.services import what_if_now
from tests.permissions.table import (
    LEADS,
    Expected,
    Route,
    everybody,
    expect,
    leads_only,
    leads_reps_account,
    sees_reps_account,
)
from tests.permissions.world import World

POLICY = {
    "window_months": 24,
    "slim_margin": "2",
    "platinum_share": "50",
    "platinum_rank": "20",
    "gold_share": "80",
    "loyal_months": 6,
    "min_months": 3,
    "buffer": "5",
    "patience": 2,
    "weight_share": 3,
    "weight_goals": 1,
    "weight_damage": 1,
    "weight_stability": 2,
    "weight_potential": 1,
    "weight_effort": 0,
    "lift_score": 70,
}
MARKS = {"goals": "3", "damage": "4", "potential": "", "reason": "our reference"}


def _pin(w: World) -> dict[str, object]:
    return {"tier": "gold", "reason": "new group deal", "expires_on": str(clock.today() + dt.timedelta(days=30))}


def _alert(w: World) -> dict[str, object]:
    return {"version": w.alert.version, "state": "acting", "note": "called them"}


def _rule(w: World) -> dict[str, object]:
    rule = w.alert_rule
    days = {"due_days": 3, "quiet_days": 30, "min_orders": 4, "escalates": "until_seen", "escalate_days": 5}
    return {**days, "version": rule.version, "threshold": "3", "is_enabled": "on"}


def _churn_rule(w: World) -> dict[str, object]:
    return {
        "version": w.churn_rule.version,
        "horizon_days": 60,
        "min_accounts": 80,
        "sample_size": 5000,
        "stale_days": 60,
        "watch_from": 20,
        "high_from": 50,
    }


def _step(w: World) -> str:
    return f"/alerts/{w.alert_step.alert_id}/steps/{w.alert_step.pk}/"


def _playbook(w: World) -> dict[str, object]:
    return {"version": w.playbook.version, "text_0": "Call them", "text_zh_0": "致电客户"}


def _retention_rule(w: World) -> dict[str, object]:
    return {"version": w.retention_rule.version, "discount_rate": "8", "min_accounts": 30}


def _seen(w: World) -> dict[str, object]:
    return {"alerts": [{"id": w.alert.pk, "version": w.alert.version}]}


MARKET_SHARE = {"period": "2025", "market": "whole", "share": "34"}


def _market_rule(w: World) -> dict[str, object]:
    from scoring.models import MarketRule

    shares = {"opportunity_from": 30, "opportunity_to": 40, "healthy_from": 50, "reasonable_from": 60, "key_share": 45}
    return {"version": MarketRule.current().version, **shares, "leeway": 5, "key_growth": 30}


def _draft(w: World) -> str:
    return f"/rules/tiers/{w.draft_policy.version}/"


def _scheduled(w: World) -> str:
    return f"/rules/tiers/{w.scheduled_policy.version}/"


def _entry(w: World) -> dict[str, object]:
    return {"account": w.account.pk, "date": "2026-03-01", "revenue": "100.00", "external_id": "INV-1"}


def _leads_see(ok: int = 200) -> Expected:
    """Versions are out of sight of those who make no rules."""
    return expect(404, api=True, **dict.fromkeys(LEADS, ok))


def _judged(w: World) -> int:
    _decision(w)
    version: int = what_if_now(w.draft_policy).policy.version
    return version


PAGES = [
    Route("tiers", "GET", "/tiers/", everybody()),
    Route("tier_accounts", "GET", "/tiers/accounts/", everybody()),
    Route("tier_moves", "GET", "/tiers/moves/", everybody()),
    Route("profit_report", "GET", "/reports/profit/", everybody()),
    Route("concentration_report", "GET", "/reports/concentration/", everybody()),
    Route("market_shares", "GET", "/reports/market-shares/", everybody()),
    Route("market_share_set", "GET", "/rules/market/shares/", leads_only()),
    Route("market_share_set", "POST", "/rules/market/shares/", leads_only(302), data=MARKET_SHARE),
    Route(
        "market_share_remove", "POST", lambda w: f"/rules/market/shares/{w.market_share.pk}/remove/", leads_only(302)
    ),
    Route("market_rule", "GET", "/rules/market/", leads_only()),
    Route("market_rule", "POST", "/rules/market/", leads_only(302), data=_market_rule),
    Route("effort_report", "GET", "/reports/effort/", everybody()),
    Route("effort_accounts", "GET", "/reports/effort/loss/", everybody()),
    Route("tier_explain", "GET", lambda w: f"/accounts/{w.account.pk}/tier/", sees_reps_account()),
    Route("ledger_list", "GET", lambda w: f"/accounts/{w.account.pk}/ledger/", sees_reps_account()),
    Route("key_marks", "GET", lambda w: f"/accounts/{w.account.pk}/key-account/", sees_reps_account()),
    Route("key_marks", "POST", lambda w: f"/accounts/{w.account.pk}/key-account/", sees_reps_account(302), data=MARKS),
    Route("pin_new", "GET", lambda w: f"/accounts/{w.account.pk}/pin/", leads_reps_account()),
    Route("pin_new", "POST", lambda w: f"/accounts/{w.account.pk}/pin/", leads_reps_account(302), data=_pin),
    Route("pin_remove", "GET", lambda w: f"/pins/{w.pin.pk}/remove/", leads_reps_account()),
    Route("pin_remove", "POST", lambda w: f"/pins/{w.pin.pk}/remove/", leads_reps_account(302), data={"reason": "x"}),
    Route("alert_list", "GET", "/alerts/", everybody()),
    Route("alert_update", "GET", lambda w: f"/alerts/{w.alert.pk}/", sees_reps_account()),
    Route("alert_update", "POST", lambda w: f"/alerts/{w.alert.pk}/", sees_reps_account(302), data=_alert),
    Route(
        "alerts_acknowledge",
        "POST",
        "/alerts/acknowledge/",
        everybody(302),
        data=lambda w: {"alert": [f"{w.alert.pk}.{w.alert.version}"]},
    ),
    Route("alert_step_tick", "POST", _step, sees_reps_account(302), data={"done": "1"}),
    Route("churn", "GET", "/churn/", everybody()),
    Route("churn_rule", "GET", "/rules/churn/", leads_only()),
    Route("churn_rule", "POST", "/rules/churn/", leads_only(302), data=_churn_rule),
    Route("alert_rules", "GET", "/rules/alerts/", leads_only()),
    Route("alert_rule_edit", "GET", lambda w: f"/rules/alerts/{w.alert_rule.cause}/", leads_only()),
    Route("alert_rule_edit", "POST", lambda w: f"/rules/alerts/{w.alert_rule.cause}/", leads_only(302), data=_rule),
    Route("retention", "GET", "/reports/retention/", everybody()),
    Route("retention_rule", "GET", "/rules/retention/", leads_only()),
    Route("retention_rule", "POST", "/rules/retention/", leads_only(302), data=_retention_rule),
    Route("playbooks", "GET", "/rules/playbooks/", leads_only()),
    Route("playbook_edit", "GET", "/rules/playbooks/cadence/", leads_only()),
    Route("playbook_edit", "POST", "/rules/playbooks/cadence/", leads_only(302), data=_playbook),
    Route("policy_list", "GET", "/rules/tiers/", leads_only()),
    Route("policy_new", "GET", "/rules/tiers/new/", leads_only()),
    Route("policy_new", "POST", "/rules/tiers/new/", leads_only(302), data=POLICY),
    Route("policy_activate", "GET", _draft, leads_only()),
    Route("policy_edit", "GET", lambda w: f"{_draft(w)}edit/", leads_only()),
    Route("policy_edit", "POST", lambda w: f"{_draft(w)}edit/", leads_only(302), data={**POLICY, "revision": 1}),
    Route("policy_take_back", "POST", lambda w: f"{_scheduled(w)}take-back/", leads_only(302)),
    Route("policy_judge", "POST", lambda w: f"{_draft(w)}judge/", leads_only(302)),
    Route("policy_progress", "GET", lambda w: f"{_draft(w)}progress/", leads_only()),
    Route("policy_moves", "GET", lambda w: f"{_draft(w)}accounts/", leads_only()),
    Route("policy_beside", "GET", lambda w: f"{_draft(w)}beside/1/", leads_only()),
    Route("policy_activate", "POST", _draft, leads_only(302), data={"reason": "longer memory", "revision": 1}),
    Route("night", "GET", "/rules/night/", leads_only()),
    Route("night_start", "POST", "/rules/night/start/", leads_only(302)),
    Route("fit_start", "POST", "/churn/fit/", leads_only(302)),
    Route("night_progress", "GET", lambda w: f"/rules/night/{w.run.pk}/progress/", leads_only()),
]


def _rule_routes(of: str, changes: dict[str, object]) -> list[Route]:
    """Read by everybody, changed by those who lead."""
    one = f"/api/v1/{of}-rules/1/"
    return [
        Route(f"{of}-rule-list", "GET", f"/api/v1/{of}-rules/", everybody(api=True), api=True),
        Route(f"{of}-rule-detail", "GET", one, everybody(api=True), api=True),
        Route(f"{of}-rule-detail", "PATCH", one, leads_only(api=True), data={"version": 1, **changes}, api=True),
    ]


API = [
    Route("ledger-entry-list", "GET", "/api/v1/ledger-entries/", everybody(api=True), api=True),
    Route(
        "ledger-entry-list",
        "POST",
        "/api/v1/ledger-entries/",
        expect(403, api=True, manager=201, director=201, admin=201, integration=201, rival=400),
        data=_entry,
        api=True,
    ),
    Route(
        "ledger-entry-detail",
        "GET",
        lambda w: f"/api/v1/ledger-entries/{w.ledger_entry.pk}/",
        sees_reps_account(api=True),
        api=True,
    ),
    Route("tier-list", "GET", "/api/v1/tiers/", everybody(api=True), api=True),
    Route("tier-detail", "GET", lambda w: f"/api/v1/tiers/{_decision(w)}/", sees_reps_account(api=True), api=True),
    Route("tier-summary", "GET", lambda w: f"/api/v1/tiers/summary/?night={_night(w)}", everybody(api=True), api=True),
    Route("tier-policy-list", "GET", "/api/v1/tier-policies/", everybody(api=True), api=True),
    Route(
        "tier-policy-list", "POST", "/api/v1/tier-policies/", leads_only(201, api=True), data={"patience": 3}, api=True
    ),
    Route("tier-policy-detail", "GET", "/api/v1/tier-policies/1/", _leads_see(), api=True),
    Route(
        "tier-policy-what-if", "GET", lambda w: f"/api/v1/tier-policies/{_judged(w)}/what-if/", _leads_see(), api=True
    ),
    Route(
        "tier-policy-what-if",
        "POST",
        lambda w: f"/api/v1/tier-policies/{_judged(w)}/what-if/",
        _leads_see(202),
        api=True,
    ),
    Route(
        "tier-policy-detail",
        "PATCH",
        lambda w: f"/api/v1/tier-policies/{w.draft_policy.version}/",
        _leads_see(),
        data={"version": 1, "patience": 3},
        api=True,
    ),
    Route(
        "tier-policy-activate",
        "POST",
        lambda w: f"/api/v1/tier-policies/{w.draft_policy.version}/activate/",
        _leads_see(),
        data={"version": 1, "reason": "longer memory"},
        api=True,
    ),
    Route(
        "tier-policy-take-back",
        "POST",
        lambda w: f"/api/v1/tier-policies/{w.scheduled_policy.version}/take-back/",
        _leads_see(),
        api=True,
    ),
    Route("tier-policy-beside", "GET", "/api/v1/tier-policies/1/beside/1/", _leads_see(), api=True),
    Route("key-mark-list", "GET", "/api/v1/key-marks/", everybody(api=True), api=True),
    Route(
        "key-mark-list",
        "POST",
        "/api/v1/key-marks/",
        sees_reps_account(201, api=True, hidden=400),
        data=lambda w: {"account": w.account.pk, "factor": "damage", "mark": 3},
        api=True,
    ),
    Route(
        "key-mark-detail",
        "GET",
        lambda w: f"/api/v1/key-marks/{w.key_mark.pk}/",
        sees_reps_account(api=True),
        api=True,
    ),
    Route("market-share-list", "GET", "/api/v1/market-shares/", everybody(api=True), api=True),
    Route(
        "market-share-list",
        "POST",
        "/api/v1/market-shares/",
        leads_only(201, api=True),
        data={"period": "2025", "market": "whole", "share": "0.34"},
        api=True,
    ),
    Route(
        "market-share-detail",
        "GET",
        lambda w: f"/api/v1/market-shares/{w.market_share.pk}/",
        everybody(api=True),
        api=True,
    ),
    Route("profit-list", "GET", lambda w: f"/api/v1/profit/?night={_night(w)}", everybody(api=True), api=True),
    Route("churn-prediction-list", "GET", "/api/v1/churn-predictions/", everybody(api=True), api=True),
    Route(
        "churn-prediction-detail",
        "GET",
        lambda w: f"/api/v1/churn-predictions/{w.prediction.pk}/",
        sees_reps_account(api=True),
        api=True,
    ),
    Route("churn-fit-list", "GET", "/api/v1/churn-fits/", everybody(api=True), api=True),
    # 400: this world has seen no night yet, after which a model could be fitted.
    Route("churn-fit-list", "POST", "/api/v1/churn-fits/", leads_only(400, api=True), data={}, api=True),
    Route("churn-fit-state", "GET", "/api/v1/churn-fits/state/", everybody(api=True), api=True),
    Route(
        "churn-fit-detail",
        "GET",
        lambda w: f"/api/v1/churn-fits/{w.prediction.fit_id}/",
        everybody(api=True),
        api=True,
    ),
    Route("alert-list", "GET", "/api/v1/alerts/", everybody(api=True), api=True),
    Route("alert-detail", "GET", lambda w: f"/api/v1/alerts/{w.alert.pk}/", sees_reps_account(api=True), api=True),
    Route(
        "alert-detail",
        "PATCH",
        lambda w: f"/api/v1/alerts/{w.alert.pk}/",
        sees_reps_account(api=True),
        data=_alert,
        api=True,
    ),
    Route(
        "alert-acknowledge",
        "POST",
        "/api/v1/alerts/acknowledge/",
        sees_reps_account(api=True, hidden=400),
        data=_seen,
        api=True,
    ),
    Route(
        "alert-tick",
        "POST",
        lambda w: f"/api/v1/alerts/{w.alert_step.alert_id}/tick/",
        sees_reps_account(api=True),
        data=lambda w: {"step": w.alert_step.pk, "done": True},
        api=True,
    ),
    Route("alert-rule-list", "GET", "/api/v1/alert-rules/", everybody(api=True), api=True),
    Route("alert-rule-detail", "GET", lambda w: f"/api/v1/alert-rules/{w.alert_rule.cause}/", _leads_see(), api=True),
    Route(
        "alert-rule-detail",
        "PATCH",
        lambda w: f"/api/v1/alert-rules/{w.alert_rule.cause}/",
        _leads_see(),
        data=lambda w: {"version": w.alert_rule.version, "threshold": "3.5"},
        api=True,
    ),
    Route("playbook-list", "GET", "/api/v1/playbooks/", everybody(api=True), api=True),
    Route("playbook-detail", "GET", "/api/v1/playbooks/cadence/", _leads_see(), api=True),
    Route(
        "playbook-detail",
        "PATCH",
        "/api/v1/playbooks/cadence/",
        _leads_see(),
        data=lambda w: {"version": w.playbook.version, "steps": [{"text": "Call them", "text_zh": "致电客户"}]},
        api=True,
    ),
    Route("retention-list", "GET", "/api/v1/retention/", everybody(api=True), api=True),
    Route(
        "key-mark-detail",
        "DELETE",
        lambda w: f"/api/v1/key-marks/{w.key_mark.pk}/",
        sees_reps_account(204, api=True),
        api=True,
    ),
    Route(
        "market-share-detail",
        "DELETE",
        lambda w: f"/api/v1/market-shares/{w.market_share.pk}/",
        leads_only(204, api=True),
        api=True,
    ),
    *_rule_routes("churn", {"horizon_days": 60}),
    *_rule_routes("market", {"key_share": "0.45"}),
    *_rule_routes("retention", {"min_accounts": 30}),
    Route("alert-precision", "GET", "/api/v1/alerts/precision/", everybody(api=True), api=True),
]

PINS = [
    Route("tier-pin-list", "GET", "/api/v1/tier-pins/", everybody(api=True), api=True),
    Route(
        "tier-pin-list",
        "POST",
        "/api/v1/tier-pins/",
        {who: 400 if code == 404 else code for who, code in leads_reps_account(201, api=True).items()},
        data=lambda w: {"account": w.account.pk, **_pin(w)},
        api=True,
    ),
    Route("tier-pin-detail", "GET", lambda w: f"/api/v1/tier-pins/{w.pin.pk}/", sees_reps_account(api=True), api=True),
    Route(
        "tier-pin-remove",
        "POST",
        lambda w: f"/api/v1/tier-pins/{w.pin.pk}/remove/",
        leads_reps_account(api=True),
        data={"reason": "x"},
        api=True,
    ),
]

NIGHTS = [
    Route(
        "concentration-list",
        "GET",
        lambda w: f"/api/v1/concentration/?night={_night(w)}",
        everybody(api=True),
        api=True,
    ),
    Route("effort-list", "GET", lambda w: f"/api/v1/effort/?night={_night(w)}", everybody(api=True), api=True),
    Route("effort-misfits", "GET", "/api/v1/effort/loss/", everybody(api=True), api=True),
    Route("night-run-list", "GET", "/api/v1/nights/", leads_only(api=True), api=True),
    Route("night-run-list", "POST", "/api/v1/nights/", leads_only(202, api=True), data={}, api=True),
    Route("night-run-detail", "GET", lambda w: f"/api/v1/nights/{w.run.pk}/", leads_only(api=True), api=True),
]

ROUTES = [*PAGES, *API, *PINS, *NIGHTS]


def _decision(w: World) -> int:
    """The one decision of a night that has judged rep's account."""
    from scoring.models import TierDecision
    from tests.scoring.make import book, night

    book(w.account)
    night(dt.date(2026, 3, 31))
    return TierDecision.objects.get(account=w.account).pk


def _night(w: World) -> str:
    _decision(w)
    return "2026-03-31"
