"""Reads of this room. Each takes rows that are already restricted to the reader."""

from .help import help_due
from .wall import Standing, standing_of, summary_of, unmarked_key_accounts, with_introducer, with_wall

__all__ = ["Standing", "help_due", "standing_of", "summary_of", "unmarked_key_accounts", "with_introducer", "with_wall"]
