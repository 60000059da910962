"""One import from the file to the report: detect, read, check, write; all of it in one transaction."""

from __future__ import annotations

import zoneinfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from foundation.locks import MANY_ACCOUNTS, share_lock, wait_for_lock
from foundation.text import fold
from journal.services import record
from pipeline.models import Stage
from teams.models import Company, Team
from teams.models.company import company_read_once
from teams.services.tree import team_create

from . import encodings, headers, staging
from .columns import Settings
from .dates import formats_for
from .kinds import KINDS
from .kinds.base import Kind
from .plan import Order, Progress, Work
from .reading import Sheet, Source, TextFile
from .report import Report
from .rows import counts, staged_rows
from .vcards import CardFile, is_cards
from .workbook import Workbook, is_workbook


def import_file(order: Order, progress: Progress = lambda _what, _done, _all: None) -> Report:
    """Imports the file and tells what came of it.

    `report.committed` is true when rows were written. With any problem nothing is, unless the order says partial: then
    the rows without one are. Problems of the whole file (encoding, header) refuse it in any case. A dry run tells every
    problem of every row, those that only writing shows among them; what is saved in earnest stops at those of the file
    itself, as none of it would be kept.
    """
    report = Report(order.kind, order.name or order.path.name, dry_run=order.dry_run)
    source = source_of(order)
    report.encoding = source.encoding
    for line in source.bad_lines:
        report.refuse(line, "", "", _not_in(source.encoding))
    if source.bad_lines:
        return report
    with company_read_once(), timezone.override(zoneinfo.ZoneInfo(Company.current().timezone)):
        try:
            with transaction.atomic():
                _import(order, source, report, progress)
                if not report.committed:
                    transaction.set_rollback(True)
        except RuleBroken as refusal:
            report.refuse(1, refusal.field or "", "", refusal.message)
    return report


def source_of(order: Order) -> Source:
    """The file as what it is. RuleBroken for a sheet of a file that has none."""
    if is_workbook(order.path):
        return Workbook(order.path, order.sheet, decimal_comma=order.decimal_comma)
    if order.sheet:
        raise RuleBroken(_("Only a workbook has sheets, and this file is none."))
    found = encodings.checked(order.path, order.encoding) if order.encoding else encodings.detect(order.path)
    if is_cards(order.path, found.codec):
        return CardFile(order.path, found.name, found.codec, found.bad_lines)
    return TextFile(order.path, found.name, found.codec, found.bad_lines, order.delimiter)


def _import(order: Order, source: Source, report: Report, progress: Progress) -> None:
    kind = KINDS[order.kind]()
    if kind.is_for_administrators and not order.actor.sees_all:
        raise RuleBroken(_("Only an administrator makes people known."))
    size = order.path.stat().st_size
    with source.opened(lambda done: progress(_("reading"), done, size)) as sheet:
        report.delimiter = sheet.delimiter
        places = headers.assign(
            sheet.header, kind.columns, kind=kind.name, asked=order.mapping, left_out=order.leave_out,
            required=_required(kind, order), report=report,
        )  # fmt: skip
        if report.problem_count:
            return
        dates = {place for target, place in places.items() if kind.columns[target].is_date}
        formats = formats_for(order, source, dates)
        report.date_format = formats[0] if dates else ""
        work = Work(order, report, _settings(order, formats), timezone.now(), progress, _team(order), set(places))
        staging.fill(kind, sheet.records, places, work)
    progress(_("reading"), size, size)
    _tell_of(sheet, report)
    share_lock(MANY_ACCOUNTS)  # a dry run, too: it writes what it takes back
    if not order.dry_run:
        # One after the other: two at once could not see what the other is about to add, and would both add it.
        wait_for_lock("import")
    staging.check(kind, work)
    # A dry run looks at what only writing shows, too: who mends a file wants to hear of everything at once.
    if _may_go_on(report, order) or order.dry_run:
        _write(kind, work)
    report.refused += counts()["refused"]
    report.committed = _may_go_on(report, order) and not order.dry_run
    if report.committed:
        _record(order, report)


def _write(kind: Kind, work: Work) -> None:
    tally, done = counts(), 0
    usable = tally["rows"] - tally["refused"]
    work.progress(_("writing"), 0, usable)
    if kind.write_all(work):
        work.report.unchanged = usable - work.report.created - work.report.updated
    else:
        for rows in staged_rows():
            kind.write(rows, work)
            done += len(rows)
            work.progress(_("writing"), done, usable)
        kind.finish(work)
    work.progress(_("writing"), usable, usable)


def _required(kind: Kind, order: Order) -> list[tuple[str, ...]]:
    """What a file must bring: its account too, unless the order names that of rows without one."""
    return [each for each in kind.required if not (order.account and "account" in each)]


def _settings(order: Order, formats: tuple[str, ...]) -> Settings:
    return Settings(
        zone=timezone.get_current_timezone(),
        date_formats=formats,
        decimal_comma=order.decimal_comma,
        currency=order.currency or Company.current().base_currency,
        stages=our_stages(),
        stage_map={fold(theirs): ours for theirs, ours in order.stage_map.items()},
    )


def our_stages() -> dict[str, str]:
    """Folded key or name of each stage → its key."""
    return {
        fold(name): stage.key
        for stage in Stage.objects.order_by("position")
        for name in (stage.key, stage.name, stage.name_zh)
    }


def _may_go_on(report: Report, order: Order) -> bool:
    return not report.problem_count or order.partial


def _tell_of(sheet: Sheet, report: Report) -> None:
    report.blank = sheet.blank
    for line in sheet.footer:
        report.note(line, "", _("looks like the footer of a report and is not imported."))


def _team(order: Order) -> Team:
    """Where new accounts belong. A company without any team gets one of its own name."""
    return order.team or team_create(actor=order.actor, name=Company.current().name)


def _record(order: Order, report: Report) -> None:
    """Who imported what, when: one event row on the company."""
    told = {
        name: getattr(report, name) for name in ("file", "kind", "rows", "created", "updated", "unchanged", "refused")
    }
    company = Company.current()
    record(
        actor=order.actor,
        verb="import.done",
        subject=company,
        changes={name: [None, value] for name, value in told.items()},
    )


def _not_in(name: str) -> str:
    return _(
        "There is a byte that is not %(encoding)s. Save the file again as UTF-8, or name its encoding with --encoding."
    ) % {"encoding": name}
