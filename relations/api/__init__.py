"""/api/v1/walls/, help-requests/, mark-advice/, contact-profiles/, assessments/, acquaintances/, referrals/."""

from .people import AcquaintanceViewSet, AssessmentViewSet, ProfileViewSet, ReferralViewSet
from .wall import HelpRequestViewSet, MarkAdviceViewSet, WallViewSet

__all__ = [
    "AcquaintanceViewSet",
    "AssessmentViewSet",
    "HelpRequestViewSet",
    "MarkAdviceViewSet",
    "ProfileViewSet",
    "ReferralViewSet",
    "WallViewSet",
]
