from .attachment import Attachment, AttachmentRule
from .contract import Contract
from .expectation import Expectation
from .need import Need
from .reminder import ContractReminder

__all__ = ["Attachment", "AttachmentRule", "Contract", "ContractReminder", "Expectation", "Need"]
