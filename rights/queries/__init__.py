"""Reads of this room. Each takes rows that are already restricted to the reader."""

from .verdict import checks_of, rights_of, with_account, with_verdict

__all__ = ["checks_of", "rights_of", "with_account", "with_verdict"]
