from __future__ import annotations

from tests.permissions.table import Route, admin_only, anybody, everybody, leads_only, sees_reps_account

ROUTES = [
    Route("my_day", "GET", "/", everybody()),
    Route("search", "GET", "/search/?q=st", everybody()),
    Route("search-of-list", "GET", "/api/v1/search/?q=st", everybody(api=True), api=True),
    Route("calendar_feed", "GET", "/calendar/feed/", everybody()),
    Route("calendar_feed", "POST", "/calendar/feed/", everybody(201)),
    Route("calendar_feed_end", "POST", "/calendar/feed/end/", everybody(302)),
    Route("calendar_file", "GET", lambda w: f"/calendar/feed/{w.calendar_secret}.ics", anybody()),
    Route("due", "GET", "/due/", everybody()),
    Route("reports", "GET", "/reports/", everybody()),
    Route("monday", "GET", "/reports/monday/", leads_only()),
    Route("monday_export", "GET", "/reports/monday/export.csv", leads_only()),
    Route("monday-list", "GET", "/api/v1/monday/", leads_only(api=True), api=True),
    Route("rules", "GET", "/rules/", leads_only()),
    Route("service_worker", "GET", "/service-worker.js", anybody()),
    Route("group", "GET", lambda w: f"/accounts/{w.account.pk}/group/", sees_reps_account()),
    Route("group_tree", "GET", lambda w: f"/accounts/{w.account.pk}/group/tree/", sees_reps_account()),
    Route("account_parent", "GET", lambda w: f"/accounts/{w.account.pk}/parent/", sees_reps_account()),
    Route(
        "account_parent",
        "POST",
        lambda w: f"/accounts/{w.account.pk}/parent/",
        sees_reps_account(302),
        data=lambda w: {"version": w.account.version, "parent": w.second_account.pk},
    ),
    Route("manifest", "GET", "/app.webmanifest", anybody()),
    Route("no_connection", "GET", "/no-connection/", anybody()),
    Route("admin_login", "GET", "/admin/login/", admin_only(302)),
    Route("admin_password", "GET", "/admin/password_change/", anybody(302)),
    Route("schema", "GET", "/api/v1/schema/", anybody()),
    Route("docs", "GET", "/api/v1/docs/", anybody()),
    Route("styleguide", "GET", "/styleguide/", admin_only()),
    Route("history", "GET", "/rules/history/company/", leads_only()),
    Route("account_changes", "GET", lambda w: f"/accounts/{w.account.pk}/history/", sees_reps_account()),
    Route(
        "account_changes_export", "GET", lambda w: f"/accounts/{w.account.pk}/history/export.csv", sees_reps_account()
    ),
    Route("record_changes", "GET", lambda w: f"/history/accounts.contact/{w.contact.pk}/", sees_reps_account()),
    Route(
        "record_changes_export",
        "GET",
        lambda w: f"/history/accounts.contact/{w.contact.pk}/export.csv",
        sees_reps_account(),
    ),
    Route(
        "change-list",
        "GET",
        lambda w: f"/api/v1/history/?account={w.account.pk}",
        sees_reps_account(api=True),
        api=True,
    ),
]
