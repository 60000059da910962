from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Account, Contact
from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.plan import Row, Work
from losses import services
from losses.choices import LossState
from losses.models import Loss, LossReason
from pipeline.models import Competitor

from .base import Cells
from .one_by_one import ACCOUNT, OneByOne, account_named, column_of, contact_named, whose


class Losses(OneByOne):
    """Loss reviews, told apart by account and day. One that is over arrives as it ended; one that is here ends on its
    page alone."""

    name = "losses"
    columns = {
        column.target: column
        for column in (
            *ACCOUNT,
            col.date("lost_on"),
            col.text("reason"),
            col.long_text("also"),
            col.text("competitor", column_of(Competitor, "name")),
            col.text("decided_by", column_of(Contact, "name")),
            col.long_text("learned", column_of(Loss, "learned")),
            col.choice("state", "loss_state", soft=False),
            col.date("ended_on"),
            col.long_text("end_note", column_of(Loss, "end_note")),
        )
    }
    required = (("account", "account_external_id"), ("lost_on",), ("reason",), ("learned",))

    def identity(self, cells: Cells) -> str:
        return f"{whose(cells)}\n{cells['lost_on']}"

    def find(self, row: Row, work: Work) -> Loss | None:
        return loss_named(row, account_named(row, work))

    def save(self, row: Row, there: Loss | None, work: Work) -> Loss:
        account, state = account_named(row, work), row.cells.get("state") or LossState.LOST
        said, also = _said(row, account, work), _reasons(row)
        if there is not None:
            if state != there.state:
                raise RuleBroken(_("It is over, or goes on, on its page alone."), field="state")
            return services.loss_update(there, actor=work.actor, version=there.version, also=also, **said)
        if state == LossState.LOST:
            return services.loss_record(actor=work.actor, account=account, also=also or (), **said)
        ended = {"ended_on": col.day(row.cells.get("ended_on")), "end_note": row.cells.get("end_note") or ""}
        past = Loss(account=account, state=state, **ended, **said)
        return services.past_loss_tell(past, actor=work.actor, also=also or ())


def loss_named(row: Row, account: Account) -> Loss | None:
    """The one of that day; of several, the latest."""
    return Loss.objects.filter(account=account, lost_on=row.cells["lost_on"]).order_by("-id").first()


def _said(row: Row, account: Account, work: Work) -> dict[str, Any]:
    cells = row.cells
    said: dict[str, Any] = {"lost_on": col.day(cells["lost_on"]), "learned": cells["learned"].strip()}
    said["reason"] = _reason(cells["reason"], "reason")
    if cells.get("competitor"):
        said["competitor"] = Competitor.objects.filter(name__iexact=cells["competitor"]).first()
        if said["competitor"] is None:
            raise RuleBroken(_("There is no such competitor. Import it first."), field="competitor")
    if cells.get("decided_by"):
        said["decided_by"] = contact_named(row, account, target="decided_by")
    return said


def _reasons(row: Row) -> list[LossReason] | None:
    """Further ones, parted by semicolons or lines; None where the file does not speak of them."""
    if "also" not in row.cells:
        return None
    parts = (row.cells["also"] or "").replace("；", ";").replace("\n", ";").split(";")
    return [_reason(part.strip(), "also") for part in parts if part.strip()]


def _reason(typed: str, field: str) -> LossReason:
    for reason in LossReason.objects.order_by("-is_offered", "position"):
        if fold(typed) in {fold(reason.text), fold(reason.text_zh)}:
            return reason
    raise RuleBroken(_("The catalogue has no reason “%(name)s”.") % {"name": typed}, field=field)
