"""Every write of this room. Pages and API call these and nothing else."""

from .loss import loss_record, loss_update, loss_withdraw
from .past import past_loss_tell, past_step_tell, past_win_back_tell
from .reasons import ReasonSpec, loss_reasons_set
from .win_back import (
    win_back_end,
    win_back_plan,
    win_back_step_add,
    win_back_step_done,
    win_back_step_update,
    win_back_update,
)

__all__ = [
    "ReasonSpec",
    "loss_reasons_set",
    "loss_record",
    "loss_update",
    "loss_withdraw",
    "past_loss_tell",
    "past_step_tell",
    "past_win_back_tell",
    "win_back_end",
    "win_back_plan",
    "win_back_step_add",
    "win_back_step_done",
    "win_back_step_update",
    "win_back_update",
]
