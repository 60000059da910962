"""Development of target accounts (大客户开发): five steps, a record of each, failures filed with their reasons."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation import clock
from foundation.columns import Versioned
from pipeline.choices import CloseReason, DevelopmentState
from pipeline.rules import is_web_address, lines_of
from teams.models import User
from teams.visibility import OfAccount


class DevelopmentStepQuerySet(models.QuerySet["DevelopmentStep"]):
    def visible_to(self, user: Any) -> Self:
        """Whoever works here sees the steps."""
        return self if getattr(user, "is_active", False) else self.none()


class DevelopmentStep(Versioned):
    """One of the five steps of winning a target account, and what it needs: a text a line."""

    position = models.PositiveSmallIntegerField(_("order"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    needs = models.TextField(_("what it needs, a line each"), blank=True, default="", max_length=2000)
    needs_zh = models.TextField(_("what it needs, in Chinese"), blank=True, default="", max_length=2000)

    objects = DevelopmentStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of development")
        verbose_name_plural = _("steps of development")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name_zh if (get_language() or "").startswith("zh") else self.name

    @property
    def criteria(self) -> list[str]:
        """What it needs, in the reader's language, a line each."""
        return lines_of(self.needs_zh if (get_language() or "").startswith("zh") else self.needs)


class Development(Versioned):
    """The record of winning one account. Visible as its account is; at most one is under way at an account.

    `competitor` is who stands against us there; `failed_reason` and `lesson` are what a failure is filed with.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="developments", verbose_name=_("account"))
    goal = models.CharField(_("what we want to win"), max_length=200)
    step = models.ForeignKey(DevelopmentStep, models.PROTECT, related_name="+", verbose_name=_("step"))
    state = models.CharField(
        _("state"), max_length=6, choices=DevelopmentState.choices, default=DevelopmentState.OPEN, editable=False
    )
    competitor = models.CharField(_("competitor"), max_length=120, blank=True, default="")
    started_on = models.DateField(_("started"), default=clock.today, editable=False)
    ended_on = models.DateField(_("ended"), null=True, editable=False)
    failed_reason = models.CharField(
        _("reason"), max_length=12, choices=CloseReason.choices, blank=True, default="", editable=False
    )
    lesson = models.CharField(_("what we learn from it"), max_length=500, blank=True, default="", editable=False)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("development record")
        verbose_name_plural = _("development records")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["account"], name="development_account"),
            models.Index(fields=["state", "step"], name="development_state"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=Q(state="open"), name="one_open_development"),
            models.CheckConstraint(
                condition=Q(state="open", ended_on=None) | (~Q(state="open") & Q(ended_on__isnull=False)),
                name="development_ended_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.goal

    def get_absolute_url(self) -> str:
        return reverse("development_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == DevelopmentState.OPEN


class DevelopmentEntry(models.Model):
    """What was done in a step: append-only. `documents` are links or names of papers, a line each.

    `met` are the criteria of the step that it says are there, in the words that stood there then.
    """

    development = models.ForeignKey(Development, models.CASCADE, related_name="entries")
    step = models.ForeignKey(DevelopmentStep, models.PROTECT, related_name="+", verbose_name=_("step"))
    on = models.DateField(_("day"), default=clock.today)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("recorded by"))
    note = models.TextField(_("what was done"), max_length=2000)
    documents = models.TextField(_("documents"), blank=True, default="", max_length=2000)
    met = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("entry of a development record")
        verbose_name_plural = _("entries of development records")
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["development", "on"], name="development_entry")]

    def __str__(self) -> str:
        return self.note[:60]

    @property
    def papers(self) -> list[tuple[str, str]]:
        """Each document with its address where it is one of the web, else with nothing."""
        return [(line, line if is_web_address(line) else "") for line in lines_of(self.documents)]
