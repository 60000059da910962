"""Which reports a person is sent by mail, how often, and what was sent when."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from .mailing import Mailing
from .user import User


class Rhythm(models.TextChoices):
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("On the first of every month")


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def visible_to(self, user: Any) -> SubscriptionQuerySet:
        """His own: what he reads is nobody else's business."""
        return self.filter(user=user) if user.is_authenticated else self.none()


class Subscription(models.Model):
    """A person's wish to be sent a report as it stands then, narrowed as its address was when he asked."""

    user = models.ForeignKey(User, models.CASCADE, related_name="subscriptions", verbose_name=_("person"))
    report = models.SlugField(_("report"), max_length=30)
    query = models.CharField(_("narrowed by"), max_length=1000, blank=True, default="")
    """That of the report's address."""
    rhythm = models.CharField(_("how often"), max_length=7, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    weekday = models.PositiveSmallIntegerField(
        _("weekday"), choices=list(WEEKDAYS.items()), default=0, validators=[MaxValueValidator(6)]
    )
    """0 is Monday. Kept also while the rhythm needs none."""
    hour = models.PositiveSmallIntegerField(_("hour"), default=7, validators=[MaxValueValidator(23)])
    language = models.CharField(_("language"), max_length=10)
    """The one in which it was asked for, for people whose language is the browser's."""
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    """What was due earlier is not sent: nobody is sent a mail for a day on which he had not asked for it yet."""

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(hour__lte=23, weekday__lte=6), name="subscription_time"),
            models.CheckConstraint(condition=models.Q(rhythm__in=Rhythm.values), name="subscription_rhythm"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.report}?{self.query}"


class SubscriptionMail(Mailing):
    """The mail of one period of a subscription (its day, week or month, by its first day): one row, so one mail."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="mails")
    period_on = models.DateField(_("period"))
    due_at = models.DateTimeField(_("due"))

    class Meta:
        verbose_name = _("mail of a subscription")
        verbose_name_plural = _("mails of subscriptions")
        ordering = ["-due_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["subscription", "period_on"], name="one_mail_a_period")]
        indexes = [models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="subscription_waiting")]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.period_on}"
