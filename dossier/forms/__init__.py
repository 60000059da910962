from .contract import ContractForm, ContractNewForm, ContractRenewForm, RemindersForm, TerminateForm

__all__ = ["ContractForm", "ContractNewForm", "ContractRenewForm", "RemindersForm", "TerminateForm"]
