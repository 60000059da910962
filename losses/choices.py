"""The trade's own words for customers that were lost (domain §5)."""

from django.db import models
from django.utils.translation import pgettext_lazy


class LossState(models.TextChoices):
    LOST = "lost", pgettext_lazy("a customer", "lost")
    WON_BACK = "won_back", pgettext_lazy("a customer", "won back")
    WITHDRAWN = "withdrawn", pgettext_lazy("a loss", "taken back")


class Approach(models.TextChoices):
    """How a customer is won back; each reason has one that fits it."""

    OFFER = "offer", pgettext_lazy("how to win back", "A better offer")
    CONTACT = "contact", pgettext_lazy("how to win back", "Contact and attention")
    REPAIR = "repair", pgettext_lazy("how to win back", "Repair what went wrong")


class WinBackState(models.TextChoices):
    RUNNING = "running", pgettext_lazy("win-back plan", "running")
    WON_BACK = "won_back", pgettext_lazy("a customer", "won back")
    GIVEN_UP = "given_up", pgettext_lazy("win-back plan", "given up")
