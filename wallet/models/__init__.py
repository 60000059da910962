"""Tables of this room."""

from .estimate import Estimate, Part
from .rule import WalletRule

__all__ = ["Estimate", "Part", "WalletRule"]
