from .loss import Loss
from .reason import LossReason
from .win_back import WinBack, WinBackStep

__all__ = ["Loss", "LossReason", "WinBack", "WinBackStep"]
