"""One box for everything: accounts, contacts, opportunities and what visits say, as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contact, Visit
from accounts.queries.visit import telling
from foundation.filters import only
from foundation.search import matching
from foundation.text import fold
from foundation.ui.shell import route
from foundation.views import PageView
from pipeline.models import Opportunity

from . import seen

SHOWN = 6
LONGEST = 100
AROUND = 60
"""Letters of a note shown on either side of what was found."""


class Quote(NamedTuple):
    """A piece of a note around what was found in it."""

    before: str
    found: str
    after: str


@dataclass(frozen=True)
class Kind:
    """A noun to search: `found` narrows what the reader may see to what matches, the best first."""

    title: Any
    icon: str
    row: str
    found: Callable[[Any, str], QuerySet[Any]]
    listed: str = ""
    """The route of the list that shows all of them, by the same words."""


@dataclass(frozen=True)
class Hits:
    kind: Kind
    rows: list[Any]
    more_url: str


def by_name(rows: QuerySet[Any], typed: str) -> QuerySet[Any]:
    """Those whose name begins as typed come first."""
    begins = Case(When(sort_key__startswith=fold(typed), then=Value(0)), default=Value(1))
    return matching(rows, typed).order_by(begins, "sort_key", "pk")


def accounts(user: Any, typed: str) -> QuerySet[Account]:
    return by_name(Account.objects.visible_to(user).select_related("owner"), typed)


def contacts(user: Any, typed: str) -> QuerySet[Contact]:
    return by_name(Contact.objects.visible_to(user).select_related("account"), typed)


def opportunities(user: Any, typed: str) -> QuerySet[Opportunity]:
    rows = Opportunity.objects.visible_to(user).select_related("account", "owner", "stage")
    return matching(rows, typed).order_by("-updated_at", "-pk")


def visits(user: Any, typed: str) -> QuerySet[Visit]:
    return telling(Visit.objects.visible_to(user).select_related("account", "by"), typed).order_by("-starts_at", "-pk")


KINDS = [
    Kind(_("Accounts"), "building-2", "account", accounts, "account_list"),
    Kind(_("Contacts"), "users", "contact", contacts),
    Kind(_("Opportunities"), "kanban", "opportunity", opportunities, "opportunity_list"),
    Kind(_("Visits"), "notebook-pen", "visit", visits, "visit_list"),
]


class SearchPage(PageView):
    """`?q=` → the first of each kind; without it, what the reader had open last."""

    template_name = "kam/search.html"
    fragment = "kam/_search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET, "q")
        typed = self.request.GET.get("q", "")[:LONGEST].strip()
        # A single letter stands in nearly everything; a Chinese character is a word.
        is_short = len(typed) == 1 and typed.isascii()
        context = {"typed": typed, "is_short": is_short}
        if fold(typed) and not is_short:
            return super().get_context_data(**kwargs, **context, hits=list(self._hits(typed)))
        return super().get_context_data(**kwargs, **context, recent=seen.rows(self.request))

    def _hits(self, typed: str) -> Iterator[Hits]:
        for kind in KINDS:
            rows = list(islice(kind.found(self.reader, typed)[: SHOWN + 1], SHOWN + 1))
            if rows:
                if kind.row == "visit":
                    rows = [(visit, quote(visit, typed)) for visit in rows]
                yield Hits(kind, rows[:SHOWN], route(kind.listed) if kind.listed and len(rows) > SHOWN else "")


def quote(visit: Visit, typed: str) -> Quote:
    """Where the first word stands in what the visit says; its beginning where letters were folded to be found."""
    said = " ".join(" · ".join(filter(None, (visit.purpose, visit.summary, visit.next_step))).split())
    word = fold(typed).split()[0]
    at = said.casefold().find(word)
    if at < 0:
        return Quote(said[: 2 * AROUND], "", "…" if len(said) > 2 * AROUND else "")
    first, end = max(0, at - AROUND), at + len(word)
    before, after = said[first:at], said[end : end + AROUND]
    return Quote("…" * (first > 0) + before, said[at:end], after + "…" * (end + AROUND < len(said)))
