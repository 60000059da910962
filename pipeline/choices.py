from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


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


_WON_BY = {CloseReason.VALUE, CloseReason.RELATIONSHIP, CloseReason.PRICE, CloseReason.PRODUCT, CloseReason.OTHER}
_LOST_BY = set(CloseReason) - {CloseReason.VALUE}
REASONS = {Status.WON: _WON_BY, Status.LOST: _LOST_BY}
"""Which reasons make sense for which outcome."""


def reasons_for(outcome: str) -> list[tuple[str, Any]]:
    """The reasons of an outcome (won, lost; none for anything else) in their usual order, as choices of a form."""
    allowed = next((reasons for status, reasons in REASONS.items() if status == outcome), set())
    return [(reason.value, reason.label) for reason in CloseReason if reason in allowed]
