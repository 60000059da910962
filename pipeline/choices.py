from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    OPEN = "open", _("Open")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


OUTCOMES = [choice for choice in Status.choices if choice[0] != Status.OPEN]
"""How an opportunity ends."""


class MoveKind(models.TextChoices):
    """What a row of an opportunity's history tells. Each row keeps the amount before and after."""

    OPENED = "opened", _("Opened")
    STAGE = "stage", _("Stage changed")
    AMOUNT = "amount", _("Amount changed")
    HANDED = "handed", _("Handed over")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")
    REOPENED = "reopened", _("Reopened")


STANDING = (MoveKind.AMOUNT, MoveKind.HANDED)
"""Moves after which an opportunity still stands where it stood."""


class Grain(models.TextChoices):
    """What a summand of the tally of all opportunities is told by."""

    DAY = "day"
    HOLDER = "holder"
    PATH = "path"
    STAY = "stay"


class MoveCause(models.TextChoices):
    """Why amounts moved although nothing was gained or given up."""

    SPLIT = "split", _("Split")


class Category(models.TextChoices):
    """How far the forecast relies on what stands in a stage."""

    PIPELINE = "pipeline", pgettext_lazy("forecast", "Pipeline")
    BEST = "best", _("Best case")
    COMMIT = "commit", _("Commit")


class Measure(models.TextChoices):
    """The figures of a forecast."""

    COMMIT = "commit", _("Commit")
    BEST = "best", _("Best case")
    WEIGHTED = "weighted", _("Weighted")


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")


class PeriodKind(models.TextChoices):
    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")
    YEAR = "year", _("Year")


class Reach(models.TextChoices):
    """Whether a quota can be met."""

    NO_QUOTA = "no_quota", _("No quota")
    REACHED = "reached", _("Reached")
    COVERED = "covered", _("Covered by the funnel")
    SHORT = "short", _("Not covered yet")
    OUT = "out", _("Out of reach")


class CloseReason(models.TextChoices):
    """Why an opportunity was won or lost."""

    VALUE = "value", _("Value of the solution")
    RELATIONSHIP = "relationship", _("Relationship")
    PRICE = "price", _("Price")
    PRODUCT = "product", _("Product or service")
    COMPETITOR = "competitor", _("Competitor")
    BUDGET = "budget", _("No budget")
    NO_DECISION = "no_decision", _("No decision")
    TIMING = "timing", _("Timing")
    OTHER = "other", _("Other")
    UNSAID = "unsaid", _("Not said")
    """Of what another system decided without a reason: chosen by nobody here."""


_WON_BY = {CloseReason.VALUE, CloseReason.RELATIONSHIP, CloseReason.PRICE, CloseReason.PRODUCT, CloseReason.OTHER}
_LOST_BY = set(CloseReason) - {CloseReason.VALUE, CloseReason.UNSAID}
REASONS = {Status.WON: _WON_BY, Status.LOST: _LOST_BY}
"""Which reasons make sense for which outcome."""


def reasons_for(outcome: str) -> list[tuple[str, Any]]:
    """The reasons of an outcome (won, lost; none for anything else) in their usual order, as choices of a form."""
    allowed = next((reasons for status, reasons in REASONS.items() if status == outcome), set())
    return [(reason.value, reason.label) for reason in CloseReason if reason in allowed]


class Standing(models.TextChoices):
    """Where a competitor stands in the customer's eyes, compared with us."""

    UNKNOWN = "unknown", pgettext_lazy("competitor", "Unknown")
    BEHIND = "behind", _("Behind us")
    LEVEL = "level", _("Level with us")
    AHEAD = "ahead", _("Ahead of us")


class Flag(models.TextChoices):
    """What is wrong with an open opportunity, in the order in which it is told."""

    STUCK = "stuck", _("Stuck")
    DATE_PAST = "date_past", _("Close date is past")
    NO_STEP = "no_step", _("No next step")
    NO_VISIT = "no_visit", _("No visit")
    UNCOVERED = "uncovered", _("Decision-maker not covered")


class ReviewGroup(models.TextChoices):
    """The four questions that the sixteen of an opportunity review answer, in this order."""

    NEED = "need", _("Is there an opportunity?")
    COMPETE = "compete", _("Can we compete?")
    WIN = "win", _("Can we win?")
    WORTH = "worth", _("Is it worth winning?")


class Answer(models.TextChoices):
    """An answer to a review's question; its points stand in `rules.POINTS`. Not knowing is as weak as a no."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Unknown")


class DevelopmentState(models.TextChoices):
    """How winning a target account stands. A failure is filed with its reason, never deleted."""

    OPEN = "open", pgettext_lazy("development of an account", "Under way")
    WON = "won", pgettext_lazy("development of an account", "Won over")
    FAILED = "failed", pgettext_lazy("development of an account", "Failed")


FACTOR_NAMES = {
    "open": _("Open opportunities"),
    "win_rate": _("Win rate"),
    "average": _("Average amount"),
    "cycle": _("Cycle length"),
}
"""The factors of the productivity equation, in their order."""

LINE_NAMES = {
    "start": _("At the start"),
    "new": pgettext_lazy("movement", "New"),
    "increased": _("Increased"),
    "reopened": _("Reopened"),
    "received": _("Taken over"),
    "split": _("Split"),
    "decreased": _("Decreased"),
    "won": _("Won"),
    "lost": _("Lost"),
    "given": _("Given away"),
    "end": _("At the end"),
}
"""The lines of a movement, in their order."""
