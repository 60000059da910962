"""The ledger: what other systems booked, taken over by external id, thousands of rows at once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Account
from foundation.errors import RuleBroken
from journal.services import changes_of, record_many
from scoring.choices import EntryKind
from scoring.models import LedgerEntry
from teams.models import Company, User
from teams.money import fits_in_base, rate_book
from teams.rules import is_currency, only_leads_or_integration

FIRST_DAY, LAST_DAY = dt.date(1970, 1, 1), dt.date(2100, 12, 31)
LIMIT = Decimal(10) ** 16
_PLACES = Decimal("0.0001")
_COLUMNS = ("account_id", "date", "kind", "revenue", "cost", "currency", "rate", "note")


@dataclass(frozen=True)
class Booking:
    """One row as another system knows it. `currency` None is the base currency; amounts have at most four places.

    Only a sale has revenue; what the other kinds cost is cost to serve. The account is named by our id, by the one that
    the other system has for it, or both; that of an account merged away means the one it became a part of.

    Without an external id a row is always new. Of a known one a kind and a note that are not told (None) stay.
    """

    account_id: int | None
    date: dt.date
    revenue: Decimal
    cost: Decimal = Decimal(0)
    currency: str | None = None
    external_id: str = ""
    note: str | None = None
    kind: str | None = None
    account_external_id: str = ""


@dataclass
class Booked:
    """What became of the rows: entries made and changed, how many were there already, and what was refused, with its
    position and reason. Of refused rows nothing is written."""

    created: list[LedgerEntry] = field(default_factory=list)
    updated: list[LedgerEntry] = field(default_factory=list)
    unchanged: list[LedgerEntry] = field(default_factory=list)
    refused: list[tuple[int, RuleBroken]] = field(default_factory=list)


def ledger_upsert(*, actor: User, rows: Sequence[Booking]) -> Booked:
    """Writes new rows, changes those whose external id is known and that differ, leaves the rest alone.

    Each keeps its currency and the rate of its day; a currency without one is refused. A known row keeps the rate it
    was booked with until amount, currency or day change. The caller decides whether refused rows undo the others.
    Forbidden for a sales rep: what is booked decides the tier.
    """
    only_leads_or_integration(actor)
    try:
        return _upsert(actor, rows)
    except IntegrityError:
        # Another writer booked one of these external ids meanwhile: now it is known.
        return _upsert(actor, rows)


@transaction.atomic
def _upsert(actor: User, rows: Sequence[Booking]) -> Booked:
    batch = _Batch(actor, rows)
    for place, row in enumerate(rows):
        try:
            batch.take(row)
        except RuleBroken as refusal:
            batch.outcome.refused.append((place, refusal))
    batch.write()
    return batch.outcome


class _Batch:
    """Rows on their way, and everything read once for all of them."""

    def __init__(self, actor: User, rows: Sequence[Booking]) -> None:
        ids = [row.external_id for row in rows if row.external_id]
        known = LedgerEntry.objects.filter(external_id__in=ids)
        # Locked, and written, by id: of two lists with the same rows one waits for the other, whatever their order.
        locked = known.select_for_update(of=("self",), no_key=True).order_by("pk")
        self.actor, self.outcome = actor, Booked()
        self.named = _Named(actor, rows)
        self.accounts: dict[int, Account] = {}
        self.known = {entry.external_id: entry for entry in locked}
        self.seen = set(known.visible_to(actor).values_list("external_id", flat=True))
        self.twice = {key for key, times in Counter(ids).items() if times > 1}
        self.rate_on, self.base = rate_book(), Company.current().base_currency
        self.changes: dict[int, dict[str, Any]] = {}

    def take(self, row: Booking) -> None:
        """Sorts one row in. RuleBroken, with the field to mend: it is not usable."""
        if row.external_id in self.twice:
            raise RuleBroken(_("This external id stands among the rows twice."), field="external_id")
        account = self.named.account_of(row)
        self.accounts[account.pk] = account
        if row.external_id in self.known and row.external_id not in self.seen:
            raise RuleBroken(_("This is already in use."), field="external_id")
        entry = self.known.get(row.external_id)
        columns = _columns(row, account.pk, self.base, self.rate_on, entry)
        if entry is None:
            self.outcome.created.append(LedgerEntry(external_id=row.external_id, **columns))
        elif told := changes_of(entry, columns):
            self._change(entry, columns, told)
        else:
            self.outcome.unchanged.append(entry)

    def _change(self, entry: LedgerEntry, columns: dict[str, Any], told: dict[str, Any]) -> None:
        for name, value in columns.items():
            setattr(entry, name, value)
        self.changes[entry.pk] = told
        self.outcome.updated.append(entry)

    def write(self) -> None:
        LedgerEntry.objects.bulk_create(self.outcome.created, batch_size=2000)
        self.outcome.updated.sort(key=lambda entry: entry.pk)
        LedgerEntry.objects.bulk_update(self.outcome.updated, _COLUMNS, batch_size=500)
        booked = {entry.account_id for entry in self.outcome.created}
        subjects = [(self.accounts[account_id], account_id) for account_id in sorted(booked)]
        record_many(actor=self.actor, verb="ledger.added", subjects=subjects)
        changed = [(entry, entry.account_id) for entry in self.outcome.updated]
        record_many(actor=self.actor, verb="ledger.changed", subjects=changed, changes=self.changes)


class _Named:
    """The accounts that rows name, as far as the writer sees them: by our ids and by those of other systems."""

    def __init__(self, actor: User, rows: Sequence[Booking]) -> None:
        seen = Account.objects.visible_to(actor)
        ids = {row.account_id for row in rows} - {None}
        external = {row.account_external_id for row in rows} - {""}
        self.by_id = seen.in_bulk(ids) if ids else {}
        self.by_external = (
            {each.external_id: each for each in seen.filter(external_id__in=external)} if external else {}
        )
        self._survivors(seen, ids - {*self.by_id}, external - {*self.by_external})

    def _survivors(self, seen: Any, ids: set[Any], external: set[str]) -> None:
        """Of those that are missing, the accounts that they became a part of."""
        if not ids and not external:
            return
        gone = Account.objects.filter(Q(pk__in=ids) | Q(external_id__in=external), merged_into__isnull=False)
        merged = list(gone.values_list("pk", "external_id", "merged_into"))
        survivors = seen.in_bulk({survivor for _pk, _external, survivor in merged})
        for pk, name, survivor in merged:
            if survivor in survivors:
                self.by_id.setdefault(pk, survivors[survivor])
                self.by_external.setdefault(name, survivors[survivor])

    def account_of(self, row: Booking) -> Account:
        """RuleBroken, with the field to mend, for one that there is none of, or for two that are not the same."""
        by_id, by_external = self.by_id.get(row.account_id), self.by_external.get(row.account_external_id)
        if row.account_id is not None and by_id is None:
            raise RuleBroken(_("There is no such account."), field="account")
        if row.account_external_id and by_external is None:
            raise RuleBroken(_("There is no such account."), field="account_external_id")
        if by_id and by_external and by_id != by_external:
            raise RuleBroken(_("This is another account than the one named by its id."), field="account_external_id")
        found = by_id or by_external
        if found is None:
            raise RuleBroken(_("There is no such account."), field="account")
        return found


def _columns(
    row: Booking, account: int, base: str, rate_on: Callable[[str, dt.date], Decimal], entry: LedgerEntry | None
) -> dict[str, Any]:
    """The row's columns, checked."""
    if not FIRST_DAY <= row.date <= LAST_DAY:
        raise RuleBroken(_("This date cannot be right."), field="date")
    kind, note = _kept(row, entry)
    if kind not in EntryKind.values:
        raise RuleBroken(_("There is no such kind of entry."), field="kind")
    only_sales_have_revenue(kind, row.revenue)
    currency = row.currency or base
    is_currency(currency)
    columns = {
        "account_id": account,
        "date": row.date,
        "kind": kind,
        "revenue": _amount(row.revenue, "revenue"),
        "cost": _amount(row.cost, "cost"),
        "currency": currency,
        "note": note,
    }
    rate = _rate(columns, rate_on, entry)
    fits_in_base(row.revenue, rate, "revenue")
    fits_in_base(row.cost, rate, "cost")
    return {**columns, "rate": rate}


