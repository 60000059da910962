"""Every write of this room. Pages, API and tasks call these and nothing else."""

from .attachment import (
    attachment_add,
    attachment_remove,
    attachment_restore,
    attachment_rule_set,
    attachment_update,
)
from .clearing import attachments_clear
from .contract import contract_add, contract_renew, contract_settle, contract_terminate, contract_update
from .expectation import expectation_add, expectation_change, expectation_end, expectation_update
from .need import NeedSpec, need_add, need_update, needs_set
from .reminder import ReminderSpec, contracts_tend, reminders_set

__all__ = [
    "NeedSpec",
    "ReminderSpec",
    "attachment_add",
    "attachment_remove",
    "attachment_restore",
    "attachment_rule_set",
    "attachment_update",
    "attachments_clear",
    "contract_add",
    "contract_renew",
    "contract_settle",
    "contract_terminate",
    "contract_update",
    "contracts_tend",
    "expectation_add",
    "expectation_change",
    "expectation_end",
    "expectation_update",
    "need_add",
    "need_update",
    "needs_set",
    "reminders_set",
]
