"""Who may do what in the room of integrations."""

from __future__ import annotations

from tests.permissions.table import Route, everybody, leads_only, own_only

ROUTES = [
    Route("api_keys", "GET", "/api-keys/", everybody()),
    Route("api_key_new", "GET", "/api-keys/new/", everybody()),
    Route(
        "api_key_new",
        "POST",
        "/api-keys/new/",
        everybody(201) | {"admin": 422},  # the administrator has to say for whom
        data={"name": "Web shop", "scopes": ["accounts:read"]},
    ),
    Route("api_key_revoke", "POST", lambda w: f"/api-keys/{w.api_key.pk}/revoke/", own_only("rep", 302, admin=302)),
    Route("api_root", "GET", "/api/v1/", everybody(api=True), api=True),
    Route("account_export", "GET", "/accounts/export.csv", everybody()),
    Route("profit_export", "GET", "/reports/profit/export.csv", everybody()),
    Route("opportunity_export", "GET", "/pipeline/opportunities/export.csv", everybody()),
    Route("development_export", "GET", "/pipeline/development/export.csv", everybody()),
    Route("stakeholder_export", "GET", "/pipeline/stakeholders/export.csv", everybody()),
    Route("quota_list_export", "GET", "/rules/quotas/export.csv", leads_only()),
    Route("product_export", "GET", "/rules/products/export.csv", leads_only()),
    Route("competitor_export", "GET", "/rules/competitors/export.csv", leads_only()),
    Route("review_export", "GET", "/pipeline/reviews/export.csv", everybody()),
    Route("what_if_export", "GET", lambda w: f"/rules/tiers/{w.draft_policy.version}/accounts.csv", leads_only()),
]
