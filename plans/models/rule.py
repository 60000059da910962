"""What a manager may change: the eight keys that every plan is checked by, and the templates of a resource mix."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.columns import Versioned
from foundation.figures import is_chinese
from plans.rules import WHOLE, Mix
from teams.visibility import Everybodys


class KeyPoint(Versioned):
    """One of the eight keys of serving a key account."""

    position = models.PositiveSmallIntegerField(_("order"), unique=True, editable=False)
    text = models.CharField(_("key"), max_length=80)
    text_zh = models.CharField(_("key, in Chinese"), max_length=80)
    hint = models.CharField(_("when it holds"), max_length=300)
    hint_zh = models.CharField(_("when it holds, in Chinese"), max_length=300)

    objects = Everybodys.as_manager()

    class Meta:
        verbose_name = _("key of serving an account")
        verbose_name_plural = _("keys of serving an account")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.text_zh if is_chinese(get_language() or "en") else self.text

    @property
    def advice(self) -> str:
        """The hint in the reader's language."""
        return self.hint_zh if is_chinese(get_language() or "en") else self.hint


class ResourceMix(Versioned):
    """A template: how much of a hundred goes into each kind of work."""

    position = models.PositiveSmallIntegerField(_("order"), unique=True, editable=False)
    marketing = models.PositiveSmallIntegerField(_("process marketing"))
    management = models.PositiveSmallIntegerField(_("sales management"))
    support = models.PositiveSmallIntegerField(_("support"))

    objects = Everybodys.as_manager()

    class Meta:
        verbose_name = _("resource mix")
        verbose_name_plural = _("resource mixes")
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(marketing=WHOLE - F("management") - F("support")), name="resource_mix_adds_up"
            )
        ]

    def __str__(self) -> str:
        return f"{self.marketing}/{self.management}/{self.support}"

    @property
    def mix(self) -> Mix:
        return Mix.of([self.marketing, self.management, self.support])  # type: ignore[return-value]  # adds up to 100
