"""Reads of this room. Each takes rows that are already restricted to the reader."""

from .account import wallet_of, with_wallet
from .standing import with_standing

__all__ = ["wallet_of", "with_standing", "with_wallet"]
