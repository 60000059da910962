from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import rules
from accounts.models import Account, Contact, ContactRole
from accounts.services.contact import consistent
from accounts.services.loops import refuse_loop
from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.columns import Settings
from integrations.importing.plan import Row, Work
from integrations.importing.rows import staged_rows
from integrations.importing.writing import Changes, apply, erased, insert, known_by_external_id, note, update
from journal.services import plain

from .base import Cells, Kind, Note

PLAIN = ("external_id", "title", "department", "email", "phone", "wechat", "preferred_channel", "birthday", "notes")


def _field(name: str) -> models.Field:
    return Contact._meta.get_field(name)  # type: ignore[return-value]


class Contacts(Kind):
    """People, told apart by external id, else by account, name and email. Roles in the file are added to those held."""

    name = "contacts"
    columns = {
        column.target: column
        for column in (
            col.external_id(_field("external_id")),
            col.text("name", _field("name")),
            col.text("first_name"),
            col.text("last_name"),
            col.text("account", Account._meta.get_field("name")),
            col.external_id(Account._meta.get_field("external_id"), "account_external_id"),
            col.text("title", _field("title")),
            col.text("department", _field("department")),
            col.text("email", _field("email"), soft=True),
            col.text("phone", _field("phone")),
            col.text("wechat", _field("wechat")),
            col.choice("preferred_channel", "channel"),
            col.choices("roles", "role"),
            col.text("reports_to"),
            col.text("birthday", _field("birthday"), soft=True),
            col.long_text("notes"),
        )
    }
    required = (("name", "last_name", "first_name"), ("account", "account_external_id"))
    makes_ids = False
    is_for_everybody = True

    def complete(self, cells: Cells, settings: Settings, note: Note) -> None:
        first, last = cells.pop("first_name", None) or "", cells.pop("last_name", None) or ""
        cells["name"] = cells.get("name") or _full_name(first, last)
        rules.names(cells["name"])
        if cells.get("birthday"):
            cells["birthday"] = rules.birthday(cells["birthday"])

    def identity(self, cells: Cells) -> str:
        whose = cells.get("account_external_id") or fold(cells.get("account") or "")
        return f"{whose}\n{fold(cells['name'])}\n{fold(cells.get('email') or '')}"

    def write(self, rows: list[Row], work: Work) -> None:
        known = _known(rows, work)
        held = _roles_of(known.values())
        new: list[Contact] = []
        changed: list[tuple[Contact, Changes]] = []
        links: list[tuple[Contact, set[str]]] = []
        for row in work.writable(rows):
            contact, roles = known.get(row.line), set(row.cells.get("roles") or [])
            fields = consistent(contact or Contact(), _fields(row))
            if contact is None:
                contact = Contact(account_id=row.account_id or 0, **fields)
                new.append(contact)
            elif changes := apply(contact, fields, work, _gained(held[contact.pk], roles)):
                changed.append((contact, changes))
            else:
                work.report.unchanged += 1
            links.append((contact, roles))
        insert(Contact, new, work, "contact.created")
        update(Contact, changed, work, "contact.updated")
        said = (ContactRole(account_id=who.account_id, contact=who, role=role) for who, has in links for role in has)
        ContactRole.objects.bulk_create(said, ignore_conflicts=True)

    def finish(self, work: Work) -> None:
        """Superiors last: they may stand further down in the same file."""
        if "reports_to" in work.mapped:
            for rows in staged_rows():
                _link_superiors([row for row in rows if row.cells.get("reports_to")], work)


def _roles_of(contacts: Iterable[Contact]) -> dict[int, set[str]]:
    held: dict[int, set[str]] = defaultdict(set)
    for contact, role in ContactRole.objects.filter(contact__in=contacts).values_list("contact_id", "role"):
        held[contact].add(role)
    return held


def _gained(held: set[str], roles: set[str]) -> Changes:
    """What the event keeps of roles that are new to a contact."""
    return {} if roles <= held else {"roles": [sorted(held), sorted(held | roles)]}


