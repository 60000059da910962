"""The pages of history: of a record, and of everything that hangs on an account; and both as a file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from accounts.models import Account
from foundation.ui.shell import route
from foundation.views import Page, PageView
from integrations.columns import NAMES
from integrations.exporting import LIMIT
from integrations.views.exports import csv_file, too_many
from journal.models import Change

from .filters import ChangeFilter
from .sight import changes_of_account, changes_of_record, record_or_404, unless_asked
from .wording import PAGES, Bundle, bundles

SHOWN = 50
BATCH = 500


class OfAccount(Page):
    """Everything that hangs on an account."""

    @cached_property
    def account(self) -> Account:
        return self.visible(Account.objects, pk=self.kwargs["pk"])

    def rows(self) -> QuerySet[Change]:
        return changes_of_account(self.account, self.reader)

    def about(self) -> dict[str, str]:
        return {
            "title": str(self.account),
            "back": self.account.get_absolute_url(),
            "slug": f"account-{self.account.pk}",
        }


class OfRecord(Page):
    """One record and its parts."""

    @cached_property
    def record(self) -> Any:
        return record_or_404(self.reader, self.kwargs["kind"], self.kwargs["pk"])

    def rows(self) -> QuerySet[Change]:
        return changes_of_record(*self.record)

    def about(self) -> dict[str, str]:
        each, row = self.record
        back = route(PAGES[each.label], row.pk) if PAGES.get(each.label) else ""
        return {"title": str(row), "back": back, "slug": f"{each.model._meta.model_name}-{row.pk}"}


class HistoryPage(PageView):
    """Newest first; `cursor` is the id after which the page begins, so that one reads on whatever is added."""

    template_name = "kam/changes.html"
    fragment = "kam/_changes.html"

    def rows(self) -> QuerySet[Change]:
        raise TypeError(f"{type(self).__name__} names no rows")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = ChangeFilter(self.request.GET, queryset=self.rows(), request=self.request)
        rows = filterset.rows_or_400().select_related("actor")
        start = _cursor(self.request.GET.get("cursor"))
        found = list((rows.filter(pk__lt=start) if start else rows)[: SHOWN + 1])
        shown = found[:SHOWN]
        return super().get_context_data(
            **kwargs,
            **self.about(),  # type: ignore[attr-defined]
            filter=filterset,
            bundles=bundles(shown, self.reader),
            older=shown[-1].pk if len(found) > SHOWN else None,
            is_first=start is None,
        )


class AccountHistory(OfAccount, HistoryPage):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, account=self.account, export=self._export())

    def _export(self) -> str:
        return route("account_changes_export", self.account.pk)


class RecordHistory(OfRecord, HistoryPage):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        each, row = self.record
        return super().get_context_data(**kwargs, export=route("record_changes_export", each.label, row.pk))


class HistoryFile(Page):
    """The same rows as a CSV file, one line a field."""

    columns = ("when", "who", "way", "kind", "name", "id", "what happened", "field", "before", "after")

    def rows(self) -> QuerySet[Change]:
        raise TypeError(f"{type(self).__name__} names no rows")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        filterset = ChangeFilter(request.GET, queryset=self.rows(), request=request, drawn=False)
        rows = filterset.rows_or_refuse()
        about = self.about()  # type: ignore[attr-defined]
        if rows.order_by()[: LIMIT + 1].count() > LIMIT:
            return too_many(request, about["back"], LIMIT)
        header = [str(NAMES[column]) for column in self.columns]
        return csv_file(f"history-{about['slug']}", header, self._lines(rows))

    def _lines(self, rows: QuerySet[Change]) -> Iterator[list[Any]]:
        waiting = rows.select_related("actor").iterator(chunk_size=BATCH)
        while some := list(islice(waiting, BATCH)):
            for bundle in bundles(some, self.reader):
                yield from _file_lines(bundle)


class AccountHistoryFile(OfAccount, HistoryFile):
    def rows(self) -> QuerySet[Change]:
        return unless_asked(super().rows(), self.request.GET.get("kind", ""))


class RecordHistoryFile(OfRecord, HistoryFile):
    pass


def _file_lines(bundle: Bundle) -> Iterator[list[Any]]:
    for entry in bundle.entries:
        change = entry.change
        head = [change.at.isoformat(), bundle.who, bundle.way, entry.what, entry.name, change.row_id]
        head.append(change.get_action_display())
        for line in entry.lines:
            yield [*head, line.label, line.before or "", line.after or ""]
        if not entry.lines:
            yield [*head, "", "", ""]


def _cursor(typed: str | None) -> int | None:
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 18):
        raise BadRequest(_("cursor: from the link to older changes"))
    return int(typed)
