"""By what shares of wallet are judged."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from journal.services import changes_of, record
from teams.models import User
from teams.rules import only_leads
from wallet.models import WalletRule
from wallet.models.rule import MOST_DAYS
from wallet.rules import WHOLE


@transaction.atomic
def wallet_rule_set(
    rule: WalletRule, *, actor: User, version: int, small_below: Decimal, leading_from: Decimal, stale_days: int
) -> WalletRule:
    """From now on shares are judged so. Forbidden for those who do not lead; RuleBroken where bands contradict each
    other; StaleEdit if `version` is old."""
    only_leads(actor)
    if not 0 <= small_below <= leading_from <= WHOLE:
        raise RuleBroken(_("Not below where a small part ends."), field="leading_from")
    if not 1 <= stale_days <= MOST_DAYS:
        raise RuleBroken(_("From 1 to 3650 days."), field="stale_days")
    wanted = {"small_below": small_below, "leading_from": leading_from, "stale_days": stale_days}
    changes = differences(rule, wanted)
    if not changes:
        return rule
    told = changes_of(rule, changes)
    rule = save_edit(rule, version, changes)
    record(actor=actor, verb="walletrule.changed", subject=rule, changes=told)
    return rule
