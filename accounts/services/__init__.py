"""Every write of this room. Pages, API, import and tasks call these and nothing else."""

from .account import (
    account_archive,
    account_assign,
    account_create,
    account_lost_on,
    account_share,
    account_unarchive,
    account_update,
)
from .cadence import cadence_set
from .completeness import (
    completeness_rows_make,
    completeness_rule_change,
    record_judge,
    record_looked_over,
    records_judge,
)
from .contact import contact_archive, contact_create, contact_unarchive, contact_update
from .duplicates import find_pairs, match_keys_recount, merge_rule_set, two_accounts
from .facts import lock_account, lock_writable, profit_rows_make, refresh_visit_facts, visit_due_recount
from .merge import account_merge, gather_late, may_be_one, merge_undo
from .own_cadence import own_cadence_add, own_cadence_change
from .planning import route_order, visits_plan
from .saved_view import kept_query, saved_view_create, saved_view_delete
from .step import step_done, step_reopen
from .visit import (
    visit_cancel,
    visit_edit,
    visit_has_arrived,
    visit_log,
    visit_log_planned,
    visit_plan,
    visit_report_has_arrived,
    visit_update,
)

__all__ = [
    "account_archive",
    "account_assign",
    "account_create",
    "account_lost_on",
    "account_merge",
    "account_share",
    "account_unarchive",
    "account_update",
    "cadence_set",
    "completeness_rows_make",
    "completeness_rule_change",
    "contact_archive",
    "contact_create",
    "contact_unarchive",
    "contact_update",
    "find_pairs",
    "gather_late",
    "kept_query",
    "lock_account",
    "lock_writable",
    "match_keys_recount",
    "may_be_one",
    "merge_rule_set",
    "merge_undo",
    "own_cadence_add",
    "own_cadence_change",
    "profit_rows_make",
    "record_judge",
    "record_looked_over",
    "records_judge",
    "refresh_visit_facts",
    "route_order",
    "saved_view_create",
    "saved_view_delete",
    "step_done",
    "step_reopen",
    "two_accounts",
    "visit_cancel",
    "visit_due_recount",
    "visit_edit",
    "visit_has_arrived",
    "visit_log",
    "visit_log_planned",
    "visit_plan",
    "visit_report_has_arrived",
    "visit_update",
    "visits_plan",
]
