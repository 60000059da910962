"""/api/v1/walls/, help-requests/, mark-advice/."""

from .wall import HelpRequestViewSet, MarkAdviceViewSet, WallViewSet

__all__ = ["HelpRequestViewSet", "MarkAdviceViewSet", "WallViewSet"]
