"""What sums are made by beside the rows: the zone its days are of, and the hourly rates."""

from __future__ import annotations

import hashlib

from teams.models import Company, CostRate


def made_by() -> tuple[str, str]:
    """The company's zone, and a digest of all hourly rates, as they are now."""
    rates = list(CostRate.objects.order_by("user_id", "valid_from").values_list("user_id", "valid_from", "hourly"))
    return Company.current().timezone, hashlib.md5(repr(rates).encode(), usedforsecurity=False).hexdigest()
