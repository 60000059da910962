"""The relationship wall is marked, and the advice on its marks is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.services import lock_writable
from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken, StaleEdit
from journal.services import changes_of, record
from relations.choices import Mark
from relations.models import MarkAdvice, Wall, WallReading
from relations.rules import check_marks
from teams.models import User
from teams.rules import only_leads


class Marks(TypedDict, total=False):
    push: int
    share: int
    contact: int
    rapport: int


class AdviceSpec(NamedTuple):
    """An advice as somebody wants it, and the version that was read."""

    row: MarkAdvice
    version: int
    position: int
    advice: str
    advice_zh: str


@transaction.atomic
def wall_mark(*, actor: User, account: Account, version: int = 0, note: str = "", **marks: Unpack[Marks]) -> Wall:
    """Marks the wall of `account` and keeps the marking. `version` is that of the wall that was seen, 0 for none.

    RuleBroken: a mark outside 0 to 2, a mark missing on a new wall, an archived account. StaleEdit: somebody marked
    it since. The same marks again, without a note, are no new marking.
    """
    check_marks(marks)
    account = lock_writable(account.pk)
    wall = Wall.objects.filter(account=account).first()
    if wall is None:
        wall, told = _first(account, actor, marks), {}
    else:
        if wall.version != version:
            raise StaleEdit(wall)
        wanted = differences(wall, dict(marks))
        if not wanted and not note:
            return wall
        told = changes_of(wall, wanted)
        wall = save_edit(wall, version, {**wanted, "marked_by": actor})
    WallReading.objects.create(wall=wall, note=note, by=actor, **{name: getattr(wall, name) for name in Mark.values})
    record(actor=actor, verb="wall.marked", subject=wall, account_id=account.pk, changes=told)
    return wall


def _all_four(marks: Marks) -> None:
    for mark in Mark:
        if mark.value not in marks:
            raise RuleBroken(_("Give all four marks."), field=mark.value)


def _first(account: Account, actor: User, marks: Marks) -> Wall:
    _all_four(marks)
    wall = Wall.objects.create(account=account, marked_by=actor, **marks)
    wall.refresh_from_db()  # the sum is the database's
    return wall


@transaction.atomic
def mark_advice_set(*, actor: User, wanted: Sequence[AdviceSpec]) -> None:
    """Writes the advice on all four marks and their order. Forbidden for those who do not lead."""
    only_leads(actor)
    if sorted(each.position for each in wanted) != list(range(1, len(Mark) + 1)):
        raise RuleBroken(_("Each place once: 1, 2, 3, 4."))
    for row, version, *_rest in wanted:
        if row.version != version:
            raise StaleEdit(row)
    for row, version, position, advice, advice_zh in wanted:
        changes = differences(row, {"position": position, "advice": advice, "advice_zh": advice_zh})
        if changes:
            told = changes_of(row, changes)
            record(actor=actor, verb="markadvice.changed", subject=save_edit(row, version, changes), changes=told)


@transaction.atomic
def wall_reading_told(
    *, actor: User, account: Account, at: dt.datetime, by: User | None = None, note: str = "", **marks: Unpack[Marks]
) -> WallReading:
    """A marking that was made elsewhere, at its moment. The wall stands as the latest of its markings says.

    RuleBroken: a mark outside 0 to 2 or missing, a moment to come, an archived account.
    """
    check_marks(marks)
    _all_four(marks)
    account = lock_writable(account.pk)
    if at > timezone.now():
        raise RuleBroken(_("This moment lies ahead."), field="at")
    by = by or actor
    wall = Wall.objects.filter(account=account).first()
    if wall is None:
        wall = _first(account, by, marks)
    elif not wall.readings.filter(at__gt=at).exists():
        wall = save_edit(wall, wall.version, {**differences(wall, dict(marks)), "marked_by": by})
    reading = WallReading.objects.create(wall=wall, at=at, by=by, note=note, **marks)
    record(actor=actor, verb="wall.marked", subject=wall, account_id=account.pk, changes={"at": [None, at.isoformat()]})
    return reading
