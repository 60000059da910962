from .authority import AuthorityForm, IcebergForm
from .complaint import CloseForm, ComplaintForm, ComplaintNewForm, EscalateForm, RateForm

__all__ = [
    "AuthorityForm",
    "CloseForm",
    "ComplaintForm",
    "ComplaintNewForm",
    "EscalateForm",
    "IcebergForm",
    "RateForm",
]
