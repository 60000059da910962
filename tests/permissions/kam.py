from __future__ import annotations

from tests.permissions.table import Route, everybody, leads_only

ROUTES = [
    Route("my_day", "GET", "/", everybody()),
    Route("rules", "GET", "/rules/", leads_only()),
    Route("history", "GET", "/rules/company/history/", leads_only()),
]
