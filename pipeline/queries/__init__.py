"""Every read of the room, over querysets that are already restricted to the reader."""

from .columns import Board, Column, board
from .figures import Figures, Sum
from .flags import Normal, Raised, Watch, flagged
from .handover import Handover, handover
from .progress import Progress
from .rows import history, moves_of, open_worth, opportunities_of, steps_due, total, with_open_worth
from .stays import gone, passed, stayed
from .whole import Funnel, Line, StageLine, funnel

__all__ = [
    "Board",
    "Column",
    "Figures",
    "Funnel",
    "Handover",
    "Line",
    "Normal",
    "Progress",
    "Raised",
    "StageLine",
    "Sum",
    "Watch",
    "board",
    "flagged",
    "funnel",
    "gone",
    "handover",
    "history",
    "moves_of",
    "open_worth",
    "opportunities_of",
    "passed",
    "stayed",
    "steps_due",
    "total",
    "with_open_worth",
]
