"""Every write of the room. Pages, API, tasks and imports call these and nothing else."""

from .following import opportunities_follow
from .imports import Imported, Past, opportunity_import
from .moves import opportunity_close, opportunity_move, opportunity_reopen
from .opportunities import (
    opportunity_archive,
    opportunity_assign,
    opportunity_create,
    opportunity_update,
)
from .recount import progress_recount
from .stages import stage_update

__all__ = [
    "Imported",
    "Past",
    "opportunities_follow",
    "opportunity_archive",
    "opportunity_assign",
    "opportunity_close",
    "opportunity_create",
    "opportunity_import",
    "opportunity_move",
    "opportunity_reopen",
    "opportunity_update",
    "progress_recount",
    "stage_update",
]
