from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account, Contact
from accounts.queries.visit import company_day
from care import services
from care.choices import Level
from care.models import Complaint
from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.plan import Row, Work

from .base import Cells
from .one_by_one import ACCOUNT, OneByOne, account_named, column_of, contact_named, person_named, whose


class Complaints(OneByOne):
    """Complaints, told apart by account, day and text. One that is closed arrives as it ended; one that is here goes on
    and ends on its page alone."""

    name = "complaints"
    columns = {
        column.target: column
        for column in (
            *ACCOUNT,
            col.moment("received_at"),
            col.choice("level", "complaint_level", soft=False),
            col.long_text("text", column_of(Complaint, "text")),
            col.text("contact", column_of(Contact, "name")),
            col.text("handler"),
            col.whole_number("minutes", column_of(Complaint, "minutes")),
            col.money("compensation", column_of(Complaint, "compensation")),
            col.currency(),
            col.long_text("result", column_of(Complaint, "result")),
            col.moment("closed_at"),
            col.choice("satisfaction", "satisfaction", soft=False),
        )
    }
    required = (("account", "account_external_id"), ("received_at",), ("text",))

    def identity(self, cells: Cells) -> str:
        return f"{whose(cells)}\n{company_day(_moment(cells['received_at']))}\n{fold(cells['text'])}"

    def find(self, row: Row, work: Work) -> Complaint | None:
        received = _moment(row.cells["received_at"])
        near = (received - dt.timedelta(1), received + dt.timedelta(1))
        rows = Complaint.objects.filter(account=account_named(row, work), received_at__range=near).order_by("-id")
        day, said = company_day(received), fold(row.cells["text"])
        return next((it for it in rows if company_day(it.received_at) == day and fold(it.text) == said), None)

    def save(self, row: Row, there: Complaint | None, work: Work) -> Complaint:
        cells, account = row.cells, account_named(row, work)
        if there is not None:
            _refuse_another(there, cells)
            return there
        said, cost = _said(row, account, work), _cost(cells, work)
        if cells.get("closed_at"):
            ended = {"closed_at": _moment(cells["closed_at"]), "result": cells.get("result") or ""}
            ended["satisfaction"] = int(cells["satisfaction"]) if cells.get("satisfaction") else None
            said.setdefault("handler", account.owner)
            return services.past_complaint_tell(Complaint(account=account, **said, **cost, **ended), actor=work.actor)
        if cells.get("result") or cells.get("satisfaction"):
            raise RuleBroken(_("Say when it was closed: what is open has no result yet."), field="closed_at")
        new = services.complaint_open(actor=work.actor, account=account, **said)
        return services.complaint_update(new, actor=work.actor, version=new.version, **cost) if cost else new


def _said(row: Row, account: Account, work: Work) -> dict[str, Any]:
    cells = row.cells
    said: dict[str, Any] = {"text": cells["text"].strip(), "received_at": _moment(cells["received_at"])}
    if cells.get("level"):
        said["level"] = Level[cells["level"].upper()].value
    if cells.get("contact"):
        said["contact"] = contact_named(row, account)
    if cells.get("handler"):
        said["handler"] = person_named(cells["handler"], work, "handler")
    return said


def _cost(cells: Cells, work: Work) -> dict[str, Any]:
    cost: dict[str, Any] = {"minutes": cells["minutes"]} if cells.get("minutes") else {}
    if col.decimal(cells.get("compensation")):
        cost["compensation"] = col.decimal(cells["compensation"])
        cost["currency"] = cells.get("currency") or work.settings.currency
    return cost


def _moment(said: str) -> dt.datetime:
    """A day alone is its noon; today's may lie ahead."""
    moment, now = dt.datetime.fromisoformat(said), timezone.now()
    is_noon_today = moment.time() == dt.time(12) and company_day(moment) == company_day(now)
    return min(moment, now) if is_noon_today else moment


def _refuse_another(there: Complaint, cells: Cells) -> None:
    if cells.get("closed_at") and there.is_open:
        raise RuleBroken(_("It is open here. It is closed on its page alone, with its result."), field="closed_at")
    if cells.get("closed_at") and fold(cells.get("result") or "") != fold(there.result):
        raise RuleBroken(_("It is closed here already, with another result."), field="result")
