from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import Account
from foundation import clock
from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.histories import searched_by
from integrations.importing import columns as col
from integrations.importing import words
from integrations.importing.cells import CellError
from integrations.importing.columns import Column, Settings
from integrations.importing.plan import Row, Work
from integrations.importing.writing import Changes, apply, erased, insert, known_by_external_id, update
from pipeline.choices import REASONS, CloseReason, Status
from pipeline.models import Move, Opportunity, Stage
from pipeline.rules import is_money
from pipeline.services import progress_recount
from teams.models import User

from . import past
from .base import Cells, Kind, Note, digest

PLAIN = ("name", "product", "source", "next_step")
STORY = ("stage", "stage_since", "status", "closed_on", "close_reason", "close_note", "amount", "currency", "rate",
         "search_text")  # fmt: skip
"""What the moves imply."""
DAYS = ("expected_close_on", "next_step_on")


def _field(name: str) -> models.Field:
    return Opportunity._meta.get_field(name)  # type: ignore[return-value]


def _stage(typed: str, settings: Settings) -> str:
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
            Column("stage", _stage),
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
        if not (cells.get("account") or cells.get("account_external_id")):
            note("account", _("no account given; kept without one, for somebody to assign."))

    def identity(self, cells: Cells) -> str:
        whose = cells.get("account_external_id") or fold(cells.get("account") or "")
        return digest([whose, fold(cells["name"])])

    def day(self, cells: Cells) -> dt.date | None:
        return col.day(cells.get("opened_on")) or clock.today()

    def write(self, rows: list[Row], work: Work) -> None:
        known = known_by_external_id(Opportunity, rows, work)
        accounts = Account.objects.in_bulk({row.account_id for row in rows if row.account_id})
        owners = User.objects.select_related("team").in_bulk({row.person_id for row in rows if row.person_id})
        new: list[Opportunity] = []
        changed: list[tuple[Opportunity, Changes]] = []
        moves: list[Move] = []
        for row in work.writable(rows):
            opportunity = known.get(row.external_id or "")
            owner = owners.get(row.person_id or 0)
            if opportunity is None:
                opportunity, history = self._new(row, accounts.get(row.account_id or 0), owner, work)
                new.append(opportunity)
                moves += history
            elif changes := self._changes(opportunity, row, work, moves):
                changed.append((opportunity, changes))
            else:
                work.report.unchanged += 1
        insert(Opportunity, new, work, "opportunity.created")
        update(Opportunity, changed, work, "opportunity.updated", also=STORY)
        Move.objects.bulk_create(past.saved(moves), batch_size=2000)
        progress_recount(Opportunity.objects.filter(pk__in={move.opportunity_id for move in moves}))

    def _new(self, row: Row, account: Account | None, owner: User | None, work: Work) -> tuple[Opportunity, list[Move]]:
        place = account or owner or work.order.owner
        opportunity = Opportunity(
            account=account,
            owner=owner or (account.owner if account else work.order.owner),
            team_id=place.team_id or work.team.pk,
            shared_with=account.shared_with if account else [],
            external_id=row.external_id or "",
            rate=row.rate or 1,
            **({"amount": 0, "currency": row.cells["currency"]} | _fields(row)),
        )
        opportunity.search_text = searched_by(opportunity)
        story = past.Story.of(row.cells, self._stages, by=work.actor)
        return opportunity, story.tell(opportunity)

    def _changes(self, opportunity: Opportunity, row: Row, work: Work, moves: list[Move]) -> Changes:
        fields = _fields(row)
        worth: dict[str, Any] = {name: fields.pop(name) for name in ("amount", "currency") if name in fields}
        if row.account_id and row.account_id != opportunity.account_id:
            account = Account.objects.get(pk=row.account_id)
            fields |= {"account": account, "team": account.team, "shared_with": account.shared_with}
        if row.person_id:
            fields["owner_id"] = row.person_id
        changes = apply(opportunity, fields, work)
        opportunity.search_text = searched_by(opportunity)
        story = past.Story.of(row.cells, self._stages, by=work.actor)
        moved, told = story.go_on(opportunity, worth, row.rate, work.now)
        moves += moved
        if told and not changes:
            opportunity.version, opportunity.updated_at = opportunity.version + 1, work.now
        return changes | told


def _place_days(cells: Cells, note: Note) -> None:
    """A close date is the day it was closed where it is closed, else the day it is expected."""
    day, is_closed = cells.pop("close_on", None), cells.get("status") in {Status.WON, Status.LOST}
    if is_closed:
        cells["closed_on"] = cells.get("closed_on") or day or cells.get("expected_close_on")
        cells.setdefault("expected_close_on", cells["closed_on"])
        reason = cells.get("close_reason")
        if reason and reason not in REASONS[cells["status"]]:
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


def _fields(row: Row) -> dict[str, Any]:
    fields = {name: row.cells[name] for name in PLAIN if name in row.cells}
    fields = {name: erased(Opportunity, name) if value is None else value for name, value in fields.items()}
    fields |= {name: col.day(row.cells[name]) for name in DAYS if name in row.cells}
    if row.cells.get("amount") is not None:
        fields |= {"amount": col.decimal(row.cells["amount"]), "currency": row.cells["currency"]}
    return fields
