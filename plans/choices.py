"""The trade's own words for account plans (domain §2, §7)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Resource(models.TextChoices):
    """What our time for an account goes into."""

    MARKETING = "marketing", _("Process marketing")
    MANAGEMENT = "management", _("Sales management")
    SUPPORT = "support", _("Support")
