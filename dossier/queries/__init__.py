"""Reads of this room. Each takes rows that are already restricted to the reader."""

from .contract import contracts_due, contracts_of, for_list, of_state, with_contracts, with_lead
from .expectation import expectations_of, with_expectations
from .need import needs_of, with_needs

__all__ = [
    "contracts_due",
    "contracts_of",
    "expectations_of",
    "for_list",
    "needs_of",
    "of_state",
    "with_contracts",
    "with_expectations",
    "with_lead",
    "with_needs",
]
