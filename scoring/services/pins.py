"""Pins: a manager's word against the computed tier. They count from the next nightly run on."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.choices import Tier
from accounts.models import Account
from foundation import clock
from foundation.errors import RuleBroken
from foundation.locks import wait_for_lock
from journal.services import record
from scoring.models import TierPin
from teams.models import User
from teams.rules import only_leads_of

LONGEST = dt.timedelta(days=731)
SAY_WHY = _("Say why, for those who will ask.")


@transaction.atomic
def pin_set(account: Account, *, actor: User, tier: str, reason: str, expires_on: dt.date) -> TierPin:
    """Pins `account` to `tier` until `expires_on` (that day included); an earlier pin ends.

    Forbidden for who does not lead its team; RuleBroken without a reason or for a day that is past or over two years
    away.
    """
    only_leads_of(actor, account)
    reason = " ".join(reason.split())
    if tier not in Tier.values:
        raise RuleBroken(_("No such tier."), field="tier")
    if not reason:
        raise RuleBroken(SAY_WHY, field="reason")
    if not clock.today() <= expires_on <= clock.today() + LONGEST:
        raise RuleBroken(_("Choose a day within the next two years."), field="expires_on")
    wait_for_lock(f"scoring.pin.{account.pk}")
    TierPin.objects.filter(account=account, removed_at=None).update(removed_at=timezone.now())
    pin = TierPin.objects.create(account=account, tier=tier, reason=reason, expires_on=expires_on, created_by=actor)
    changes = {"tier": tier, "reason": reason, "until": expires_on.isoformat()}
    record(actor=actor, verb="tier.pinned", subject=pin, account_id=account.pk, changes=changes)
    return pin


@transaction.atomic
def pin_remove(pin: TierPin, *, actor: User, reason: str) -> TierPin:
    """Ends the pin; without effect when it has ended already. Forbidden for who does not lead the account's team;
    RuleBroken without a reason, as for setting one: both move a tier."""
    only_leads_of(actor, pin.account)
    reason = " ".join(reason.split())
    if not reason:
        raise RuleBroken(SAY_WHY, field="reason")
    ended = {"removed_at": timezone.now(), "removed_because": reason}
    if TierPin.objects.filter(pk=pin.pk, removed_at=None).update(**ended):
        changes = {"tier": pin.tier, "reason": reason}
        record(actor=actor, verb="tier.unpinned", subject=pin, account_id=pin.account_id, changes=changes)
    pin.refresh_from_db()
    return pin
