"""One box for everything: accounts, contacts, opportunities, and what visits, notes, complaints, contracts and
expectations say, as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contact, Visit
from accounts.models.account import NOTED
from accounts.models.visit import SAID
from care.models import Complaint
from care.models.complaint import COMPLAINED
from dossier.models import Contract, Expectation
from dossier.models.contract import AGREED
from dossier.models.expectation import EXPECTED
from foundation.filters import only
from foundation.first_found import first_found, first_named
from foundation.search import Folded, Rows
from foundation.text import fold
from foundation.ui.shell import route
from foundation.views import PageView
from pipeline.models import Opportunity

from . import seen

SHOWN = 6
LONGEST = 100
AROUND = 60
"""Letters of a note shown on either side of what was found."""


@dataclass(frozen=True)
class Noted:
    """A row that says what was looked for."""

    row: Any
    quote: Quote
    at: Any
    who: Any

    @property
    def account(self) -> Account:
        return self.row if isinstance(self.row, Account) else self.row.account

    @property
    def url(self) -> str:
        """A visit stands on its account's page."""
        return (self.account if isinstance(self.row, Visit) else self.row).get_absolute_url()


class Quote(NamedTuple):
    """A piece of a note around what was found in it."""

    before: str
    found: str
    after: str


@dataclass(frozen=True)
class Kind:
    """A noun to search: `found` gives of what the reader may see the first few that match, the best first."""

    key: str
    """What the API calls it."""
    title: Any
    icon: str
    row: str
    """How its rows are drawn: the name of a row of its own, or "note" for a text with its account."""
    found: Callable[[Any, str], QuerySet[Any]]
    listed: str = ""
    """The route of the list that shows all of them, by the same words."""
    said: tuple[str, ...] = ()
    """Of a note: the columns that are searched."""
    at: str = ""
    """Of a note: the column with its day or moment."""
    who: str = ""
    """Of a note: the column with whose it is."""


@dataclass(frozen=True)
class Hits:
    kind: Kind
    rows: list[Any]
    has_more: bool

    @property
    def more_url(self) -> str:
        return route(self.kind.listed) if self.kind.listed and self.has_more else ""


def accounts(user: Any, typed: str) -> QuerySet[Account]:
    return first_named(Account.objects.visible_to(user).select_related("owner"), typed, SHOWN + 1)


def contacts(user: Any, typed: str) -> QuerySet[Contact]:
    return first_named(Contact.objects.visible_to(user).select_related("account"), typed, SHOWN + 1)


def opportunities(user: Any, typed: str) -> QuerySet[Opportunity]:
    rows = Opportunity.objects.visible_to(user).select_related("account", "owner", "stage")
    return first_found(rows, typed, SHOWN + 1, order=("-updated_at", "-pk"), has_index=False)


def visits(user: Any, typed: str) -> QuerySet[Visit]:
    rows = Visit.objects.visible_to(user).select_related("account", "by")
    return _told(rows, SAID, typed, ("-starts_at", "-pk"), has_index=True)


def notes(user: Any, typed: str) -> QuerySet[Account]:
    rows = Account.objects.visible_to(user).exclude(notes="").select_related("owner")
    return _told(rows, NOTED, typed, ("sort_key", "pk"), has_index=True)


def complaints(user: Any, typed: str) -> QuerySet[Complaint]:
    rows = Complaint.objects.visible_to(user).select_related("account", "handler")
    return _told(rows, COMPLAINED, typed, ("-received_at", "-pk"), has_index=True)


def contracts(user: Any, typed: str) -> QuerySet[Contract]:
    rows = Contract.objects.visible_to(user).select_related("account", "owner")
    return _told(rows, AGREED, typed, ("-starts_on", "-pk"), has_index=False)


def expectations(user: Any, typed: str) -> QuerySet[Expectation]:
    rows = Expectation.objects.visible_to(user).select_related("account", "heard_by")
    return _told(rows, EXPECTED, typed, ("-heard_on", "-pk"), has_index=False)


def _told(rows: Rows, said: Folded, typed: str, order: tuple[str, ...], *, has_index: bool) -> Rows:
    return first_found(rows.alias(said=said), typed, SHOWN + 1, column="said", order=order, has_index=has_index)


KINDS = [
    Kind("accounts", _("Accounts"), "building-2", "account", accounts, "account_list"),
    Kind("contacts", _("Contacts"), "users", "contact", contacts),
    Kind("opportunities", _("Opportunities"), "kanban", "opportunity", opportunities, "opportunity_list"),
    Kind(
        "visits", _("Visits"), "notebook-pen", "note", visits, "visit_list",
        ("purpose", "summary", "next_step"), "starts_at", "by",
    ),
    Kind("notes", _("Notes on accounts"), "notebook-pen", "note", notes, "", ("notes",), "updated_at", "owner"),
    Kind(
        "complaints", _("Complaints"), "messages-square", "note", complaints, "complaint_list",
        ("text", "result"), "received_at", "handler",
    ),
    Kind(
        "contracts", _("Contracts"), "file-text", "note", contracts, "contract_list",
        ("title", "number", "notes"), "starts_on", "owner",
    ),
    Kind(
        "expectations", _("Expectations"), "ear", "note", expectations, "expectation_report",
        ("text",), "heard_on", "heard_by",
    ),
]  # fmt: skip


class SearchPage(PageView):
    """`?q=` → the first of each kind; without it, what the reader had open last."""

    template_name = "kam/search.html"
    fragment = "kam/_search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET, "q")
        typed = self.request.GET.get("q", "")[:LONGEST].strip()
        context = {"typed": typed, "is_short": is_short(typed)}
        if fold(typed) and not is_short(typed):
            return super().get_context_data(**kwargs, **context, hits=list(hits_of(self.reader, typed)))
        return super().get_context_data(**kwargs, **context, recent=seen.rows(self.request))


def is_short(typed: str) -> bool:
    """A single letter stands in nearly everything; a Chinese character is a word."""
    return len(typed) == 1 and typed.isascii()


def hits_of(reader: Any, typed: str, kinds: Iterable[Kind] = KINDS) -> Iterator[Hits]:
    """The first of each of `kinds` of which there is something."""
    for kind in kinds:
        rows = list(kind.found(reader, typed))
        if rows:
            told = [noted(kind, row, typed) for row in rows[:SHOWN]] if kind.said else rows[:SHOWN]
            yield Hits(kind, told, len(rows) > SHOWN)


def noted(kind: Kind, row: Any, typed: str) -> Noted:
    return Noted(
        row, quote([getattr(row, name) for name in kind.said], typed), getattr(row, kind.at), getattr(row, kind.who)
    )


def quote(texts: list[str], typed: str) -> Quote:
    """Where the first word stands in the texts; their beginning where letters were folded to be found."""
    said = " ".join(" · ".join(filter(None, texts)).split())
    word = fold(typed).split()[0]
    at = said.casefold().find(word)
    if at < 0:
        return Quote(said[: 2 * AROUND], "", "…" if len(said) > 2 * AROUND else "")
    first, end = max(0, at - AROUND), at + len(word)
    before, after = said[first:at], said[end : end + AROUND]
    return Quote("…" * (first > 0) + before, said[at:end], after + "…" * (end + AROUND < len(said)))
