"""Who may do what in the room of integrations."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.permissions.table import Route, admin_only, everybody, leads_only, own_only


class File(SimpleUploadedFile):
    """Each who sends it sends it from the beginning."""

    def read(self, *size: int) -> bytes:
        self.seek(0)
        return super().read(*size)


# Everybody imports: his own, which an administrator sees but leaves to him.
_SEEN = own_only("manager", admin=200)
_OWN = own_only("manager", 302)

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
    Route("people_export", "GET", "/people/export.csv", admin_only()),
    Route("profit_export", "GET", "/reports/profit/export.csv", everybody()),
    Route("opportunity_export", "GET", "/pipeline/opportunities/export.csv", everybody()),
    Route("development_export", "GET", "/pipeline/development/export.csv", everybody()),
    Route("move_export", "GET", "/pipeline/moves/export.csv", everybody()),
    Route("development_entry_export", "GET", "/pipeline/development/entries/export.csv", everybody()),
    Route("adjustment_export", "GET", "/reports/forecast/adjustments/export.csv", leads_only()),
    Route("performance_export", "GET", "/performance/export.csv", everybody()),
    Route("agreed_action_export", "GET", "/performance/actions/export.csv", everybody()),
    Route("stakeholder_export", "GET", "/pipeline/stakeholders/export.csv", everybody()),
    Route("quota_list_export", "GET", "/rules/quotas/export.csv", leads_only()),
    Route("product_export", "GET", "/rules/products/export.csv", leads_only()),
    Route("competitor_export", "GET", "/rules/competitors/export.csv", leads_only()),
    Route("review_export", "GET", "/pipeline/reviews/export.csv", everybody()),
    Route("what_if_export", "GET", lambda w: f"/rules/tiers/{w.draft_policy.version}/accounts.csv", leads_only()),
    Route("import_list", "GET", "/imports/", everybody()),
    Route("import_new", "GET", "/imports/new/", everybody()),
    Route(
        "import_new",
        "POST",
        "/imports/new/",
        everybody(302),
        data=lambda w: {"kind": "contacts", "file": File("contacts.csv", b"Name,Account\nLi Na,Acme\n")},
    ),
    Route(
        "import_new",
        "POST",
        "/imports/new/",
        leads_only(302) | dict.fromkeys(("rep", "peer", "outsider"), 422),  # not offered: an invalid choice
        data=lambda w: {"kind": "accounts", "file": File("accounts.csv", b"Name\nAcme\n")},
    ),
    Route("import", "GET", lambda w: f"/imports/{w.tried_import.pk}/", _SEEN),
    Route("import_progress", "GET", lambda w: f"/imports/{w.running_import.pk}/progress/", _SEEN, htmx=True),
    Route("import_report", "GET", lambda w: f"/imports/{w.tried_import.pk}/report.csv", _SEEN),
    Route("import_columns", "GET", lambda w: f"/imports/{w.tried_import.pk}/columns/", _SEEN),
    Route(
        "import_columns",
        "POST",
        lambda w: f"/imports/{w.tried_import.pk}/columns/",
        _OWN | {"admin": 403},
        data={"column_0": "name"},
    ),
    Route("import_start", "POST", lambda w: f"/imports/{w.tried_import.pk}/start/", _OWN | {"admin": 403}),
    Route("import_drop", "POST", lambda w: f"/imports/{w.tried_import.pk}/drop/", _OWN | {"admin": 403}),
    Route("import-list", "GET", "/api/v1/imports/", everybody(api=True), api=True),
    Route(
        "import-detail",
        "GET",
        lambda w: f"/api/v1/imports/{w.tried_import.pk}/",
        own_only("manager", api=True, admin=200),
        api=True,
    ),
]
