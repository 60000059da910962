"""Every write of this room. Pages, API and tasks call these and nothing else."""

from .help import help_answer, help_ask
from .wall import AdviceSpec, mark_advice_set, wall_mark

__all__ = ["AdviceSpec", "help_answer", "help_ask", "mark_advice_set", "wall_mark"]