def _full_name(first: str, last: str) -> str:
    """Family name first and without a blank where it is written in Chinese."""
    chinese = bool(re.search(r"[㐀-鿿]", last))
    return f"{last}{first}" if chinese else f"{first} {last}".strip()


def _fields(row: Row) -> dict[str, Any]:
    cells = {name: row.cells[name] for name in PLAIN if name in row.cells}
    cells = {name: erased(Contact, name) if value is None else value for name, value in cells.items()}
    return cells | {"name": row.cells["name"]}


def _known(rows: list[Row], work: Work) -> dict[int, Contact]:
    """line → the contact there is: by id, else by name at that account where email does not contradict.

    No two lines get the same contact; whose email is equal goes before whose is missing, in whatever order they stand.
    """
    by_id = known_by_external_id(Contact, rows, work)
    found = {row.line: by_id[row.external_id] for row in rows if row.external_id in by_id}
    named = Contact.objects.filter(account_id__in={row.account_id for row in rows})
    untaken = named.exclude(pk__in=[contact.pk for contact in found.values()])
    there = defaultdict(list)
    # Locked like those found by id: nobody's edit in between is overwritten.
    for contact in untaken.select_for_update(of=("self",), no_key=True).order_by("pk"):
        there[contact.account_id, fold(contact.name)].append(contact)
    for is_email_of in (_is_email_of, _may_be_email_of):
        for row in rows:
            if row.line in found:
                continue
            email, namesakes = row.cells.get("email") or "", there[row.account_id or 0, fold(row.cells["name"])]
            for contact in namesakes:
                if is_email_of(contact, email) and not (contact.external_id and row.external_id):
                    found[row.line] = contact
                    namesakes.remove(contact)
                    break
    return found


def _is_email_of(contact: Contact, email: str) -> bool:
    return fold(contact.email) == fold(email)


def _may_be_email_of(contact: Contact, email: str) -> bool:
    return not contact.email or not email or _is_email_of(contact, email)


def _link_superiors(rows: list[Row], work: Work) -> None:
    people = defaultdict(list)
    ids = {row.external_id for row in rows} | {row.cells["reports_to"] for row in rows}
    accounts = {row.account_id for row in rows}
    contacts = Contact.objects.visible_to(work.actor).select_related("reports_to")
    for contact in contacts.filter(account_id__in=accounts):
        people[contact.account_id, fold(contact.name)].append(contact)
    by_id = {contact.external_id: contact for contact in contacts.filter(external_id__in=ids - {None})}
    linked: list[tuple[Contact, Changes]] = []
    for row in rows:
        named, whose = row.cells["reports_to"], row.account_id or 0
        selves = [by_id[row.external_id]] if row.external_id in by_id else people[whose, fold(row.cells["name"])]
        above = [by_id[named]] if named in by_id else people[whose, fold(named)]
        if len(above) != 1 or not selves:
            work.report.note(
                row.line, "reports_to", _("Nobody, or more than one, of that name at the account; left out.")
            )
        elif selves[0].reports_to_id != above[0].pk and _may_report_to(work, row, selves[0], above[0]):
            linked.append((selves[0], {"reports_to": [plain(selves[0].reports_to), plain(above[0])]}))
            selves[0].reports_to = above[0]
            Contact.objects.filter(pk=selves[0].pk).update(
                reports_to=above[0], version=F("version") + 1, updated_at=work.now
            )
    note(work, "contact.updated", linked)


def _may_report_to(work: Work, row: Row, contact: Contact, above: Contact) -> bool:
    if above.account_id != contact.account_id:
        work.mend_later(row, "reports_to", _("The superior belongs to another account."))
        return False
    try:
        refuse_loop(contact, "reports_to", above)
    except RuleBroken as refusal:
        work.mend_later(row, "reports_to", refusal.message)
        return False
    return True
