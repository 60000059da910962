from .loss import counted, for_list, with_loss
from .shares import ReasonShare, Shares, shares_of
from .win_back import win_back_steps_due

__all__ = ["ReasonShare", "Shares", "counted", "for_list", "shares_of", "win_back_steps_due", "with_loss"]
