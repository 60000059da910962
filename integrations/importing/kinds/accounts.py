from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from accounts import rules
from accounts.models import Account
from accounts.services.account import consistent
from accounts.services.loops import refuse_loop
from foundation import clock
from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.cells import CellError, fits
from integrations.importing.columns import Settings
from integrations.importing.linking import Named, find_accounts, merged_away
from integrations.importing.plan import Row, Work
from integrations.importing.rows import staged_rows
from integrations.importing.writing import Changes, apply, erased, insert, known_by_external_id, note, update
from journal.services import plain, record_many
from teams.models import User

from .base import Cells, Kind, Note

ADDRESS = ("address", "city", "state", "postal_code", "country")
PLAIN = ("external_id", "industry", "nature", "kind", "value_level", "covered_by", "territory", "stage",
         "filtered_reason", "website", "phone", "address", "notes")  # fmt: skip


def _field(name: str) -> models.Field:
    return Account._meta.get_field(name)  # type: ignore[return-value]


class Accounts(Kind):
    """Accounts, told apart by external id, else by name. An account without an id takes the one the file gives it."""

    name = "accounts"
    columns = {
        column.target: column
        for column in (
            col.external_id(_field("external_id")),
            col.text("name", _field("name")),
            col.text("owner"),
            col.text("industry", _field("industry"), known="industries"),
            col.choice("nature", "nature"),
            col.choice("kind", "kind"),
            col.choice("value_level", "value_level"),
            col.choice("covered_by", "covered_by"),
            col.text("territory", _field("territory")),
            col.choice("stage", "stage"),
            col.text("filtered_reason", _field("filtered_reason")),
            col.text("website", _field("website")),
            col.text("phone", _field("phone")),
            col.text("address"),
            col.text("city"),
            col.text("state"),
            col.text("postal_code"),
            col.text("country", known="countries"),
            col.text("parent"),
            col.long_text("notes"),
        )
    }
    required = (("name",),)
    account = ""
    person = "owner"
    makes_ids = False

    def complete(self, cells: Cells, settings: Settings, note: Note) -> None:
        rules.names(cells["name"])
        if cells.get("website"):
            cells["website"] = rules.web_address(cells["website"])
        if parts := [cells.pop(part) for part in ADDRESS if cells.get(part)]:
            cells["address"] = _fitting("address", ", ".join(parts))

    def identity(self, cells: Cells) -> str:
        return fold(cells["name"])

    def write(self, rows: list[Row], work: Work) -> None:
        rows = _still_there(rows, work)
        known = self._known(rows, work)
        new: list[Account] = []
        changed = []
        owners = User.objects.select_related("team").in_bulk({row.person_id for row in rows if row.person_id})
        for row in work.writable(rows):
            owner = owners.get(row.person_id or 0)
            account = known.get(row.line)
            try:
                fields = consistent(account or Account(), self._fields(row))
            except RuleBroken as refusal:
                work.refuse(row, refusal.field or "", "", refusal.message)
                continue
            if account is None:
                owner = owner or work.order.owner
                new.append(Account(owner=owner, team=owner.team or work.team, **fields))
            elif changes := apply(account, fields | self._given_to(account, owner), work):
                changed.append((account, changes))
            else:
                work.report.unchanged += 1
        insert(Account, new, work, "account.created")
        update(Account, changed, work, "account.updated")
        given = [account for account, changes in changed if "owner" in changes]
        # However many: opportunities and alerts must follow an account to its new owner.
        record_many(actor=work.actor, verb="account.assigned", subjects=[(account, account.pk) for account in given])

    def finish(self, work: Work) -> None:
        """Parents last: they may stand further down in the same file."""
        if "parent" in work.mapped:
            _link_parents(work)

    def _known(self, rows: list[Row], work: Work) -> dict[int, Account]:
        """line → the account there is."""
        by_id = known_by_external_id(Account, rows, work)
        found = {row.line: by_id[row.external_id] for row in rows if row.external_id in by_id}
        by_name = {Named("", row.cells["name"]): row for row in rows if row.line not in found}
        links = {by_name[named].line: link for named, link in find_accounts(work.actor, by_name)}
        for row in by_name.values():
            if links[row.line].fault == "ambiguous" and not row.external_id:
                said = _("Several accounts have this name. Bring an external id.")
                work.refuse(row, "name", row.cells["name"], said)
        named = Account.objects.filter(pk__in={link.account_id for link in links.values() if link.account_id})
        locked = named.select_for_update(of=("self",), no_key=True).order_by("pk")
        accounts = {account.pk: account for account in locked}
        lines = {row.line: row for row in by_name.values()}
        for line, link in links.items():
            account = accounts.get(link.account_id or 0)
            if account and not (account.external_id and lines[line].external_id):
                found[line] = account
        return found

    def _fields(self, row: Row) -> dict[str, Any]:
        cells = {name: row.cells[name] for name in PLAIN if name in row.cells}
        cells = {name: erased(Account, name) if value is None else value for name, value in cells.items()}
        if row.external_id:
            cells["external_id"] = row.external_id
        return cells | {"name": row.cells["name"]}

    def _given_to(self, account: Account, owner: User | None) -> dict[str, Any]:
        """The owner the file names, where that is somebody else; his team with him."""
        if owner is None or owner.pk == account.owner_id:
            return {}
        return {"owner": owner, "team": owner.team or account.team, "owner_since": clock.today()}


def _still_there(rows: list[Row], work: Work) -> list[Row]:
    """Without those of accounts that were merged: which of the two values stays, a person has chosen."""
    gone = merged_away(work.actor, {row.external_id for row in rows if row.external_id})
    staying = [row for row in rows if row.external_id not in gone]
    work.report.unchanged += len(rows) - len(staying)
    return staying


def _fitting(name: str, value: str) -> str:
    try:
        fits(_field(name), value)
    except CellError as error:
        raise RuleBroken(str(error), field=name) from error
    return value


def _link_parents(work: Work) -> None:
    for rows in staged_rows():
        named = {row.line: Named("", row.cells["parent"]) for row in rows if row.cells.get("parent")}
        wanted = dict(find_accounts(work.actor, [*named.values()]))
        selves = dict(find_accounts(work.actor, [Named(row.external_id or "", row.cells["name"]) for row in rows]))
        links = []
        for row in rows:
            if row.line in named:
                above = wanted[named[row.line]].account_id
                child = selves[Named(row.external_id or "", row.cells["name"])].account_id
                if above is None or child is None:
                    work.mend_later(row, "parent", _("There is no such account, or more than one."))
                else:
                    links.append((row, child, above))
        _link(work, links)


def _link(work: Work, links: list[tuple[Row, int, int]]) -> None:
    """`links`: (row, child, parent). Written one after the other, for each may close a circle with those before."""
    accounts = Account.objects.select_related("parent").in_bulk({number for _row, *pair in links for number in pair})
    linked: list[tuple[Account, Changes]] = []
    for row, child, above in links:
        account, parent = accounts[child], accounts[above]
        if account.parent_id == above:
            continue
        try:
            refuse_loop(account, "parent", parent)
        except RuleBroken as refusal:
            work.mend_later(row, "parent", refusal.message)
            continue
        linked.append((account, {"parent": [plain(account.parent), plain(parent)]}))
        account.parent = parent
        Account.objects.filter(pk=child).update(parent=parent, version=F("version") + 1, updated_at=Now())
    note(work, "account.updated", linked)
