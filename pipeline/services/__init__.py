"""Every write of the room. Pages, API, tasks and imports call these and nothing else."""

from .catalogue import catalogue_retire, competitor_create, competitor_update, product_create, product_update
from .criteria import criterion_tick, criterion_untick
from .development import (
    development_fail,
    development_record,
    development_reopen,
    development_start,
    development_step_update,
    development_update,
)
from .flags import flag_rule_update, norms_count
from .following import opportunities_follow
from .forecasting import adjustment_add, adjustment_withdraw, forecast_rule_update, snapshot_due, snapshot_take
from .imports import Imported, Past, opportunity_import
from .ladder import Place, stage_create, stage_retire, stages_arrange
from .mass import opportunities_place, opportunities_reassign
from .moves import opportunity_close, opportunity_move, opportunity_reopen
from .opportunities import opportunity_archive, opportunity_assign, opportunity_create, opportunity_update
from .performance import (
    agreed_action_done,
    may_lead,
    performance_agree,
    performance_close,
    performance_note,
    performance_start,
)
from .proposals import proposal_accept, proposal_make, proposal_reject
from .quotas import quota_remove, quota_set, quota_update
from .record import LineSpec, RivalSpec, lines_write, rivals_write, shares_write
from .recount import progress_recount, tally_fold, tally_recount
from .reviews import (
    Given,
    Planned,
    opportunity_review,
    questions_change,
    review_action_done,
    review_pick,
    review_rule_update,
)
from .splitting import opportunity_copy, opportunity_split
from .stages import CriterionSpec, stage_update
from .stakeholders import stakeholder_create, stakeholder_remove, stakeholder_update
from .told import development_told, entry_told, review_told
from .true_history import Entry, history_import

__all__ = [
    "CriterionSpec",
    "Entry",
    "Given",
    "Imported",
    "LineSpec",
    "Past",
    "Place",
    "Planned",
    "RivalSpec",
    "adjustment_add",
    "adjustment_withdraw",
    "agreed_action_done",
    "catalogue_retire",
    "competitor_create",
    "competitor_update",
    "criterion_tick",
    "criterion_untick",
    "development_fail",
    "development_record",
    "development_reopen",
    "development_start",
    "development_step_update",
    "development_told",
    "development_update",
    "entry_told",
    "flag_rule_update",
    "forecast_rule_update",
    "history_import",
    "lines_write",
    "may_lead",
    "norms_count",
    "opportunities_follow",
    "opportunities_place",
    "opportunities_reassign",
    "opportunity_archive",
    "opportunity_assign",
    "opportunity_close",
    "opportunity_copy",
    "opportunity_create",
    "opportunity_import",
    "opportunity_move",
    "opportunity_reopen",
    "opportunity_review",
    "opportunity_split",
    "opportunity_update",
    "performance_agree",
    "performance_close",
    "performance_note",
    "performance_start",
    "product_create",
    "product_update",
    "progress_recount",
    "proposal_accept",
    "proposal_make",
    "proposal_reject",
    "questions_change",
    "quota_remove",
    "quota_set",
    "quota_update",
    "review_action_done",
    "review_pick",
    "review_rule_update",
    "review_told",
    "rivals_write",
    "shares_write",
    "snapshot_due",
    "snapshot_take",
    "stage_create",
    "stage_retire",
    "stage_update",
    "stages_arrange",
    "stakeholder_create",
    "stakeholder_remove",
    "stakeholder_update",
    "tally_fold",
    "tally_recount",
]
