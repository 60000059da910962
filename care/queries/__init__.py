"""Reads of this room. Each takes rows that are already restricted to the reader."""

from .authority import authorities_of, authority_for
from .complaint import complaints_due, iceberg_of, open_complaints_of, with_open_complaints

__all__ = [
    "authorities_of",
    "authority_for",
    "complaints_due",
    "iceberg_of",
    "open_complaints_of",
    "with_open_complaints",
]
