"""The catalogue of reasons is written."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken, StaleEdit
from journal.services import changes_of, record
from losses.models import LossReason
from teams.models import User
from teams.rules import only_leads


class ReasonSpec(NamedTuple):
    """A reason as somebody wants it, and the version that was read; without a row, a new one."""

    row: LossReason | None
    version: int
    text: str
    text_zh: str
    reference: Decimal | None
    approach: str
    is_offered: bool = True

    @property
    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("text", "text_zh", "reference", "approach", "is_offered")}


@transaction.atomic
def loss_reasons_set(*, actor: User, wanted: Sequence[ReasonSpec]) -> None:
    """Changes reasons and adds new ones; none is deleted. Forbidden for those who do not lead."""
    only_leads(actor)
    for spec in wanted:
        if spec.row and spec.row.version != spec.version:
            raise StaleEdit(spec.row)
        if not (spec.text.strip() and spec.text_zh.strip()):
            raise RuleBroken(_("Say it in both languages."))
        if spec.reference is not None and not 0 <= spec.reference <= 1:
            raise RuleBroken(_("A share between 0 and 1."))
    for spec in wanted:
        _write(actor, spec)


def _write(actor: User, spec: ReasonSpec) -> None:
    if spec.row is None:
        last = LossReason.objects.aggregate(last=Max("position"))["last"] or 0
        row = LossReason.objects.create(position=last + 1, **spec.columns)
        record(actor=actor, verb="lossreason.created", subject=row, changes={"text": [None, row.text]})
    elif changes := differences(spec.row, spec.columns):
        told = changes_of(spec.row, changes)
        row = save_edit(spec.row, spec.version, changes)
        record(actor=actor, verb="lossreason.changed", subject=row, changes=told)
