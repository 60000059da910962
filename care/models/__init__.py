from .authority import Authority, IcebergRule
from .complaint import Complaint

__all__ = ["Authority", "Complaint", "IcebergRule"]
