"""The trade's own words for what a customer's file holds (domain §3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ContractKind(models.TextChoices):
    FRAME = "frame", _("Frame agreement")
    PRICE = "price", _("Price agreement")
    SUPPLY = "supply", _("Supply contract")
    SERVICE = "service", _("Service contract")
    SECRECY = "secrecy", _("Non-disclosure agreement")
    OTHER = "other", pgettext_lazy("kind of contract", "Other")


class ContractState(models.TextChoices):
    """Derived from its days; never stored."""

    DRAFT = "draft", pgettext_lazy("a contract", "draft")
    RUNNING = "running", pgettext_lazy("a contract", "running")
    ENDING = "ending", pgettext_lazy("a contract", "ending")
    ENDED = "ended", pgettext_lazy("a contract", "ended")
    TERMINATED = "terminated", pgettext_lazy("a contract", "terminated")
