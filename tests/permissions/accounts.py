from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from accounts import completeness
from accounts.models import Cadence, CompletenessRule
from tests.cast import ROLES, SEES_REPS_ACCOUNT
from tests.permissions.table import (
    Expected,
    Route,
    everybody,
    expect,
    leads_only,
    leads_reps_account,
    own_only,
    sees_reps_account,
)
from tests.permissions.world import World

API = "/api/v1"
SOON = timezone.now() + dt.timedelta(days=3)
# An administrator stands outside the tree of teams, so a team must be named for him.
BLIND = [name for name in ROLES if name not in SEES_REPS_ACCOUNT]
without_team = {"admin": 422}


def _version(row: str):
    return lambda w: {"version": getattr(w, row).version}


def _account(w: World) -> dict[str, object]:
    return {"name": "New name", "stage": "key", "version": w.account.version}


def _assign(w: World) -> dict[str, object]:
    return {"owner": w.cast.peer.pk, "team": w.cast.north.pk, "version": w.account.version}


def _report(**fields: object) -> dict[str, object]:
    now = timezone.now().strftime("%Y-%m-%dT%H:%M")
    return {"channel": "phone", "outcome": "steady", "starts_at": now, "minutes": 30, "currency": "CNY", **fields}


def _plan() -> dict[str, object]:
    when = SOON.strftime("%Y-%m-%dT%H:%M")
    return {"channel": "phone", "starts_at": when, "minutes": 30, "client_id": str(uuid.uuid4())}


def _next_visits(w: World) -> dict[str, object]:
    Cadence.objects.update(days=1)
    return {f"plan_{w.account.pk}": "on", f"on_{w.account.pk}": f"{SOON:%Y-%m-%d}"}


def _nobodys_route(w: World) -> dict[str, object]:
    return {"on": f"{SOON:%Y-%m-%d}", "order": [w.planned_visit.pk]}


def _cadence(w: World) -> dict[str, object]:
    tiers = ["platinum", "gold", "iron", "lead", "unrated"]
    return {f"days_{tier}": 10 for tier in tiers} | {f"version_{tier}": 1 for tier in tiers}


def _side_by_side(w: World) -> str:
    return f"/accounts/{w.account.pk}/merge/{w.second_account.pk}/"


def _sides(w: World) -> dict[str, object]:
    return {"name": "theirs", "version": w.account.version, "merged_version": w.second_account.version}


def _leads_or_is_told(ok: int) -> Expected:
    """Out of sight is no choice of a body: 400."""
    return {who: 400 if status == 404 else status for who, status in leads_reps_account(ok, api=True).items()}


def _both(w: World) -> dict[str, object]:
    return {"survivor": w.account.pk, "merged": w.second_account.pk, "version": 1, "merged_version": 1}


def _completeness(w: World) -> dict[str, object]:
    rule = CompletenessRule.current()
    told: dict[str, object] = {"version": rule.version, "stale_share": 40, "reason": "Test"}
    told |= {f"weight_{point.key}": 1 for point in completeness.points()}
    return told | {f"tier_{tier}": 1 for tier in ("platinum", "gold", "iron", "lead", "unrated")}


