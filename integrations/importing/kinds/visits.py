from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rules
from accounts.choices import VisitState
from accounts.models import Account, Contact, Visit
from accounts.queries.visit import company_day
from accounts.services import refresh_visit_facts
from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.columns import Settings
from integrations.importing.linking import batches
from integrations.importing.plan import Row, Work
from integrations.importing.writing import Changes, apply, erased, insert, known_by_external_id, update

from .base import Cells, Kind, Note, digest

PLAIN = ("minutes", "channel", "purpose", "summary", "outcome", "next_step", "currency", "state")


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
    has_money = True

    def complete(self, cells: Cells, settings: Settings, note: Note) -> None:
        now = timezone.now()
        starts = dt.datetime.fromisoformat(cells["starts_at"])
        if starts > now and timezone.localdate(starts) == timezone.localdate(now) and starts.hour == 12:
            starts = now  # a day without a time: it happened today, not at noon to come
            cells["starts_at"] = starts.isoformat()
        cells.setdefault("state", VisitState.PLANNED if starts > now else VisitState.LOGGED)
        if cells["state"] == VisitState.LOGGED:
            rules.check_happened(starts)
        step = {"next_step": cells.get("next_step") or "", "next_step_on": col.day(cells.get("next_step_on"))}
        rules.check_step(step, starts)
        if col.decimal(cells.get("expenses")) < 0:
            raise RuleBroken(_("An amount of zero or more."), field="expenses")

    def identity(self, cells: Cells) -> str:
        return digest({name: value for name, value in cells.items() if name != "state"})

    def day(self, cells: Cells) -> dt.date | None:
        return company_day(dt.datetime.fromisoformat(cells["starts_at"]))

    def write(self, rows: list[Row], work: Work) -> None:
        known = known_by_external_id(Visit, rows, work)
        whom = _contacts(rows, work)
        new: list[Visit] = []
        changed: list[tuple[Visit, Changes]] = []
        rows = work.writable(rows)
        for row in rows:
            visit = known.get(row.external_id or "")
            fields = _fields(row, work)
            if visit is None:
                visit = Visit(**{"by_id": work.order.owner.pk, **fields})
                new.append(visit)
            elif changes := apply(visit, fields, work):
                changed.append((visit, changes))
            else:
                work.report.unchanged += 1
            known[row.external_id or ""] = visit
            work.touched_accounts.add(visit.account_id)
        insert(Visit, new, work, lambda visit: f"visit.{visit.state}")
        update(Visit, changed, work, "visit.updated")
        links = Visit.contacts.through
        links.objects.bulk_create(
            [
                links(visit=known[row.external_id or ""], contact_id=contact)
                for row in rows
                for contact in whom[row.line]
            ],
            ignore_conflicts=True,
        )

    def finish(self, work: Work) -> None:
        for batch in batches(work.touched_accounts):
            refresh_visit_facts(batch)


def _fields(row: Row, work: Work) -> dict[str, Any]:
    cells = {name: row.cells[name] for name in PLAIN if name in row.cells}
    fields = {name: erased(Visit, name) if value is None else value for name, value in cells.items()}
    if "next_step_on" in row.cells:
        fields["next_step_on"] = col.day(row.cells["next_step_on"])
    if "expenses" in row.cells:
        fields["expenses"] = col.decimal(row.cells["expenses"])
    if row.person_id:
        fields |= {"by_id": row.person_id}
    return fields | {
        "account_id": row.account_id,
        "external_id": row.external_id,
        "starts_at": dt.datetime.fromisoformat(row.cells["starts_at"]),
        "rate": row.rate,
    }


def _contacts(rows: list[Row], work: Work) -> dict[int, list[int]]:
    """line → ids of the contacts it names; a name that is nobody's at the account is noted and left out."""
    wanted = {row.line: row.cells.get("contacts") or [] for row in rows}
    people: dict[tuple[int | None, str], int] = {}
    if any(wanted.values()):
        accounts = {row.account_id for row in rows}
        for pk, account, name, email in Contact.objects.filter(account_id__in=accounts).values_list(
            "pk", "account_id", "name", "email"
        ):
            people[account, fold(email)] = people[account, fold(name)] = pk
    found: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        for name in wanted[row.line]:
            if contact := people.get((row.account_id, fold(name))):
                found[row.line].append(contact)
            else:
                said = _("“%(name)s” is nobody at this account and left out.") % {"name": name}
                work.report.note(row.line, "contacts", said)
    return found
