"""What an account needs and how it buys is written down, part by part, and found to be still true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.rules import FIRST_MOMENT
from accounts.services import lock_writable
from dossier.models import Need
from foundation import clock
from foundation.columns import save_edit
from foundation.errors import RuleBroken, StaleEdit
from foundation.uniqueness import unique_or_refused
from journal.services import record
from teams.models import User

LONGEST = 2000


class NeedSpec(NamedTuple):
    """A part as somebody wants it: `version` that was read, 0 for none; `still_true` without a change."""

    part: str
    text: str
    version: int
    still_true: bool = False


@transaction.atomic
def need_add(
    *, actor: User, account: Account, part: str, text: str, seen_on: dt.date | None = None, seen_by: User | None = None
) -> Need:
    """The first that is known of a part, found true today by the actor unless told otherwise.

    RuleBroken: no text, the part is there already, an archived account, a day to come.
    """
    account = lock_writable(account.pk)
    text = _checked(text)
    row = Need(account=account, part=part, text=text, seen_on=_seen(seen_on), seen_by=seen_by or actor)
    with unique_or_refused(need_once="part"):
        row.save(force_insert=True)
    told = {"part": part, "text": [None, text]}
    record(actor=actor, verb="need.written", subject=row, account_id=account.pk, changes=told)
    return row


@transaction.atomic
def need_update(
    row: Need,
    *,
    actor: User,
    version: int,
    text: str | None = None,
    seen_on: dt.date | None = None,
    seen_by: User | None = None,
) -> Need:
    """Other words, or the same: found true in either case, today by the actor unless told otherwise. StaleEdit if
    `version` is old."""
    lock_writable(row.account_id)
    said = row.text if text is None else _checked(text)
    before, was = row.text, row.seen_on
    row = save_edit(row, version, {"text": said, "seen_on": _seen(seen_on), "seen_by": seen_by or actor})
    told = {"part": row.part, "text": [before, said]} if said != before else {"seen_on": [was, row.seen_on]}
    record(actor=actor, verb="need.written", subject=row, account_id=row.account_id, changes=told)
    return row


@transaction.atomic
def needs_set(*, actor: User, account: Account, wanted: Sequence[NeedSpec]) -> None:
    """All parts at once; what is neither changed nor found to be still true stays as old as it is. What is known is not
    emptied by it. StaleEdit: somebody wrote one of them meanwhile."""
    account = lock_writable(account.pk)
    there: Mapping[str, Need] = {row.part: row for row in Need.objects.filter(account=account)}
    for spec in wanted:
        row, text = there.get(spec.part), spec.text.strip()
        if row is not None and spec.version != row.version:
            raise StaleEdit(row)
        if row is None and text:
            need_add(actor=actor, account=account, part=spec.part, text=text)
        elif row is not None and not text:
            raise RuleBroken(_("Say what is true now; what was known is not emptied."), field=f"text_{spec.part}")
        elif row is not None and (text != row.text or spec.still_true):
            need_update(row, actor=actor, version=row.version, text=text)


def _checked(text: str) -> str:
    text = text.strip()
    if not text:
        raise RuleBroken(_("Say what you know."), field="text")
    if len(text) > LONGEST:
        raise RuleBroken(_("2,000 characters at most."), field="text")
    return text


def _seen(day: dt.date | None) -> dt.date:
    day = day or clock.today()
    if not FIRST_MOMENT.date() <= day <= clock.today():
        raise RuleBroken(_("Say when it was found true: no day that lies ahead."), field="seen_on")
    return day
