from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rules
from accounts.choices import VisitState
from accounts.models import Account, Contact, Visit
from accounts.queries.visit import company_day
from accounts.services import refresh_visit_facts, visit_edit
from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.columns import Settings
from integrations.importing.linking import batches
from integrations.importing.plan import Row, Work
from integrations.importing.writing import Changes, apply, erased, insert, known_by_external_id, update
from teams.money import fits_in_base, rate_book

from .base import Cells, Kind, Note, digest

PLAIN = ("minutes", "channel", "purpose", "summary", "outcome", "next_step")


def _field(name: str) -> models.Field:
    return Visit._meta.get_field(name)  # type: ignore[return-value]


class Visits(Kind):
    """Visits, told apart by external id, else by all that the row says. Without a state, the past happened."""

    name = "visits"
    columns = {
        column.target: column
        for column in (
            col.external_id(_field("external_id")),
            col.text("account", Account._meta.get_field("name")),
            col.external_id(Account._meta.get_field("external_id"), "account_external_id"),
            col.several("contacts"),
            col.text("by"),
            col.moment("starts_at"),
            col.whole_number("minutes", _field("minutes")),
            col.choice("state", "visit_state"),
            col.choice("channel", "channel"),
            col.text("purpose", _field("purpose")),
            col.long_text("summary"),
            col.choice("outcome", "outcome"),
            col.text("next_step", _field("next_step")),
            col.date("next_step_on"),
            col.money("expenses", _field("expenses")),
            col.currency(),
        )
    }
    required = (("account", "account_external_id"), ("starts_at",))
    person = "by"

    def complete(self, cells: Cells, settings: Settings, note: Note) -> None:
        starts = dt.datetime.fromisoformat(cells["starts_at"])
        rules.check_day(starts)
        if cells.get("state") == VisitState.LOGGED and not _is_noon_of_today(starts):
            rules.check_happened(starts)
        step = {"next_step": cells.get("next_step") or "", "next_step_on": col.day(cells.get("next_step_on"))}
        rules.check_step(step, starts)
        if col.decimal(cells.get("expenses")) < 0:
            raise RuleBroken(_("An amount of zero or more."), field="expenses")
        if int(cells.get("minutes") or 0) > rules.MOST_MINUTES:
            raise RuleBroken(
                _("A visit lasts a day at most: %(most)d minutes.") % {"most": rules.MOST_MINUTES}, field="minutes"
            )

    def identity(self, cells: Cells) -> str:
        return digest({name: value for name, value in cells.items() if name != "state"})

    def write(self, rows: list[Row], work: Work) -> None:
        known = known_by_external_id(Visit, rows, work)
        whom = _contacts(rows, work)
        rate = rate_book()
        new: list[Visit] = []
        changed: list[tuple[Visit, Changes]] = []
        met: list[tuple[Visit, int]] = []
        for row in work.writable(rows):
            visit, said = known.get(row.external_id or ""), _said(row, work)
            try:
                fields = visit_edit(visit, said, rate=rate) if visit else _begun(said, work, rate)
                _check_moment(visit, fields)
            except RuleBroken as refusal:
                field = refusal.field or ""
                work.refuse(row, field, row.cells.get(field) or "", refusal.message)
                continue
            if visit is None:
                visit = Visit(**fields)
                new.append(visit)
            else:
                work.touched_accounts.add(visit.account_id)
                if changes := apply(visit, fields, work):
                    changed.append((visit, changes))
                else:
                    work.report.unchanged += 1
            work.touched_accounts.add(visit.account_id)
            met += [(visit, contact) for contact in whom[row.line]]
        insert(Visit, new, work, lambda visit: f"visit.{visit.state}")
        update(Visit, changed, work, "visit.updated")
        links = Visit.contacts.through
        moved = [visit for visit, changes in changed if "account_id" in changes]
        links.objects.filter(visit__in=moved).exclude(contact__account=F("visit__account")).delete()
        links.objects.bulk_create(
            [links(visit=visit, contact_id=contact) for visit, contact in met], ignore_conflicts=True
        )

    def finish(self, work: Work) -> None:
        for batch in batches(work.touched_accounts):
            refresh_visit_facts(batch)


def _said(row: Row, work: Work) -> dict[str, Any]:
    """The columns that the row speaks of."""
    cells = {name: row.cells[name] for name in PLAIN if name in row.cells}
    fields = {name: erased(Visit, name) if value is None else value for name, value in cells.items()}
    if "next_step_on" in row.cells:
        fields["next_step_on"] = col.day(row.cells["next_step_on"])
    if "expenses" in row.cells:
        fields["expenses"] = col.decimal(row.cells["expenses"])
    if row.person_id:
        fields["by_id"] = row.person_id
    if state := row.cells.get("state"):
        fields["state"] = state
    if currency := row.cells.get("currency") or work.order.currency:
        fields["currency"] = currency
    return fields | {
        "account_id": row.account_id,
        "external_id": row.external_id,
        "starts_at": dt.datetime.fromisoformat(row.cells["starts_at"]),
    }


def _begun(said: dict[str, Any], work: Work, rate: Callable[[str, dt.date], Decimal]) -> dict[str, Any]:
    """The columns of a new visit."""
    starts = said["starts_at"]
    is_ahead = starts > work.now and not _is_noon_of_today(starts)
    usual = {
        "by_id": work.order.owner.pk,
        "state": VisitState.PLANNED if is_ahead else VisitState.LOGGED,
        "currency": work.settings.currency,
    }
    fields = usual | said
    day_rate = rate(fields["currency"], company_day(starts))
    fits_in_base(fields.get("expenses", Decimal(0)), day_rate, "expenses")
    return fields | {"rate": day_rate}


def _check_moment(visit: Visit | None, fields: dict[str, Any]) -> None:
    """What is logged has happened, also where only the moment or only the state is new."""
    after = {name: fields[name] if name in fields else getattr(visit, name) for name in ("state", "starts_at")}
    is_new = fields.keys() & after.keys()
    if is_new and after["state"] == VisitState.LOGGED and not _is_noon_of_today(after["starts_at"]):
        rules.check_happened(after["starts_at"])


def _is_noon_of_today(starts: dt.datetime) -> bool:
    """A day without a time is its noon. Today's counts as over from the morning on."""
    local = timezone.localtime(starts)
    return local.time() == dt.time(12) and local.date() == timezone.localdate()


def _contacts(rows: list[Row], work: Work) -> dict[int, list[int]]:
    """line → ids of the contacts it names; a name that is not exactly one contact's is noted and left out."""
    wanted = {row.line: row.cells.get("contacts") or [] for row in rows}
    people: dict[tuple[int | None, str], set[int]] = defaultdict(set)
    if any(wanted.values()):
        accounts = {row.account_id for row in rows}
        for pk, account, *names in Contact.objects.filter(account_id__in=accounts).values_list(
            "pk", "account_id", "name", "email"
        ):
            for name in names:
                people[account, fold(name)].add(pk)
    found: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        for name in wanted[row.line]:
            named = people[row.account_id, fold(name)]
            if len(named) == 1:
                found[row.line] += named
                continue
            said = _("“%(name)s” is nobody at this account and left out.")
            if named:
                said = _("“%(name)s” is more than one contact of this account and left out. Write the email.")
            work.report.note(row.line, "contacts", said, {"name": name})
    return found
