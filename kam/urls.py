"""Every address of the product: the rooms' pages, the API, health."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from foundation.styleguide import StyleguideView

from .account_page import AccountPage
from .admin_doors import AdminLogin, AdminPassword
from .changes.pages import AccountHistory, AccountHistoryFile, RecordHistory, RecordHistoryFile
from .contact_page import ContactPage
from .group import GroupPage
from .group_tree import GroupTree, ParentChoose
from .ical.views import FeedEnd, FeedFile, FeedPage
from .monday.file import MondayExport
from .monday.page import MondayPage
from .my_day import DueList, MyDay
from .offline import Manifest, NoConnection, ServiceWorker
from .reports import Reports
from .rules import History, Rules
from .search import SearchPage

urlpatterns = [
    path("", include("teams.urls")),
    path("", include("notices.urls")),
    path("", include("accounts.urls")),
    path("", include("relations.urls")),
    path("", include("care.urls")),
    path("", include("surveys.urls")),
    path("", include("dossier.urls")),
    path("", include("pipeline.urls")),
    path("", include("scoring.urls")),
    path("", include("wallet.urls")),
    path("", include("plans.urls")),
    path("", include("losses.urls")),
    path("", include("rights.urls")),
    path("", include("integrations.urls")),
    path("api/v1/", include("kam.api")),
    path("", MyDay.as_view(), name="my_day"),
    path("search/", SearchPage.as_view(), name="search"),
    path("calendar/feed/", FeedPage.as_view(), name="calendar_feed"),
    path("calendar/feed/end/", FeedEnd.as_view(), name="calendar_feed_end"),
    path("calendar/feed/<str:secret>.ics", FeedFile.as_view(), name="calendar_file"),
    path("due/", DueList.as_view(), name="due"),
    path("accounts/<int:pk>/", AccountPage.as_view(), name="account_detail"),
    path("accounts/<int:pk>/group/", GroupPage.as_view(), name="group"),
    path("accounts/<int:pk>/group/tree/", GroupTree.as_view(), name="group_tree"),
    path("accounts/<int:pk>/parent/", ParentChoose.as_view(), name="account_parent"),
    path("accounts/<int:pk>/history/", AccountHistory.as_view(), name="account_changes"),
    path("accounts/<int:pk>/history/export.csv", AccountHistoryFile.as_view(), name="account_changes_export"),
    path("history/<str:kind>/<int:pk>/", RecordHistory.as_view(), name="record_changes"),
    path("history/<str:kind>/<int:pk>/export.csv", RecordHistoryFile.as_view(), name="record_changes_export"),
    path("contacts/<int:pk>/", ContactPage.as_view(), name="contact_detail"),
    path("reports/monday/", MondayPage.as_view(), name="monday"),
    path("reports/monday/export.csv", MondayExport.as_view(), name="monday_export"),
    path("reports/", Reports.as_view(), name="reports"),
    path("rules/", Rules.as_view(), name="rules"),
    path("rules/history/<slug:key>/", History.as_view(), name="history"),
    path("service-worker.js", ServiceWorker.as_view(), name="service_worker"),
    path("app.webmanifest", Manifest.as_view(), name="manifest"),
    path("no-connection/", NoConnection.as_view(), name="no_connection"),
    path("styleguide/", StyleguideView.as_view(), name="styleguide"),
    path("admin/login/", AdminLogin.as_view(), name="admin_login"),
    path("admin/password_change/", AdminPassword.as_view(), name="admin_password"),
    path("admin/", admin.site.urls),
]

handler400 = "kam.refusals.bad_request"
handler403 = "kam.refusals.permission_denied"
handler404 = "kam.refusals.page_not_found"
handler500 = "kam.refusals.server_error"
