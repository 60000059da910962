from .loss import (
    LossForm,
    LossNewForm,
    ResultForm,
    StepForm,
    StepNewForm,
    WinBackForm,
    WinBackNewForm,
    WithdrawForm,
)
from .reasons import ReasonsForm

__all__ = [
    "LossForm",
    "LossNewForm",
    "ReasonsForm",
    "ResultForm",
    "StepForm",
    "StepNewForm",
    "WinBackForm",
    "WinBackNewForm",
    "WithdrawForm",
]
