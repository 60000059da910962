"""Reads of this room. Each takes rows that are already restricted to the reader."""

from .account import Told, surveys_told, with_surveys
from .standing import summary_of, with_standing

__all__ = ["Told", "summary_of", "surveys_told", "with_standing", "with_surveys"]
