"""Rows of this room made by their services, as people make them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accounts.models import Account
from dossier import services
from dossier.models import Contract
from foundation import clock

DAY = dt.timedelta(days=1)


def contract_of(account: Account, **fields: Any) -> Contract:
    """Signed, running for a year from today on, unless told otherwise."""
    today = clock.today()
    said = {"title": "Frame 2026", "signed_on": today, "starts_on": today, "ends_on": today + 365 * DAY}
    return services.contract_add(actor=account.owner, account=account, **{**said, **fields})


def ending(account: Account, days: int = 10, **fields: Any) -> Contract:
    """Ends in `days`."""
    today = clock.today()
    said = {"starts_on": today - 355 * DAY, "signed_on": today - 360 * DAY, "ends_on": today + days * DAY}
    return contract_of(account, **{**said, **fields})
