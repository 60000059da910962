from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.services import account_share
from foundation import clock
from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing import words
from integrations.importing.cells import CellError
from integrations.importing.columns import Column, Settings
from integrations.importing.plan import Row, Work
from integrations.importing.writing import known_by_external_id
from pipeline.choices import REASONS, CloseReason, Status
from pipeline.models import Opportunity, Stage
from pipeline.rules import is_money
from pipeline.services import Past, opportunity_import
from teams.models import Team, User

from .base import Cells, Kind, Note, digest

PLAIN = ("product", "source", "next_step")
DAYS = ("expected_close_on", "next_step_on")


def _field(name: str) -> models.Field:
    return Opportunity._meta.get_field(name)  # type: ignore[return-value]


def stage_of(typed: str, settings: Settings) -> str:
    """The key of one of our stages, or "won" or "lost": by --stage-map, our own names, then other systems' names."""
    said = fold(settings.stage_map.get(fold(typed), typed))
    status = words.spellings("status").get(said)
    if status in {Status.WON, Status.LOST}:
        return status
    if said in settings.stages:
        return settings.stages[said]
    meant = words.spellings("opportunity_stage").get(said, "")
    if meant in settings.stages:
        return settings.stages[meant]
    known = ", ".join(dict.fromkeys(settings.stages.values()))
    raise CellError(
        _("No such stage. Say what it is: --stage-map “%(typed)s”=STAGE, one of %(known)s, won, lost.")
        % {"typed": typed, "known": known}
    )


class Opportunities(Kind):
    """Opportunities with their past, told apart by external id, else by account and name.

    A row without an account is kept without one. The files know when one was opened and closed, not the stages between.
    """

    name = "opportunities"
    columns = {
        column.target: column
        for column in (
            col.external_id(_field("external_id")),
            col.text("name", _field("name")),
            col.text("account", Account._meta.get_field("name")),
            col.external_id(Account._meta.get_field("external_id"), "account_external_id"),
            col.text("owner"),
            Column("stage", stage_of),
            col.choice("status", "status"),
            col.money("amount", _field("amount")),
            col.currency(),
            col.date("opened_on"),
            col.date("close_on"),
            col.date("expected_close_on"),
            col.date("closed_on"),
            col.choice("close_reason", "close_reason"),
            col.text("close_note", _field("close_note")),
            col.text("product", _field("product"), known=""),
            col.text("source", _field("source")),
            col.text("next_step", _field("next_step")),
            col.date("next_step_on"),
        )
    }
    required = (("name", "product"),)
    account = "optional"
    person = "owner"
    has_money = True

    @cached_property
    def _sold(self) -> dict[int | None, set[Team | None]]:
        """By account the teams of those who sell there."""
        return {}

    @cached_property
    def _stages(self) -> Mapping[str, Stage]:
        return {stage.key: stage for stage in Stage.objects.order_by("position")}

    def complete(self, cells: Cells, settings: Settings, note: Note) -> None:
        cells["name"] = cells.get("name") or cells["product"]
        if cells.get("stage") in {Status.WON, Status.LOST}:
            cells["status"] = cells.pop("stage")
        _place_days(cells, note)
        if not is_money(col.decimal(cells.get("amount"))):
            raise RuleBroken(_("An amount of zero or more."), field="amount")
        if "amount" not in cells:
            note("amount", _("no amount given; counted as 0."))
        if not (cells.get("opened_on") or cells.get("closed_on")):
            note("opened_on", _("no day given; a new one counts as opened today."))
        if not (cells.get("account") or cells.get("account_external_id")):
            note("account", _("no account given; kept without one, for somebody to assign."))

    def identity(self, cells: Cells) -> str:
        whose = cells.get("account_external_id") or fold(cells.get("account") or "")
        return digest([whose, fold(cells["name"])])

    def day(self, cells: Cells) -> dt.date | None:
        return col.day(cells.get("opened_on")) or clock.today()

    def write(self, rows: list[Row], work: Work) -> None:
        known = known_by_external_id(Opportunity, rows, work)
        rows = work.writable(rows)
        known |= _made_here([row for row in rows if row.external_id not in known], work)
        accounts = Account.objects.select_related("owner", "team").in_bulk(_ids(row.account_id for row in rows))
        owners = User.objects.select_related("team").in_bulk(_ids(row.person_id for row in rows))
        pasts = []
        for row in rows:
            there, account = known.get(row.external_id or ""), accounts.get(row.account_id or 0)
            owner = owners.get(row.person_id or 0) or (there or account or work.order).owner
            pasts.append(self._past(row, there, account=account, owner=owner, work=work))
            self._sold.setdefault(row.account_id, set()).add(owner.team)
        told = opportunity_import(actor=work.actor, rows=pasts)
        work.report.created += len(told.created)
        work.report.updated += len(told.updated)
        work.report.unchanged += told.unchanged
        for place, day in told.closed_later:
            said = _("moved here until %(day)s; counted as closed on that day.") % {"day": day.isoformat()}
            work.report.note(rows[place].line, "closed_on", said)
        for place, name in told.kept_with:
            said = _("closed here by %(name)s; it stays with who closed it.") % {"name": name}
            work.report.note(rows[place].line, "owner", said)
        for place, refusal in told.refused:
            column = refusal.field or ""
            work.refuse(rows[place], column, rows[place].cells.get(column) or "", refusal.message)

    def finish(self, work: Work) -> None:
        """Accounts are shared with the teams whose people sell there, where the order says so."""
        if not work.order.share_accounts:
            return
        sold = {pk: {team for team in teams if team} for pk, teams in self._sold.items() if pk}
        for account in Account.objects.select_related("team").filter(pk__in=sold).order_by("pk"):
            blind = {team.pk for team in sold[account.pk] if not account.team.path.startswith(team.path)}
            if missing := blind - set(account.shared_with):
                teams = Team.objects.filter(pk__in=[*account.shared_with, *missing])
                account_share(account, actor=work.actor, version=account.version, teams=teams)
                work.report.made[_("shared accounts")] = work.report.made.get(_("shared accounts"), 0) + 1

    def _past(self, row: Row, there: Opportunity | None, *, account: Account | None, owner: User, work: Work) -> Past:
        """What the file knows; what it leaves blank stays as it is `there`."""
        cells = row.cells
        said = {name: cells[name] or ("" if work.order.erase_blanks else None) for name in PLAIN if name in cells}
        days = {name: col.day(cells[name]) for name in DAYS if name in cells}
        amount = there.amount if there and cells.get("amount") is None else col.decimal(cells.get("amount"))
        known: dict[str, Any] = {**said, **days, **self._course(cells, is_new=there is None)}
        known["currency"] = cells.get("currency") or (work.order.currency if there else work.settings.currency) or None
        return Past(
            name=cells["name"],
            amount=amount,
            owner=owner,
            team=owner.team or work.team,
            external_id=row.external_id or "",
            known_as=there.pk if there else None,
            account=account,
            status=cells.get("status"),
            close_reason=cells.get("close_reason"),
            close_note=cells.get("close_note"),
            **known,
        )

    def _course(self, cells: Cells, *, is_new: bool) -> dict[str, Any]:
        """Days and stage. A new one, won without a stage, passed from the first to the last on the day it was won."""
        opened, closed = col.day(cells.get("opened_on")), col.day(cells.get("closed_on"))
        if is_new and cells.get("status") == Status.WON and not cells.get("stage"):
            ladder = list(self._stages.values())
            day = closed or opened or clock.today()
            return {"closed_on": closed, "entered": ((opened or day, ladder[0]), (day, ladder[-1]))}
        return {"opened_on": opened, "closed_on": closed, "stage": self._stages.get(cells.get("stage") or "")}


