"""Tables of this room."""

from .rule import RightsRule
from .verdict import Verdict

__all__ = ["RightsRule", "Verdict"]
