"""What an opportunity consists of, who works on it and who sells against us: each written as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from foundation.columns import save_edit
from foundation.errors import RuleBroken
from journal.services import record
from pipeline.choices import Standing
from pipeline.models import Competitor, CoOwner, Line, Opportunity, Product, Rival
from pipeline.rules import is_money
from teams.models import User
from teams.rules import only_leads_of

from .history import refuse_archived, refuse_stale, refuse_unless_open
from .opportunities import opportunity_update

MOST_LINES = 200
HUNDRED = Decimal(100)
_LARGEST_QUANTITY = Decimal(10) ** 9
_LARGEST_PRICE = Decimal(10) ** 14


@dataclass(frozen=True)
class LineSpec:
    """A line as it is wanted; the price is in the opportunity's currency, the discount in per cent."""

    product: Product
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal = Decimal(0)


@dataclass(frozen=True)
class RivalSpec:
    competitor: Competitor
    standing: str = Standing.UNKNOWN
    note: str = ""


@transaction.atomic
def lines_write(
    row: Opportunity, *, actor: User, version: int, lines: Sequence[LineSpec], take_sum: bool = False
) -> Opportunity:
    """The lines become `lines`; with `take_sum` the amount becomes what they add up to, which is a move as any other.

    RuleBroken: closed or archived, no quantity, a negative or endless price, a discount outside 0–100 %, too many.
    StaleEdit: somebody saved since `version`.
    """
    refuse_stale(row, version)
    refuse_unless_open(row)
    _refuse_bad_lines(lines, set(row.lines.values_list("product", flat=True)))
    before = _in_words(row.lines.select_related("product"))
    wanted = [Line(opportunity=row, position=place, **vars(line)) for place, line in enumerate(lines, 1)]
    after = _in_words(wanted)
    if before != after:
        row = save_edit(row, version, {})
        row.lines.all().delete()
        Line.objects.bulk_create(wanted)
        _record(row, actor, "opportunity.lines_changed", {"lines": [before, after]})
    if not take_sum:
        return row
    total = lines_total(row)
    return opportunity_update(row, actor=actor, version=row.version, amount=total)


def lines_total(row: Opportunity) -> Decimal:
    """What the lines add up to, in the opportunity's currency."""
    return row.lines.aggregate(total=Sum("total"))["total"] or Decimal(0)


@transaction.atomic
def rivals_write(row: Opportunity, *, actor: User, version: int, rivals: Sequence[RivalSpec]) -> Opportunity:
    """The competitors in this deal become `rivals`. Closed ones too: who it was often comes out afterwards."""
    refuse_stale(row, version)
    refuse_archived(row)
    known = set(row.rivals.values_list("competitor", flat=True))
    _refuse_twice([rival.competitor for rival in rivals], _("Each competitor once."))
    if any(rival.competitor.retired_at and rival.competitor.pk not in known for rival in rivals):
        raise RuleBroken(_("This competitor was taken out of the catalogue."), field="competitor")
    if row.lost_to_id and row.lost_to_id not in {rival.competitor.pk for rival in rivals}:
        raise RuleBroken(_("It was lost to this competitor, so he stays."), field="competitor")
    before = [_said(rival) for rival in row.rivals.select_related("competitor")]
    wanted = [Rival(opportunity=row, **vars(rival)) for rival in rivals]
    after = [_said(rival) for rival in wanted]
    if before == after:
        return row
    row = save_edit(row, version, {})
    row.rivals.all().delete()
    Rival.objects.bulk_create(wanted)
    _record(row, actor, "opportunity.rivals_changed", {"competitors": [before, after]})
    return row


@transaction.atomic
def shares_write(row: Opportunity, *, actor: User, version: int, shares: Sequence[tuple[User, Decimal]]) -> Opportunity:
    """Who works on it with which share in per cent, its owner among them; co-owners see it from then on.

    Forbidden for who does not lead its team. RuleBroken: the shares don't add up to exactly 100, one is not above
    zero, somebody stands there twice or no longer works here, the owner is missing. StaleEdit as ever.
    """
    only_leads_of(actor, row)
    refuse_stale(row, version)
    refuse_archived(row)
    _refuse_bad_shares(row, shares)
    before = shares_in_words(row)
    wanted = [CoOwner(opportunity=row, person=who, share=share) for who, share in shares if who != row.owner]
    after = {str(who): f"{share:.2f}" for who, share in shares}
    if before == after:
        return row
    row = save_edit(row, version, {})
    row.co_owners.all().delete()
    CoOwner.objects.bulk_create(wanted)
    _record(row, actor, "opportunity.shared", {"shares": [before, after]})
    return row


def owners_share(co_owners: Iterable[CoOwner]) -> Decimal:
    """What is left for the owner, in per cent."""
    return HUNDRED - sum((each.share for each in co_owners), Decimal(0))


def shares_in_words(row: Opportunity) -> dict[str, str]:
    others = list(row.co_owners.select_related("person"))
    return {str(row.owner): f"{owners_share(others):.2f}", **{str(o.person): f"{o.share:.2f}" for o in others}}


def _refuse_bad_lines(lines: Sequence[LineSpec], known: Collection[int]) -> None:
    if len(lines) > MOST_LINES:
        raise RuleBroken(_("At most %(n)d lines.") % {"n": MOST_LINES}, field="lines")
    for line in lines:
        if line.product.retired_at and line.product.pk not in known:
            raise RuleBroken(_("%(name)s was taken out of the catalogue.") % {"name": line.product}, field="product")
        if not (is_money(line.quantity) and 0 < line.quantity < _LARGEST_QUANTITY):
            raise RuleBroken(_("A quantity above zero."), field="quantity")
        if not (is_money(line.unit_price) and line.unit_price < _LARGEST_PRICE):
            raise RuleBroken(_("A price of zero or more."), field="unit_price")
        if not (is_money(line.discount) and line.discount <= HUNDRED):
            raise RuleBroken(_("A discount from 0 to 100 %."), field="discount")


def _refuse_bad_shares(row: Opportunity, shares: Sequence[tuple[User, Decimal]]) -> None:
    people = [who for who, _share in shares]
    _refuse_twice(people, _("Each person once."))
    if row.owner not in people:
        raise RuleBroken(_("The owner has a share, too."), field="shares")
    if left := [str(who) for who in people if not who.is_active and who != row.owner]:
        raise RuleBroken(_("%(name)s no longer works here.") % {"name": ", ".join(left)}, field="shares")
    if not all(share.is_finite() and share > 0 for _who, share in shares):
        raise RuleBroken(_("Each share is above zero."), field="shares")
    total = sum((share for _who, share in shares), Decimal(0))
    if total != HUNDRED:
        raise RuleBroken(
            _("The shares add up to %(total)s %%, not to 100 %%.") % {"total": f"{total.normalize():f}"}, field="shares"
        )


def _refuse_twice(found: Sequence[Hashable], message: str) -> None:
    if any(times > 1 for times in Counter(found).values()):
        raise RuleBroken(message)


def _in_words(lines: Iterable[Line]) -> list[str]:
    return [
        f"{line.product.code}: {line.quantity.normalize():f} × {line.unit_price.normalize():f} "
        f"− {line.discount.normalize():f} %"
        for line in lines
    ]


def _said(rival: Rival) -> list[str]:
    return [str(rival.competitor), rival.standing, rival.note]


def _record(row: Opportunity, actor: User, verb: str, changes: dict[str, Any]) -> None:
    record(actor=actor, verb=verb, subject=row, account_id=row.account_id, changes=changes)
