"""Every address of the product: the rooms' pages, the API, health."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from foundation.styleguide import StyleguideView

urlpatterns = [
    path("", include("teams.urls")),
    path("", include("accounts.urls")),
    path("", include("pipeline.urls")),
    path("", include("scoring.urls")),
    path("", include("integrations.urls")),
    path("api/v1/", include("kam.api")),
    path("styleguide/", StyleguideView.as_view(), name="styleguide"),
    path("admin/", admin.site.urls),
]