def _made_here(rows: list[Row], work: Work) -> dict[str, Opportunity]:
    """By the id made of a row's account and name: the one opportunity of that account and name that has no id."""
    made = {(row.account_id, fold(row.cells["name"])): row.external_id or "" for row in rows if _has_no_id(row)}
    seen = Opportunity.objects.visible_to(work.actor).filter(
        external_id="", archived_at=None, name__in=[row.cells["name"] for row in rows if _has_no_id(row)]
    )
    found: dict[str, list[Opportunity]] = {}
    for deal in seen.select_for_update(of=("self",), no_key=True).order_by("pk") if made else ():
        if made_id := made.get((deal.account_id, fold(deal.name))):
            found.setdefault(made_id, []).append(deal)
    return {made_id: deals[0] for made_id, deals in found.items() if len(deals) == 1}


def _has_no_id(row: Row) -> bool:
    return not row.cells.get("external_id")


def _ids(found: Iterable[int | None]) -> set[int]:
    return {pk for pk in found if pk}


def _place_days(cells: Cells, note: Note) -> None:
    """A close date is the day it was closed where it is closed, else the day it is expected."""
    day, is_closed = cells.pop("close_on", None), cells.get("status") in {Status.WON, Status.LOST}
    if is_closed:
        cells["closed_on"] = cells.get("closed_on") or day or cells.get("expected_close_on")
        cells.setdefault("expected_close_on", cells["closed_on"])
        reason = cells.get("close_reason")
        if reason and reason not in {*REASONS[cells["status"]], CloseReason.UNSAID}:
            cells["close_reason"] = CloseReason.OTHER.value
    elif day:
        cells.setdefault("expected_close_on", day)
    opened, closed = col.day(cells.get("opened_on")), col.day(cells.get("closed_on"))
    if opened and opened > clock.today():
        raise RuleBroken(_("An opportunity cannot be opened in the future."), field="opened_on")
    if is_closed and closed and closed > clock.today():
        raise RuleBroken(_("An opportunity cannot be closed in the future."), field="closed_on")
    if is_closed and opened and closed and closed < opened:
        # Usual in exports: the row was typed in after the deal was done.
        note("opened_on", _("lies after the day it was closed; counted as opened on that day."))
        cells["opened_on"] = cells["closed_on"]
