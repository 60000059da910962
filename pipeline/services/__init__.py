"""Every write of the room. Pages, API, tasks and imports call these and nothing else."""

from .moves import opportunity_close, opportunity_move, opportunity_reopen
from .opportunities import (
    opportunities_follow,
    opportunity_archive,
    opportunity_assign,
    opportunity_create,
    opportunity_update,
)
from .stages import stage_update

__all__ = [
    "opportunities_follow",
    "opportunity_archive",
    "opportunity_assign",
    "opportunity_close",
    "opportunity_create",
    "opportunity_move",
    "opportunity_reopen",
    "opportunity_update",
    "stage_update",
]
