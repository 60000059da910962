"""What this room tells people: a contract is theirs, or has to be decided about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from dossier.models import Contract, Expectation
from notices.choices import Kind
from notices.services.mentions import Watched, watch
from notices.stories import Door, Story, Told, opens, register


def tell_people() -> None:
    """Called in ready()."""
    opens(Contract, Door("contract_detail", "contract_list", "state=ending&owner={person}"))
    given = _("Contract for you to look after")
    several = ngettext_lazy("%(n)d contract ends soon", "%(n)d contracts end soon", "n")
    register(
        Story("contract.added", Kind.GIVEN, _owner, given),
        Story("contract.updated", Kind.GIVEN, _new_owner, given),
        Story("contract.reminded", Kind.REMINDED, _owner, _("A contract ends soon: decide what comes next"), several),
    )
    opens(Expectation, Door("expectation_edit"))
    heard = Watched(("text",), lambda row: (str(row.account), ("expectation", row.pk)))
    named = _("You are mentioned in what a customer expects")
    watch("expectation.heard", edits=["expectation.updated"], one=named, texts=heard)
    mentioned = _("You are mentioned in a contract")
    watch("contract.added", edits=["contract.updated"], one=mentioned, texts=Watched(("notes",), _told_of))


def _told_of(row: Contract) -> tuple[str, tuple[str, int]]:
    return str(row.account), ("contract", row.pk)


def _owner(row: Contract, changes: dict[str, Any]) -> Iterable[Told]:
    yield Told(row.owner_id, *_told_of(row), str(row))


def _new_owner(row: Contract, changes: dict[str, Any]) -> Iterable[Told]:
    return _owner(row, changes) if "owner" in changes else ()
