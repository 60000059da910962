from __future__ import annotations

from tests.permissions.table import Route, admin_only, anybody, everybody, leads_only, sees_reps_account

ROUTES = [
    Route("my_day", "GET", "/", everybody()),
    Route("search", "GET", "/search/?q=st", everybody()),
    Route("due", "GET", "/due/", everybody()),
    Route("reports", "GET", "/reports/", everybody()),
    Route("monday", "GET", "/reports/monday/", leads_only()),
    Route("monday_export", "GET", "/reports/monday/export.csv", leads_only()),
    Route("monday-list", "GET", "/api/v1/monday/", leads_only(api=True), api=True),
    Route("rules", "GET", "/rules/", leads_only()),
    Route("service_worker", "GET", "/service-worker.js", anybody()),
    Route("group", "GET", lambda w: f"/accounts/{w.account.pk}/group/", sees_reps_account()),
    Route("manifest", "GET", "/app.webmanifest", anybody()),
    Route("no_connection", "GET", "/no-connection/", anybody()),
    Route("admin_login", "GET", "/admin/login/", admin_only(302)),
    Route("admin_password", "GET", "/admin/password_change/", anybody(302)),
    Route("schema", "GET", "/api/v1/schema/", anybody()),
    Route("docs", "GET", "/api/v1/docs/", anybody()),
    Route("styleguide", "GET", "/styleguide/", admin_only()),
    Route("history", "GET", "/rules/history/company/", leads_only()),
]
