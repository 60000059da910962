"""What this room tells people: somebody else learned what their customer spends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from notices.choices import Kind
from notices.services.mentions import Watched, watch
from notices.stories import Door, Story, Told, opens, register
from wallet.models import Estimate


def tell_people() -> None:
    """Called in ready()."""
    opens(Estimate, Door("wallet_detail"))
    register(Story("estimate.added", Kind.ANSWERED, _owner, _("News of what your customer spends, and with whom")))
    mentioned = _("You are mentioned in an estimate of what a customer spends")
    watch("estimate.added", edits=[], one=mentioned, texts=Watched(("note",), _told_of))


def _told_of(row: Estimate) -> tuple[str, tuple[str, int]]:
    return str(row.account), ("estimate", row.pk)


def _owner(row: Estimate, changes: dict[str, Any]) -> Iterable[Told]:
    if row.account.owner_id != row.heard_by_id:
        yield Told(row.account.owner_id, *_told_of(row), row.note)
