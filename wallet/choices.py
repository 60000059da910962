"""The trade's own words for what a customer spends, and with whom (domain §3)."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Source(models.TextChoices):
    """How we know what they spend, the surest first."""

    DOCUMENT = "document", pgettext_lazy("how we know", "Their own figures")
    SAID = "said", pgettext_lazy("how we know", "They told us")
    PUBLIC = "public", pgettext_lazy("how we know", "Tenders or public figures")
    STUDY = "study", pgettext_lazy("how we know", "Market study")
    GUESS = "guess", pgettext_lazy("how we know", "Our own guess")


class Band(models.TextChoices):
    """How much of what they spend is spent with us, by the rule."""

    SMALL = "small", pgettext_lazy("share of wallet", "A small part")
    ROOM = "room", pgettext_lazy("share of wallet", "Room to grow")
    LEADING = "leading", pgettext_lazy("share of wallet", "Their main supplier")


class Standing(models.TextChoices):
    """What a list of accounts is narrowed to."""

    SMALL = Band.SMALL.value, Band.SMALL.label
    ROOM = Band.ROOM.value, Band.ROOM.label
    LEADING = Band.LEADING.value, Band.LEADING.label
    STALE = "stale", pgettext_lazy("share of wallet", "Heard long ago")
    UNKNOWN = "unknown", pgettext_lazy("share of wallet", "Never estimated")
