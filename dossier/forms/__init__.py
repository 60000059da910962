from .attachment import AttachmentForm, AttachmentNewForm, AttachmentRuleForm
from .contract import ContractForm, ContractNewForm, ContractRenewForm, RemindersForm, TerminateForm
from .expectation import ExpectationChangeForm, ExpectationForm, ExpectationNewForm
from .need import NeedsForm

__all__ = [
    "AttachmentForm",
    "AttachmentNewForm",
    "AttachmentRuleForm",
    "ContractForm",
    "ContractNewForm",
    "ContractRenewForm",
    "ExpectationChangeForm",
    "ExpectationForm",
    "ExpectationNewForm",
    "NeedsForm",
    "RemindersForm",
    "TerminateForm",
]
