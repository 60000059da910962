from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    OPEN = "open", _("Open")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")


class MoveKind(models.TextChoices):
    """What a row of an opportunity's history tells. Each row keeps the amount before and after."""

    OPENED = "opened", _("Opened")
    STAGE = "stage", _("Stage changed")
    AMOUNT = "amount", _("Amount changed")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")
    REOPENED = "reopened", _("Reopened")


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
