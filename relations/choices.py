"""The trade's own words for relations (domain §4)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Mark(models.TextChoices):
    """The four marks of the relationship wall (围墙准则), each from 0 to 2."""

    PUSH = "push", _("They push our product")
    SHARE = "share", pgettext_lazy("relationship wall", "Our share")
    CONTACT = "contact", pgettext_lazy("relationship wall", "Contact")
    RAPPORT = "rapport", _("Personal rapport")


LEVELS: dict[Mark, tuple[Any, Any, Any]] = {
    Mark.PUSH: (
        _("0: they recommend others"),
        _("1: they name us among others"),
        _("2: they recommend us first"),
    ),
    Mark.SHARE: (
        _("0: next to nothing of what they buy"),
        _("1: a part, beside others"),
        _("2: the largest part"),
    ),
    Mark.CONTACT: (
        _("0: seldom, and not with those who decide"),
        _("1: regularly, on one level"),
        _("2: regularly, on every level"),
    ),
    Mark.RAPPORT: (
        _("0: business alone"),
        _("1: friendly"),
        _("2: they trust us as persons"),
    ),
}
"""What each number of a mark means."""


class Closeness(models.IntegerChoices):
    """How well one of us knows a person."""

    MET = 1, _("Has met them")
    WORKS = 2, _("Works with them")
    TRUSTED = 3, _("Is trusted by them")


class Level(models.TextChoices):
    """A side of an axis of the social styles."""

    LOW = "low", pgettext_lazy("control", "Low")
    HIGH = "high", pgettext_lazy("control", "High")


class SocialStyle(models.TextChoices):
    """Four styles on two axes: control of self, control of others."""

    DRIVER = "driver", pgettext_lazy("social style", "Driver")
    EXPRESSIVE = "expressive", pgettext_lazy("social style", "Expressive")
    AMIABLE = "amiable", pgettext_lazy("social style", "Amiable")
    ANALYTICAL = "analytical", pgettext_lazy("social style", "Analytical")


class BuyerType(models.TextChoices):
    """The eight types of buyers."""

    OPINIONATED = "opinionated", _("Opinionated")
    ALL_ACCEPTING = "all_accepting", _("All-accepting")
    HALF_BELIEVING = "half_believing", _("Half-believing")
    PRETENDED = "pretended", _("Pretended expert")
    TRIMMER = "trimmer", _("Trimmer")
    ILL_MEANING = "ill_meaning", _("Ill-meaning, sweet-talking")
    INTROVERTED = "introverted", _("Introverted")
    LAVISH = "lavish", _("Lavish, real or feigned")
