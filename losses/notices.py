"""What this room tells people: a step of a win-back plan is theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from losses.models import Loss, WinBackStep
from notices.choices import Kind
from notices.stories import Door, Story, Told, opens, register


def tell_people() -> None:
    """Called in ready()."""
    opens(Loss, Door("loss_detail"))
    register(
        Story("winbackstep.created", Kind.GIVEN, _owner, _("Step of a win-back plan for you")),
        Story("winbackstep.updated", Kind.GIVEN, _new_owner, _("Step of a win-back plan for you")),
    )


def _owner(row: WinBackStep, changes: dict[str, Any]) -> Iterable[Told]:
    yield Told(row.owner_id, str(row.win_back.loss), ("loss", row.win_back.loss_id), row.text)


def _new_owner(row: WinBackStep, changes: dict[str, Any]) -> Iterable[Told]:
    return _owner(row, changes) if "owner" in changes else ()
