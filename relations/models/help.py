"""Help with a mark of the wall: asked of a colleague or of a superior, answered."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation.columns import Versioned, one_of
from relations.choices import Mark
from teams.models import User
from teams.visibility import sees_everything, taking_part_q, visible_q


class HelpRequestQuerySet(models.QuerySet["HelpRequest"]):
    def visible_to(self, user: Any) -> Self:
        """Who sees the account, and who is asked: he sees the request, not the account."""
        if sees_everything(user):
            return self.all()
        return self.filter(visible_q(user, "account__") | taking_part_q(user, "helper"))

    def unanswered(self) -> Self:
        return self.filter(answered_at=None)


class HelpRequest(Versioned):
    """A rep asks `helper` to help strengthen a mark at an account."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="help_requests", verbose_name=_("account"))
    mark = models.CharField(_("mark"), max_length=8, choices=Mark.choices)
    text = models.CharField(_("what would help"), max_length=500)
    helper = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who is asked"))
    asked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked by"), editable=False
    )
    due_on = models.DateField(_("by when"))
    answer = models.CharField(_("answer"), max_length=500, blank=True, default="", editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["account", "-id"], name="help_account"),
            models.Index(fields=["helper", "due_on"], name="help_open", condition=models.Q(answered_at__isnull=True)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True) ^ ~models.Q(answer=""), name="help_answered_with_words"
            ),
            one_of("mark", Mark),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("help_answer", args=[self.pk])
