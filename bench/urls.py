"""All addresses of the product, and the floor it is measured against."""

from __future__ import annotations

from django.urls import path

from kam.urls import urlpatterns as product

from .floor import BareList

urlpatterns = [path("bench/floor/", BareList.as_view(), name="floor"), *product]
