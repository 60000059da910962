"""One opportunity becomes several, or one more like it."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.columns import save_edit
from foundation.errors import RuleBroken
from journal.services import record
from pipeline.choices import MoveCause, MoveKind
from pipeline.models import CoOwner, Line, Opportunity, Rival, Stakeholder, Tick
from pipeline.rules import MOST_PARTS, is_money
from teams.models import User

from .history import at_live_stage, refuse_archived, refuse_stale, refuse_unless_open, write_move
from .opportunities import opportunity_create, searched_by

_KEPT = (
    *("account", "owner", "team", "shared_with", "stage", "stage_since", "currency", "rate", "opened_on"),
    *("expected_close_on", "product", "source"),
)
"""What a part has of the whole. Next step and external id are the whole's alone."""


@transaction.atomic
def opportunity_split(
    row: Opportunity, *, actor: User, version: int, rest: Decimal, parts: Sequence[tuple[str, Decimal]], note: str = ""
) -> list[Opportunity]:
    """Takes `parts` (name, amount) out of `row`, which keeps `rest`; together they are what it was, to the cent.

    Nothing is won, lost or new by that: currency and rate stay, each part stands in the whole's stage for as long as
    the whole did, and all moves carry the cause "split". Parts start with its co-owners, competitors, stakeholders
    and ticks; lines stay with the whole. RuleBroken: closed or archived, no part, an amount that is not above zero,
    sums that differ. StaleEdit: somebody saved since `version`.
    """
    refuse_stale(row, version)
    refuse_unless_open(row)
    at_live_stage(row.stage)
    _refuse_bad_parts(row, rest, parts)
    before, now = copy(row), timezone.now()
    row = save_edit(row, version, {"amount": rest})
    write_move(
        row, MoveKind.AMOUNT, by=actor, at=now, from_stage=row.stage, to_stage=row.stage, before=before, note=note,
        cause=MoveCause.SPLIT,
    )  # fmt: skip
    made = [_part_of(row, name, amount) for name, amount in parts]
    for part in made:
        write_move(
            part, MoveKind.OPENED, by=actor, at=now, from_stage=None, to_stage=part.stage, note=note,
            cause=MoveCause.SPLIT, since=part.stage_since,
        )  # fmt: skip
        _record(part, actor, "opportunity.split_off", {"split_from": str(row), "amount": [None, part.amount]})
        _give(row, part, CoOwner, Rival, Stakeholder, Tick)
    told = {"amount": [before.amount, row.amount], "parts": [str(part) for part in made]}
    _record(row, actor, "opportunity.split", told)
    return made


@transaction.atomic
def opportunity_copy(row: Opportunity, *, actor: User, name: str) -> Opportunity:
    """A new opportunity of today like `row`: its account, amount, product, source, lines, competitors, stakeholders.

    It begins in the first stage, without date and next step. The refusals of `opportunity_create`.
    """
    refuse_archived(row)
    if row.account is None:
        raise RuleBroken(_("Choose its account first."), field="account")
    made = opportunity_create(
        actor=actor,
        account=row.account,
        name=name,
        amount=row.amount,
        currency=row.currency,
        product=row.product,
        source=row.source,
    )
    _give(row, made, Line, Rival, Stakeholder)
    _record(made, actor, "opportunity.copied", {"copied_from": str(row)})
    return made


def _refuse_bad_parts(row: Opportunity, rest: Decimal, parts: Sequence[tuple[str, Decimal]]) -> None:
    if not 1 <= len(parts) <= MOST_PARTS:
        raise RuleBroken(_("From 1 to %(n)d parts.") % {"n": MOST_PARTS}, field="parts")
    if not all(name.strip() for name, _amount in parts):
        raise RuleBroken(_("Each part has a name."), field="parts")
    amounts = [rest, *(amount for _name, amount in parts)]
    if not all(is_money(amount) and amount > 0 for amount in amounts):
        raise RuleBroken(_("Each part is worth more than nothing, and so is the rest."), field="parts")
    total = sum(amounts, Decimal(0))
    if total != row.amount:
        raise RuleBroken(
            _("Together they are %(total)s, the opportunity is %(amount)s.") % {"total": total, "amount": row.amount},
            field="parts",
        )


def _part_of(row: Opportunity, name: str, amount: Decimal) -> Opportunity:
    kept = {field: getattr(row, field) for field in _KEPT}
    part = Opportunity(name=name, amount=amount, split_from=row, **kept)
    part.search_text = searched_by(part)
    part.save(force_insert=True)
    part.refresh_from_db()
    return part


def _give(row: Opportunity, to: Opportunity, *kinds: Any) -> None:
    """`to` gets rows like those of `row`, of each model in `kinds`."""
    for kind in kinds:
        rows = list(kind._base_manager.filter(opportunity=row).order_by("pk"))
        for each in rows:
            each.pk, each._state.adding, each.opportunity = None, True, to
        kind._base_manager.bulk_create(rows)


def _record(row: Opportunity, actor: User, verb: str, changes: dict[str, object]) -> None:
    record(actor=actor, verb=verb, subject=row, account_id=row.account_id, changes=changes)
