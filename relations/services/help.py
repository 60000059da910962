"""Help is asked for and given."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.services import lock_writable
from foundation import clock
from foundation.columns import save_edit
from foundation.errors import Forbidden, RuleBroken
from journal.services import record
from relations.models import HelpRequest
from teams.models import User
from teams.queries import helpers_of


@transaction.atomic
def help_ask(*, actor: User, account: Account, mark: str, helper: User, text: str, due_on: dt.date) -> HelpRequest:
    """Asks `helper`, a colleague or a superior, for help with a mark; it stands on his day from `due_on` on.

    RuleBroken: somebody out of the asker's reach, oneself, a day that is over, an archived account.
    """
    account = lock_writable(account.pk)
    if not helpers_of(actor).filter(pk=helper.pk).exists():
        raise RuleBroken(_("Ask a colleague or a superior of yours."), field="helper")
    if due_on < clock.today():
        raise RuleBroken(_("This day is over."), field="due_on")
    row = HelpRequest.objects.create(
        account=account, mark=mark, helper=helper, text=text, due_on=due_on, asked_by=actor
    )
    told = {"mark": [None, mark], "helper": [None, f"{helper.pk} {helper}"]}
    record(actor=actor, verb="helprequest.asked", subject=row, account_id=account.pk, changes=told)
    return row


@transaction.atomic
def help_answer(row: HelpRequest, *, actor: User, version: int, answer: str) -> HelpRequest:
    """What came of it. By who was asked, or by who asked and needs it no more; once."""
    if actor.pk not in {row.helper_id, row.asked_by_id}:
        raise Forbidden(_("Only who was asked, or who asked, may do this."))
    if row.answered_at:
        raise RuleBroken(_("This is answered already."), field="answer")
    if not answer:
        raise RuleBroken(_("Say what came of it."), field="answer")
    row = save_edit(row, version, {"answer": answer, "answered_at": timezone.now()})
    told = {"answer": [None, answer]}
    record(actor=actor, verb="helprequest.answered", subject=row, account_id=row.account_id, changes=told)
    return row