PAGES = [
    Route("visit_list", "GET", "/visits/", everybody()),
    Route("account_list", "GET", "/accounts/", everybody()),
    Route("account_search", "GET", "/accounts/search/?q=b", everybody()),
    Route("account_new", "GET", "/accounts/new/", everybody()),
    Route("account_new", "POST", "/accounts/new/", expect(302, **without_team), data={"name": "X", "stage": "key"}),
    Route("colleagues", "GET", lambda w: f"/accounts/{w.account.pk}/colleagues/?q=m", sees_reps_account()),
    Route("account_edit", "GET", lambda w: f"/accounts/{w.account.pk}/edit/", sees_reps_account()),
    Route("account_edit", "POST", lambda w: f"/accounts/{w.account.pk}/edit/", sees_reps_account(302), data=_account),
    Route("account_assign", "GET", lambda w: f"/accounts/{w.account.pk}/assign/", leads_reps_account()),
    Route(
        "account_assign", "POST", lambda w: f"/accounts/{w.account.pk}/assign/", leads_reps_account(302),
        data=_assign,
    ),
    Route(
        "account_archive", "POST", lambda w: f"/accounts/{w.account.pk}/archive/", sees_reps_account(302),
        data=_version("account"),
    ),
    Route("contact_new", "GET", lambda w: f"/accounts/{w.account.pk}/contacts/new/", sees_reps_account()),
    Route(
        "contact_new", "POST", lambda w: f"/accounts/{w.account.pk}/contacts/new/", sees_reps_account(302),
        data={"name": "Li", "roles": ["user"]},
    ),
    Route("contact_detail", "GET", lambda w: f"/contacts/{w.contact.pk}/", sees_reps_account()),
    Route("contact_edit", "GET", lambda w: f"/contacts/{w.contact.pk}/edit/", sees_reps_account()),
    Route(
        "contact_edit", "POST", lambda w: f"/contacts/{w.contact.pk}/edit/", sees_reps_account(302),
        data=lambda w: {"name": "Li", "version": w.contact.version},
    ),
    Route(
        "contact_archive", "POST", lambda w: f"/contacts/{w.contact.pk}/archive/", sees_reps_account(302),
        data=_version("contact"),
    ),
    Route("visit_new", "GET", "/visits/new/", everybody()),
    Route("visit_new", "GET", lambda w: f"/visits/new/?account={w.account.pk}", sees_reps_account()),
    Route(
        "visit_new", "POST", lambda w: f"/visits/new/?account={w.account.pk}", sees_reps_account(302),
        data=lambda w: _report(client_id=str(uuid.uuid4())),
    ),
    Route("visit_route", "GET", "/visits/route/", everybody()),
    Route("visit_offline", "GET", "/visits/offline/", everybody()),
    Route("next_visits", "GET", "/visits/next/", everybody()),
    Route("next_visits", "POST", "/visits/next/", expect(422, rep=302), data=_next_visits),
    Route("own_cadence", "GET", lambda w: f"/accounts/{w.account.pk}/cadence/", leads_reps_account()),
    Route(
        "own_cadence", "POST", lambda w: f"/accounts/{w.account.pk}/cadence/", leads_reps_account(302),
        data={"days": 20, "reason": "New board", "version": 0},
    ),
    Route("own-cadence-list", "GET", f"{API}/own-cadences/", everybody(api=True), api=True),
    Route(
        "own-cadence-list", "POST", f"{API}/own-cadences/",
        expect(403, api=True, manager=201, director=201, admin=201, **dict.fromkeys(BLIND, 400)), api=True,
        data=lambda w: {"account": w.account.pk, "days": 20, "reason": "New board"},
    ),
    Route(
        "own-cadence-detail", "GET", lambda w: f"{API}/own-cadences/{w.own_cadence.pk}/", sees_reps_account(api=True),
        api=True,
    ),
    Route(
        "own-cadence-detail", "PATCH", lambda w: f"{API}/own-cadences/{w.own_cadence.pk}/",
        leads_reps_account(api=True), api=True,
        data=lambda w: {"days": None, "reason": "Settled", "version": w.own_cadence.version},
    ),
    Route("route_order", "POST", "/visits/route/order/", everybody(302), data={"order": "1"}),
    Route("next-visit-list", "GET", f"{API}/next-visits/", everybody(api=True), api=True),
    Route(
        "next-visit-list", "POST", f"{API}/next-visits/", sees_reps_account(201, api=True, hidden=400),
        data=lambda w: {"plans": [{"account": w.account.pk, "on": f"{SOON:%Y-%m-%d}"}]}, api=True,
    ),
    Route("route-list", "GET", f"{API}/route/", everybody(api=True), api=True),
    Route("route-list", "POST", f"{API}/route/", expect(400, api=True), data=_nobodys_route, api=True),
    Route("visit_plan", "GET", lambda w: f"/visits/plan/?account={w.account.pk}", sees_reps_account()),
    Route(
        "visit_plan", "POST", lambda w: f"/visits/plan/?account={w.account.pk}", sees_reps_account(302),
        data=lambda w: _plan(),
    ),
    Route("visit_edit", "GET", lambda w: f"/visits/{w.visit.pk}/edit/", sees_reps_account()),
    Route(
        "visit_edit", "POST", lambda w: f"/visits/{w.visit.pk}/edit/", sees_reps_account(302),
        data=lambda w: _report(version=w.visit.version, expenses=0),
    ),
    Route("visit_log", "GET", lambda w: f"/visits/{w.planned_visit.pk}/log/", sees_reps_account()),
    Route(
        "visit_log", "POST", lambda w: f"/visits/{w.planned_visit.pk}/log/", sees_reps_account(302),
        data=lambda w: _report(version=w.planned_visit.version),
    ),
    Route(
        "visit_cancel", "POST", lambda w: f"/visits/{w.visit.pk}/cancel/", sees_reps_account(302),
        data=_version("visit"),
    ),
    Route("step_done", "POST", lambda w: f"/visits/{w.visit.pk}/step-done/", sees_reps_account(302)),
    Route("calendar", "GET", "/calendar/?who=team", everybody()),
    Route("saved_view_new", "GET", "/saved-views/new/account_list/?tier=gold", everybody()),
    Route("saved_view_new", "POST", "/saved-views/new/account_list/?tier=gold", everybody(302), data={"name": "Gold"}),
    Route("saved_view_delete", "POST", lambda w: f"/saved-views/{w.saved_view.pk}/delete/", own_only("rep", 302)),
    Route("cadence_edit", "GET", "/rules/cadence/", leads_only()),
    Route("cadence_edit", "POST", "/rules/cadence/", leads_only(302), data=_cadence),
    Route("account_similar", "GET", "/accounts/similar/?name=Second+Works", everybody()),
    Route("merge_choose", "GET", lambda w: f"/accounts/{w.account.pk}/merge/", leads_reps_account()),
    Route(
        "merge_choose", "POST", lambda w: f"/accounts/{w.account.pk}/merge/", leads_reps_account(302),
        data=lambda w: {"other": w.second_account.pk},
    ),
    Route("account_merge", "GET", _side_by_side, leads_reps_account()),
    Route("account_merge", "POST", _side_by_side, leads_reps_account(302), data=_sides),
    Route(
        "two_accounts", "POST", lambda w: f"/accounts/{w.account.pk}/two/{w.second_account.pk}/",
        sees_reps_account(302),
    ),
    Route("merge", "GET", lambda w: f"/merges/{w.merge.pk}/", sees_reps_account()),
    Route("merge", "GET", lambda w: f"/merges/{w.undone_merge.pk}/", expect(404, director=200, admin=200)),
    Route("merge_undo", "POST", lambda w: f"/merges/{w.merge.pk}/undo/", leads_reps_account(302)),
    Route("duplicate_list", "GET", lambda w: f"/reports/duplicates/?q=s&page={bool(w.like_pair):d}", everybody()),
    Route("completeness", "GET", lambda w: f"/accounts/{w.account.pk}/completeness/", sees_reps_account()),
    Route("record_looked_over", "POST", lambda w: f"/accounts/{w.account.pk}/looked-over/", sees_reps_account(302)),
    Route("completeness_list", "GET", "/reports/completeness/", everybody()),
    Route("completeness_export", "GET", "/reports/completeness/export.csv", everybody()),
    Route("completeness_rule", "GET", "/rules/completeness/", leads_only()),
    Route("completeness_rule", "POST", "/rules/completeness/", leads_only(302), data=_completeness),
    Route("merge_rule", "GET", "/rules/merging/", leads_only()),
    Route("merge_rule", "POST", "/rules/merging/", leads_only(302), data={"version": 1, "undo_days": 60}),
    Route("account_detail", "GET", lambda w: f"/accounts/{w.account.pk}/", sees_reps_account()),
]  # fmt: skip


