from .contract import Contract
from .reminder import ContractReminder

__all__ = ["Contract", "ContractReminder"]
