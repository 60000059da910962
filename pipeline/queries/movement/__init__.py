"""How the open funnel became what it is between two days: every figure from the rows of moves."""

from .flow import Flow, FlowLine, flow
from .lines import GAINS, LINES, LOSSES, Line, Movement, Subject, movement
from .rows import moves_behind, opportunities_behind
from .slips import Slips, slips
from .span import Holders, Span, shift

__all__ = [
    "GAINS",
    "LINES",
    "LOSSES",
    "Flow",
    "FlowLine",
    "Holders",
    "Line",
    "Movement",
    "Slips",
    "Span",
    "Subject",
    "flow",
    "movement",
    "moves_behind",
    "opportunities_behind",
    "shift",
    "slips",
]
