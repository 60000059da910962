"""Reads of this room. Each takes rows that are already restricted to the reader."""

from .due import plan_actions_due, reviews_due
from .plan import plan_of, with_plan

__all__ = ["plan_actions_due", "plan_of", "reviews_due", "with_plan"]
