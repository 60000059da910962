from .people import AcquaintanceForm, AssessmentForm, ProfileForm, ReferralForm, SuperiorForm
from .wall import AdviceForm, HelpAnswerForm, HelpForm, WallForm

__all__ = [
    "AcquaintanceForm",
    "AdviceForm",
    "AssessmentForm",
    "HelpAnswerForm",
    "HelpForm",
    "ProfileForm",
    "ReferralForm",
    "SuperiorForm",
    "WallForm",
]
