"""Every write of this room. Pages, API and tasks call these and nothing else."""

from .authority import AuthoritySpec, authority_set, iceberg_set
from .complaint import complaint_close, complaint_open, complaint_rate, complaint_update
from .escalation import complaint_escalate, ensure_escalation, escalate_late
from .past import past_complaint_tell

__all__ = [
    "AuthoritySpec",
    "authority_set",
    "complaint_close",
    "complaint_escalate",
    "complaint_open",
    "complaint_rate",
    "complaint_update",
    "ensure_escalation",
    "escalate_late",
    "iceberg_set",
    "past_complaint_tell",
]
