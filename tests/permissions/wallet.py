from __future__ import annotations

from tests.permissions.table import Route, everybody, leads_only, sees_reps_account
from tests.permissions.world import World
from wallet.models import WalletRule

API = "/api/v1"
NOTE = {"version": 1, "note": "The wrong company"}
RULE = {"small_below": "20", "leading_from": "60", "stale_days": 100}


def _account(page: str):
    return lambda w: f"/accounts/{w.account.pk}/{page}"


def _estimate(page: str = ""):
    return lambda w: f"/wallets/{w.estimate.pk}/{page}"


def _api(action: str = ""):
    return lambda w: f"{API}/wallets/{w.estimate.pk}/{action}"


def _said(w: World) -> dict[str, object]:
    return {"account": w.account.pk, "amount": "100000.00"}


PAGES = [
    Route("wallet", "GET", _account("wallet/"), sees_reps_account()),
    Route("wallet_new", "GET", _account("wallet/new/"), sees_reps_account()),
    Route("wallet_new", "POST", _account("wallet/new/"), sees_reps_account(302), data=lambda w: w.estimate_said),
    Route("wallet_detail", "GET", _estimate(), sees_reps_account()),
    Route("wallet_withdraw", "GET", _estimate("withdraw/"), sees_reps_account()),
    Route("wallet_withdraw", "POST", _estimate("withdraw/"), sees_reps_account(302), data=NOTE),
    Route("wallet_list", "GET", "/reports/wallets/", everybody()),
    Route("wallet_export", "GET", "/reports/wallets/export.csv", everybody()),
    Route("estimate_export", "GET", "/reports/wallets/estimates.csv", everybody()),
    Route("wallet_rule", "GET", "/rules/wallets/", leads_only()),
    Route(
        "wallet_rule", "POST", "/rules/wallets/", leads_only(302),
        data=lambda w: {"version": WalletRule.current().version, **RULE},
    ),
]  # fmt: skip

REST = [
    Route("wallet-list", "GET", f"{API}/wallets/", everybody(api=True), api=True),
    Route("wallet-list", "POST", f"{API}/wallets/", sees_reps_account(201, api=True, hidden=400), api=True, data=_said),
    Route("wallet-detail", "GET", _api(), sees_reps_account(api=True), api=True),
    Route("wallet-withdraw", "POST", _api("withdraw/"), sees_reps_account(api=True), api=True, data=NOTE),
    Route("share-of-wallet-list", "GET", f"{API}/share-of-wallet/", everybody(api=True), api=True),
    Route(
        "share-of-wallet-detail", "GET", lambda w: f"{API}/share-of-wallet/{w.account.pk}/",
        sees_reps_account(api=True),
        api=True,
    ),
    Route("wallet-rule-list", "GET", f"{API}/wallet-rules/", everybody(api=True), api=True),
    Route("wallet-rule-detail", "GET", f"{API}/wallet-rules/1/", everybody(api=True), api=True),
]  # fmt: skip

ROUTES = PAGES + REST
