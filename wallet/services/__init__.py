"""Every write of this room. Pages, API and imports call these and nothing else."""

from .estimate import PartSpec, estimate_add, estimate_withdraw
from .rule import wallet_rule_set

__all__ = ["PartSpec", "estimate_add", "estimate_withdraw", "wallet_rule_set"]
