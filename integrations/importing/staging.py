"""The temporary tables between the file and the books: filling them, checking them, reading them in batches."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from foundation import sql
from foundation.errors import RuleBroken
from foundation.text import fold
from teams.models import Company

from . import linking
from .cells import CellError, refuse_another_currency, text_of
from .columns import Column
from .kinds.base import Kind
from .linking import Named
from .plan import Work
from .reading import Record
from .rows import SQL
from .suspicion import Watch

COLUMNS: Final = ("line", "external_id", "identity", "account_external_id", "account_name", "person_name", "currency",
                  "day", "cells", "is_refused")  # fmt: skip
LINK_FAULTS: Final[dict[str, Callable[[], str]]] = {
    "unknown": lambda: _("There is no such account. Import it first, or add --create-accounts."),
    "ambiguous": lambda: _("Several accounts have this name. Map account_external_id, or mend the name."),
    "archived": lambda: _("This account is archived. Bring it back first."),
}
OUT_OF_REACH: Final[dict[str, Callable[[], str]]] = {
    "unknown": lambda: _(
        "No account of this name is yours or shared with you. Make it first, mend the name, or import no company."
    ),
}
"""For who makes no accounts by a file."""


def fill(kind: Kind, records: Iterator[Record], places: dict[str, int], work: Work) -> None:
    """Reads every record into import_row; what a cell or a row alone can tell is refused here."""
    sql.run_step(SQL / "010_staging.sql", {})
    watch = Watch(kind.columns, work.mapped)
    staged = (row for record in records if (row := _staged(kind, record, places, work, watch)) is not None)
    sql.copy_rows("import_row", COLUMNS, staged)
    watch.tell(work.report)


def check(kind: Kind, work: Work) -> None:
    """What only the whole file, or the books, can tell: doubles, accounts, people, rates."""
    sql.run_step(SQL / "020_identities.sql", {"makes_ids": kind.makes_ids})
    _refuse_doubles(work)
    if kind.account:
        _link_accounts(work)
    if kind.person:
        _link_people(kind, work)
    if kind.has_money:
        sql.run_step(SQL / "100_rates.sql", {"base": Company.current().base_currency})
        for row in sql.select(SQL / "110_without_rate.sql", {}):
            message = _("No exchange rate on %(day)s. Add one under Rules.") % {"day": row["day"]}
            work.report.refuse(row["line"], "currency", row["currency"], message)


def _staged(kind: Kind, record: Record, places: dict[str, int], work: Work, watch: Watch) -> tuple[Any, ...] | None:
    """The record as a row of import_row; None where it cannot even be told apart from others."""
    work.report.rows += 1
    if record.fault:
        work.report.refuse(record.line, "", "", record.fault)
        work.report.refused += 1
        return None
    before = work.report.problem_count
    cells = {
        target: value
        for target, place in places.items()
        if (value := _value(kind.columns[target], record, place, work)) is not None
        or (work.order.erase_blanks and not record.cells[place].strip())
    }
    watch.see(record.line, cells)
    if kind.account and work.order.account and not (cells.get("account") or cells.get("account_external_id")):
        cells["account"] = work.order.account
    _refuse_missing(kind, record, places, cells, work)
    if work.report.problem_count == before:
        _complete(kind, record, cells, work)
    if kind.has_money:
        _refuse_another_currency(kind, record, places, cells, work)
    refused = work.report.problem_count > before
    if refused and not _is_whole(kind, cells):
        work.report.refused += 1
        return None
    return _line(kind, record.line, cells, work, refused=refused)


def _value(column: Column, record: Record, place: int, work: Work) -> Any:
    typed = record.cells[place]
    try:
        text = text_of(typed)
        return column.parse(text, work.settings) if text else None
    except CellError as error:
        if column.soft and column.target not in work.order.mapping:
            said = _("“%(value)s” is not understood and left out: %(why)s")
            work.report.note(record.line, column.target, said, {"value": typed.strip(), "why": error})
        else:
            work.report.refuse(record.line, column.target, typed, error)
        return None


def _refuse_another_currency(
    kind: Kind, record: Record, places: dict[str, int], cells: dict[str, Any], work: Work
) -> None:
    currency = cells.get("currency") or work.settings.currency
    for target, place in places.items():
        if kind.columns[target].is_money:
            try:
                refuse_another_currency(record.cells[place], currency)
            except CellError as error:
                work.report.refuse(record.line, target, record.cells[place], error)


def _refuse_missing(kind: Kind, record: Record, places: dict[str, int], cells: dict[str, Any], work: Work) -> None:
    """Of a cell that was refused a moment ago it is not said that it is missing, too."""
    is_refused = {problem.column for problem in work.report.problems[-len(places) :] if problem.line == record.line}
    for alternatives in kind.required:
        if is_refused.intersection(alternatives) or any(cells.get(target) is not None for target in alternatives):
            continue
        said = _("It is missing.")
        if alternatives[0] == "account":
            said = _("It is missing. Bring it, or name the account of such rows: --account.")
        work.report.refuse(record.line, alternatives[0], "", said)


def _complete(kind: Kind, record: Record, cells: dict[str, Any], work: Work) -> None:
    try:
        kind.complete(cells, work.settings, lambda column, said: work.report.note(record.line, column, said))
    except RuleBroken as refusal:
        field = refusal.field or ""
        work.report.refuse(record.line, field, cells.get(field) or "", refusal.message)


def _is_whole(kind: Kind, cells: dict[str, Any]) -> bool:
    return all(any(cells.get(target) for target in alternatives) for alternatives in kind.required)


def _line(kind: Kind, line: int, cells: dict[str, Any], work: Work, *, refused: bool) -> tuple[Any, ...]:
    """A row of import_row, in the order of COLUMNS."""
    external_id = cells.get("external_id") or None
    identity = "" if external_id else kind.identity(cells)
    account = ("", "")
    if kind.account:
        account = (cells.pop("account_external_id", None) or "", cells.pop("account", None) or "")
    person = cells.pop(kind.person, None) or "" if kind.person else ""
    currency = None
    if kind.has_money:
        currency = cells.get("currency") or work.settings.currency
    day = None if refused else kind.day(cells)
    data = json.dumps(cells, ensure_ascii=False)
    return (line, external_id, identity, *account, person, currency, day, data, "t" if refused else "f")


def _refuse_doubles(work: Work) -> None:
    for row in sql.select(SQL / "030_doubles.sql", {}):
        lines = ", ".join(map(str, row["lines"])) + (" …" if row["times"] > len(row["lines"]) else "")
        if row["external_id"]:
            message = _("Lines %(lines)s have the same id. Keep one of them.") % {"lines": lines}
            work.report.refuse(row["line"], "external_id", row["external_id"], message)
        else:
            message = _("Lines %(lines)s say the same. Keep one of them, or give them ids.") % {"lines": lines}
            work.report.refuse(row["line"], "", "", message)


def _link_accounts(work: Work) -> None:
    named = (Named(**row) for row in sql.select(SQL / "040_named_accounts.sql", {}))
    found = list(linking.find_accounts(work.actor, named))
    if work.order.create_accounts:
        missing = [one for one, link in found if link.fault == "unknown"]
        found = [(one, link) for one, link in found if link.fault != "unknown"]
        found += linking.create_accounts(work, missing)
    sql.copy_rows("import_link", ("external_id", "name", "account_id", "fault"), ((*one, *link) for one, link in found))
    sql.run_step(SQL / "050_link_accounts.sql", {})
    faults = LINK_FAULTS if work.actor.leads else LINK_FAULTS | OUT_OF_REACH
    for row in sql.select(SQL / "060_faulty_links.sql", {}):
        column = "account" if row["name"] else "account_external_id"
        value = row["name"] or row["external_id"]
        work.report.refuse(row["line"], column, value, faults[row["fault"]]())


def _link_people(kind: Kind, work: Work) -> None:
    names = [row["name"] for row in sql.select(SQL / "070_named_people.sql", {})]
    reach = linking.people_in_reach(work.order)
    left = linking.people_who_left(work.actor) - reach.keys()
    if work.order.create_people:
        unknown = {fold(name): name for name in names if fold(name) not in reach.keys() | left}
        reach |= linking.create_people(work, unknown)
    found = [(name, reach[fold(name)]) for name in names if reach.get(fold(name))]
    sql.copy_rows("import_person", ("name", "person_id"), found)
    sql.run_step(SQL / "080_link_people.sql", {})
    for row in sql.select(SQL / "090_unknown_people.sql", {}):
        said = _("“%(name)s” is nobody here; %(owner)s stands in. Add --create-people to make them known.")
        if fold(row["name"]) in left:
            said = _("“%(name)s” no longer works here; %(owner)s stands in.")
        elif fold(row["name"]) in reach:
            said = _("“%(name)s” is the name of several people; %(owner)s stands in. Write the email.")
        work.report.note(row["line"], kind.person, said, {"name": row["name"], "owner": work.order.owner})