def _kept(row: Booking, entry: LedgerEntry | None) -> tuple[str, str]:
    """Kind and note, as a file brings them: what is not told stays, and what has revenue is a sale."""
    known = entry.kind if entry else EntryKind.SALE
    kind = row.kind or (EntryKind.SALE if row.revenue else known)
    return kind, (entry.note if entry else "") if row.note is None else row.note


def only_sales_have_revenue(kind: str, revenue: Decimal) -> None:
    """RuleBroken (field "revenue") for a rebate, a complaint or a service that brings revenue."""
    if kind != EntryKind.SALE and revenue:
        raise RuleBroken(_("Only a sale has revenue. Bring what it costs as cost."), field="revenue")


def _rate(columns: dict[str, Any], rate_on: Callable[[str, dt.date], Decimal], entry: LedgerEntry | None) -> Decimal:
    money = ("date", "revenue", "cost", "currency")
    if entry is not None and all(getattr(entry, name) == columns[name] for name in money):
        return entry.rate
    return rate_on(columns["currency"], columns["date"])


def _amount(amount: Decimal, name: str) -> Decimal:
    """The amount with four places; more would have to be rounded, so they are refused."""
    if not amount.is_finite() or abs(amount) >= LIMIT:
        raise RuleBroken(_("This amount is too large."), field=name)
    kept = amount.quantize(_PLACES)
    if kept != amount:
        raise RuleBroken(_("An amount has at most four decimal places."), field=name)
    return kept
