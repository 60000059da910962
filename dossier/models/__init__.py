from .attachment import Attachment, AttachmentRule
from .contract import Contract
from .expectation import Expectation
from .reminder import ContractReminder

__all__ = ["Attachment", "AttachmentRule", "Contract", "ContractReminder", "Expectation"]
