"""Every read of the room, over querysets that are already restricted to the reader."""

from .columns import Board, Column, board
from .figures import Figures, Sum
from .progress import Progress
from .rows import history, moves_of, open_worth, opportunities_of, steps_due, total, with_open_worth
from .stays import gone, passed, stayed
from .whole import Funnel, Line, StageLine, funnel

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
    "open_worth",
    "opportunities_of",
    "passed",
    "stayed",
    "steps_due",
    "total",
    "with_open_worth",
]
