"""What to do about a cause, step by step: as the company writes it, and as one alert has it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.columns import Versioned
from scoring.choices import Cause
from scoring.models.alert import Alert
from teams.models import User
from teams.visibility import OfAccount, RuleMakers


class Step(models.Model):
    """A step in both languages; the order is part of it."""

    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("step"), max_length=200)
    text_zh = models.CharField(_("step in Chinese"), max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text_zh if (get_language() or "").startswith("zh") else self.text


class Playbook(Versioned):
    """The steps of one cause. Changing them changes no alert that is being acted on."""

    cause = models.CharField(_("cause"), max_length=16, choices=Cause.choices, unique=True)

    objects = RuleMakers.as_manager()

    class Meta:
        verbose_name = _("playbook")
        verbose_name_plural = _("playbooks")
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.get_cause_display())


class PlaybookStep(Step):
    playbook = models.ForeignKey(Playbook, models.CASCADE, related_name="steps")

    class Meta:
        ordering = ["playbook", "position"]
        constraints = [models.UniqueConstraint(fields=["playbook", "position"], name="playbook_step_position")]


class OfAlert(OfAccount):
    """Rows that hang on an alert and are visible exactly when it is."""

    path = "alert__account__"


class AlertStep(Step):
    """A step as the playbook had it when somebody began to act on the alert; who ticked it, and when."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="steps")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = OfAlert.as_manager()

    class Meta:
        verbose_name = _("step of an alert")
        verbose_name_plural = _("steps of alerts")
        ordering = ["alert", "position"]
        constraints = [models.UniqueConstraint(fields=["alert", "position"], name="alert_step_position")]
