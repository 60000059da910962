"""Every write of this room. Pages, API and imports call these and nothing else."""

from .rules import PointSpec, survey_points_set, survey_rule_set
from .survey import About, Answer, survey_answer, survey_ask, survey_record, survey_withdraw, withdrawal_allowed

__all__ = [
    "About",
    "Answer",
    "PointSpec",
    "survey_answer",
    "survey_ask",
    "survey_points_set",
    "survey_record",
    "survey_rule_set",
    "survey_withdraw",
    "withdrawal_allowed",
]
