"""How the open funnel became what it is between two days: every figure from the rows of moves."""

from .flow import Flow, FlowLine, flow
from .lines import GAINS, LINES, LOSSES, Line, Movement, Subject, movement, whole_movement
from .once import Once, once_of
from .rows import largest_moves, moves_behind, moves_between, once_count, opportunities_behind
from .slips import Slips, slips
from .span import Holders, Span, concerned, shift

__all__ = [
    "GAINS",
    "LINES",
    "LOSSES",
    "Flow",
    "FlowLine",
    "Holders",
    "Line",
    "Movement",
    "Once",
    "Slips",
    "Span",
    "Subject",
    "concerned",
    "flow",
    "largest_moves",
    "movement",
    "moves_behind",
    "moves_between",
    "once_count",
    "once_of",
    "opportunities_behind",
    "shift",
    "slips",
    "whole_movement",
]
