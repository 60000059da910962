from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Cadence
from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from foundation.locks import beside_many
from journal.services import changes_of, record
from teams.models import User
from teams.rules import only_leads


@transaction.atomic
def cadence_set(cadence: Cadence, *, actor: User, version: int, days: int) -> Cadence:
    """How many days may pass between visits to accounts of this tier. Only people who lead may set it."""
    only_leads(actor)
    if not 1 <= days <= 3650:
        raise RuleBroken(_("A whole number of days from 1 to 3650."), field=f"days_{cadence.tier or 'unrated'}")
    changes = differences(cadence, {"days": days})
    if not changes:
        return cadence
    beside_many(alone=True)  # the day on which each account of the tier is due moves with it, in no order
    told = changes_of(cadence, changes) | {"tier": cadence.tier}
    cadence = save_edit(cadence, version, changes)
    record(actor=actor, verb="cadence.changed", subject=cadence, changes=told)
    return cadence
