"""The administrator's look behind the pages. Nothing is written here: writes go through services alone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from foundation.admin import LookOnly
from foundation.search import matching

from .models import Account, Cadence, Contact, SavedView, Visit


class Searchable(LookOnly):
    """Found in Chinese, Latin letters and pinyin like everywhere else."""

    search_fields: ClassVar[tuple[str, ...]] = ("search_text",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return matching(queryset, search_term), False


@admin.register(Account)
class AccountAdmin(Searchable):
    list_display = ("name", "tier", "owner", "team", "last_visit_on", "external_id", "archived_at")
    list_filter = ("tier", "stage", "value_level", "covered_by")
    list_select_related = ("owner", "team")
    exclude = ("search_text", "sort_key")


@admin.register(Contact)
class ContactAdmin(Searchable):
    list_display = ("name", "account", "title", "last_met_on", "archived_at")
    list_select_related = ("account",)
    exclude = ("search_text", "sort_key")


@admin.register(Visit)
class VisitAdmin(LookOnly):
    list_display = ("account", "by", "state", "starts_at", "channel", "outcome")
    list_filter = ("state", "channel")
    list_select_related = ("account", "by")


@admin.register(Cadence)
class CadenceAdmin(LookOnly):
    list_display = ("tier", "days", "version", "updated_at")


@admin.register(SavedView)
class SavedViewAdmin(LookOnly):
    list_display = ("name", "page", "user")
    list_select_related = ("user",)
