from __future__ import annotations

from tests.permissions.table import Route, everybody, own_only

API = "/api/v1/notices"

PAGES = [
    Route("notice_list", "GET", "/notices/", everybody()),
    Route("notice_open", "POST", lambda w: f"/notices/{w.notice.pk}/open/", own_only(ok=302)),
    Route("notices_read_all", "POST", "/notices/read/", everybody(302), data=lambda w: {"last": w.notice.pk}),
    Route("notices_wanted", "GET", "/notices/wanted/", everybody()),
    Route("notices_wanted", "POST", "/notices/wanted/", everybody(302), data={"given": "on"}),
]

ENDPOINTS = [
    Route("notice-list", "GET", f"{API}/", everybody(api=True), api=True),
    Route("notice-detail", "GET", lambda w: f"{API}/{w.notice.pk}/", own_only(api=True), api=True),
    Route("notice-read", "POST", lambda w: f"{API}/{w.notice.pk}/read/", own_only(api=True), api=True),
    Route("notice-read-all", "POST", f"{API}/read-all/", everybody(api=True), data={}, api=True),
]

ROUTES = PAGES + ENDPOINTS
