"""Every write of this room. Pages, API and tasks call these and nothing else."""

from .contract import contract_add, contract_renew, contract_settle, contract_terminate, contract_update
from .reminder import ReminderSpec, contracts_tend, reminders_set

__all__ = [
    "ReminderSpec",
    "contract_add",
    "contract_renew",
    "contract_settle",
    "contract_terminate",
    "contract_update",
    "contracts_tend",
    "reminders_set",
]
