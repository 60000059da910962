"""Every read of the room, over querysets that are already restricted to the reader."""

from .columns import Board, Column, board
from .figures import Figures, Funnel, Line, StageLine, Sum, funnel, summary
from .progress import Progress, progress_by_stage
from .rows import history, moves_of, opportunities_of, steps_due, total
from .stays import gone, passed, stayed

__all__ = [
    "Board",
    "Column",
    "Figures",
    "Funnel",
    "Line",
    "Progress",
    "StageLine",
    "Sum",
    "board",
    "funnel",
    "gone",
    "history",
    "moves_of",
    "opportunities_of",
    "passed",
    "progress_by_stage",
    "stayed",
    "steps_due",
    "summary",
    "total",
]
