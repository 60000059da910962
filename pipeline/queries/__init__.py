"""Every read of the room, over querysets that are already restricted to the reader."""

from .columns import (
    Board,
    Column,
    board,
)
from .development import (
    FOUND,
    StepRecord,
    development_of,
    failures_like,
    similar_failures,
    steps_of,
    with_development,
)
from .figures import (
    Figures,
    Sum,
)
from .flags import (
    Normal,
    Raised,
    Watch,
    flagged,
)
from .handover import (
    Handover,
    handover,
)
from .performance import (
    agreed_due,
)
from .progress import (
    Progress,
)
from .reviews import (
    GroupScore,
    Reviewed,
    actions_due,
    actions_of,
    after,
    answers_of,
    by_group,
    of_page,
    present_questions,
    question_set,
    reviewed,
    week,
    week_counts,
    who_may_act,
)
from .rows import (
    history,
    moves_of,
    open_worth,
    opportunities_of,
    steps_due,
    total,
    with_open_worth,
)
from .stays import (
    gone,
    passed,
    stayed,
)
from .whole import (
    Funnel,
    Line,
    StageLine,
    funnel,
)

__all__ = [
    "FOUND",
    "Board",
    "Column",
    "Figures",
    "Funnel",
    "GroupScore",
    "Handover",
    "Line",
    "Normal",
    "Progress",
    "Raised",
    "Reviewed",
    "StageLine",
    "StepRecord",
    "Sum",
    "Watch",
    "actions_due",
    "actions_of",
    "after",
    "agreed_due",
    "answers_of",
    "board",
    "by_group",
    "development_of",
    "failures_like",
    "flagged",
    "funnel",
    "gone",
    "handover",
    "history",
    "moves_of",
    "of_page",
    "open_worth",
    "opportunities_of",
    "passed",
    "present_questions",
    "question_set",
    "reviewed",
    "similar_failures",
    "stayed",
    "steps_due",
    "steps_of",
    "total",
    "week",
    "week_counts",
    "who_may_act",
    "with_development",
    "with_open_worth",
]
