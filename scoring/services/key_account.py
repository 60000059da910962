"""What people hold an account for, beside its profit: marks that the policy may weigh."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account
from foundation.errors import RuleBroken, StaleEdit
from foundation.locks import wait_for_lock
from journal.services import record
from scoring.choices import JUDGED
from scoring.key_account import BEST
from scoring.models import KeyMark
from scoring.queries.key_account import present_marks, standing_marks
from teams.models import User


@transaction.atomic
def key_marks_set(
    account: Account, *, actor: User, marks: Mapping[str, int | None], reason: str = "", seen: str | None = None
) -> list[KeyMark]:
    """Marks `account` 0 to 4 in the factors named; None takes a mark away. What does not change stays as it was.

    Whoever sees the account may; the caller has checked that. Returns the new marks. StaleEdit, carrying the account,
    where `seen` (`standing_marks` when the form was drawn) is no longer how it stands.
    """
    for factor, mark in marks.items():
        if factor not in JUDGED:
            raise RuleBroken(_("This factor is computed, not marked."), field=factor)
        if mark is not None and not 0 <= mark <= BEST:
            raise RuleBroken(_("From %(least)d to %(most)d.") % {"least": 0, "most": BEST}, field=factor)
    wait_for_lock(f"scoring.key_account.{account.pk}")
    before = {factor: known.mark for factor, known in present_marks(account.pk).items()}
    if seen is not None and seen != standing_marks(account.pk):
        raise StaleEdit(account)
    changed = {factor: mark for factor, mark in marks.items() if before.get(factor) != mark}
    if not changed:
        return []
    now, reason = timezone.now(), " ".join(reason.split())
    KeyMark.objects.filter(account=account, factor__in=changed, ended_at=None).update(ended_at=now)
    given = [
        KeyMark(account=account, factor=factor, mark=mark, reason=reason, set_by=actor, set_at=now)
        for factor, mark in changed.items()
        if mark is not None
    ]
    KeyMark.objects.bulk_create(given)
    told = {factor: [before.get(factor), mark] for factor, mark in changed.items()}
    record(actor=actor, verb="key_account.marked", subject=account, account_id=account.pk, changes=told)
    return given