def _rest(noun: str, row: str, change: dict[str, object]) -> list[Route]:
    """List, detail and edit of a noun of the API."""
    url = f"{API}/{noun}s/"
    return [
        Route(f"{noun}-list", "GET", url, everybody(api=True), api=True),
        Route(
            f"{noun}-detail", "GET", lambda w: f"{url}{getattr(w, row).pk}/", sees_reps_account(api=True), api=True
        ),
        Route(
            f"{noun}-detail", "PATCH", lambda w: f"{url}{getattr(w, row).pk}/", sees_reps_account(api=True),
            data=lambda w: {**change, "version": getattr(w, row).version}, api=True,
        ),
    ]  # fmt: skip


def _action(noun: str, action: str, row: str, data=None) -> Route:
    return Route(
        f"{noun}-{action}", "POST", lambda w: f"{API}/{noun}s/{getattr(w, row).pk}/{action}/",
        sees_reps_account(api=True), data=data or _version(row), api=True,
    )  # fmt: skip


REST = [
    *_rest("account", "account", {"industry": "Steel"}),
    *_rest("contact", "contact", {"title": "CTO"}),
    *_rest("visit", "visit", {"summary": "Prices"}),
    Route("account-list", "POST", f"{API}/accounts/", expect(201, api=True, admin=400), data={"name": "X"}, api=True),
    Route(
        "contact-list", "POST", f"{API}/contacts/", sees_reps_account(201, api=True, hidden=400),
        data=lambda w: {"name": "X", "account": w.account.pk}, api=True,
    ),
    Route(
        "visit-list", "POST", f"{API}/visits/", sees_reps_account(201, api=True, hidden=400),
        data=lambda w: {"account": w.account.pk}, api=True,
    ),
    Route("duplicate-list", "GET", f"{API}/duplicates/", everybody(api=True), api=True),
    Route(
        "duplicate-detail", "GET", lambda w: f"{API}/duplicates/{w.like_pair.pk}/", sees_reps_account(api=True),
        api=True,
    ),
    Route(
        "duplicate-told-apart", "POST", lambda w: f"{API}/duplicates/{w.like_pair.pk}/told-apart/",
        sees_reps_account(204, api=True), api=True,
    ),
    Route("completeness-of-list", "GET", f"{API}/completeness/", everybody(api=True), api=True),
    Route(
        "completeness-of-detail", "GET", lambda w: f"{API}/completeness/{w.account.pk}/", sees_reps_account(api=True),
        api=True,
    ),
    Route(
        "completeness-of-looked-over", "POST", lambda w: f"{API}/completeness/{w.account.pk}/looked-over/",
        sees_reps_account(api=True), api=True,
    ),
    Route("merge-list", "GET", f"{API}/merges/", everybody(api=True), api=True),
    Route("merge-list", "POST", f"{API}/merges/", _leads_or_is_told(201), data=_both, api=True),
    Route("merge-detail", "GET", lambda w: f"{API}/merges/{w.merge.pk}/", sees_reps_account(api=True), api=True),
    Route(
        "merge-detail", "GET", lambda w: f"{API}/merges/{w.undone_merge.pk}/",
        expect(404, api=True, director=200, admin=200), api=True,
    ),
    Route(
        "merge-undo", "POST", lambda w: f"{API}/merges/{w.merge.pk}/undo/", leads_reps_account(api=True), api=True
    ),
    _action("account", "archive", "account"),
    _action("account", "unarchive", "account"),
    _action("contact", "archive", "contact"),
    _action("contact", "unarchive", "contact"),
    _action("visit", "log", "planned_visit"),
    _action("visit", "cancel", "visit"),
    _action("visit", "step-done", "visit"),
    _action("visit", "step-reopen", "visit"),
]  # fmt: skip

ROUTES = PAGES + REST
