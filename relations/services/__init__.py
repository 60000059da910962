"""Every write of this room. Pages, API and tasks call these and nothing else."""

from .help import help_answer, help_ask
from .person import acquaintance_remove, acquaintance_set, assessment_set, profile_set
from .referral import referral_create, referral_remove, referral_update
from .wall import AdviceSpec, mark_advice_set, wall_mark, wall_reading_told

__all__ = [
    "AdviceSpec",
    "acquaintance_remove",
    "acquaintance_set",
    "assessment_set",
    "help_answer",
    "help_ask",
    "mark_advice_set",
    "profile_set",
    "referral_create",
    "referral_remove",
    "referral_update",
    "wall_mark",
    "wall_reading_told",
]
