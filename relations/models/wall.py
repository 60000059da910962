"""The relationship wall (围墙准则): how firmly we stand with an account, in four marks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation.columns import Versioned
from relations.choices import Mark
from relations.rules import wall_share
from teams.models import User
from teams.visibility import Everybodys, OfAccount


def _mark(of: Mark) -> Any:
    return models.PositiveSmallIntegerField(of.label)


def _marks_in_range(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{mark}__range": (0, 2) for mark in Mark.values}), name=name)


class Marked(models.Model):
    """Four marks and what they add up to."""

    push = _mark(Mark.PUSH)
    share = _mark(Mark.SHARE)
    contact = _mark(Mark.CONTACT)
    rapport = _mark(Mark.RAPPORT)
    total = models.GeneratedField(
        expression=F("push") + F("share") + F("contact") + F("rapport"),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )

    class Meta:
        abstract = True

    @property
    def strength(self) -> Decimal:
        """Between 0 and 1."""
        return wall_share(self.total)

    @property
    def marks(self) -> dict[Mark, int]:
        return {mark: getattr(self, mark.value) for mark in Mark}


class Wall(Versioned, Marked):
    """The wall of an account as it stands; each marking is kept as a WallReading."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="wall", verbose_name=_("account"))
    marked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("marked by"))

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("relationship wall")
        verbose_name_plural = _("relationship walls")
        ordering = ["id"]
        indexes = [models.Index(fields=["total", "id"], name="wall_total")]
        constraints = [_marks_in_range("wall_marks")]

    def __str__(self) -> str:
        return str(self.account)

    def get_absolute_url(self) -> str:
        return reverse("wall", args=[self.account_id])


class OfWall(OfAccount):
    """Rows that hang on a wall and are visible exactly when its account is."""

    path = "wall__account__"


class WallReading(Marked):
    """One marking of a wall: append-only."""

    wall = models.ForeignKey(Wall, models.CASCADE, related_name="readings", verbose_name=_("relationship wall"))
    note = models.CharField(_("why"), max_length=300, blank=True, default="")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("marked by"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    objects = OfWall.as_manager()

    class Meta:
        verbose_name = _("marking of a wall")
        verbose_name_plural = _("markings of walls")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["wall", "-at"], name="wall_reading_time")]
        constraints = [_marks_in_range("wall_reading_marks")]

    def __str__(self) -> str:
        return f"{self.total}"


class MarkAdvice(Versioned):
    """What to do to strengthen a mark. Of marks that are equally low, the one that stands first is the next."""

    mark = models.CharField(_("mark"), max_length=8, choices=Mark.choices, unique=True, editable=False)
    position = models.PositiveSmallIntegerField(_("order"))
    advice = models.TextField(_("what to do"), max_length=1000)
    advice_zh = models.TextField(_("what to do, in Chinese"), max_length=1000)

    objects = Everybodys.as_manager()

    class Meta:
        verbose_name = _("advice on a mark")
        verbose_name_plural = _("advice on marks")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return str(self.get_mark_display())

    @property
    def text(self) -> str:
        """In the reader's language."""
        return self.advice_zh if (get_language() or "").startswith("zh") else self.advice
