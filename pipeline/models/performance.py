"""Performance reviews of people: five steps, figures frozen when it is closed, notes and agreed actions."""

from __future__ import annotations

from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.columns import Versioned
from teams.models import Role, Team, User


def led_by(user: Any, path: str = "", team: str = "") -> Q:
    """People whom `user` leads: within his reach; of his own team the sales reps only, not those who lead beside him.

    `path` leads from the row to the person ("person__"), `team` to the team he was in (default: that he is in).
    """
    if user.sees_all:
        return Q()
    if not user.leads:
        return Q(pk__in=[])
    team = team or f"{path}team"
    below = Q(**{f"{team}__in": [below for below in user.reach if below != user.team_id]})
    return below | Q(**{team: user.team_id, f"{path}role": Role.REP})


class PerformanceQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The person's own, and those that were begun in a team where the reader leads the person's like: what was said
        there is nothing for who leads him elsewhere later."""
        if not getattr(user, "is_active", False):
            return self.none()
        if user.sees_all:
            return self.all()
        return self.filter(Q(person=user) | led_by(user, "person__", "persons_team"))


class OfPerformanceReview(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(review__in=PerformanceReview.objects.visible_to(user))


class PerformanceReview(Versioned):
    """One person, one period: results against quota, funnel, activity, gaps, agreed actions.

    `figures` are empty while it is open (they are computed when it is looked at) and frozen when it is closed. The
    notes are between the person and those who lead him: they stand in this row alone, in no event, export or
    search. `persons_team` is where the person worked when it was begun.
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    persons_team = models.ForeignKey(Team, models.PROTECT, null=True, editable=False, related_name="+")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    results = models.TextField(_("results against quota"), blank=True, default="", max_length=4000)
    funnel = models.TextField(_("funnel"), blank=True, default="", max_length=4000)
    activity = models.TextField(_("activity"), blank=True, default="", max_length=4000)
    gaps = models.TextField(_("gaps"), blank=True, default="", max_length=4000)
    figures = models.JSONField(default=dict, editable=False, encoder=DjangoJSONEncoder)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", editable=False)

    objects = PerformanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("performance review")
        verbose_name_plural = _("performance reviews")
        ordering = ["-ends_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "starts_on", "ends_on"], name="performance_review_once"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="performance_review_period"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.starts_on} – {self.ends_on}"

    def get_absolute_url(self) -> str:
        return reverse("performance_detail", args=[self.pk])

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class AgreedAction(models.Model):
    """What was agreed in a performance review, by when."""

    review = models.ForeignKey(PerformanceReview, models.CASCADE, related_name="actions")
    text = models.CharField(_("action"), max_length=300)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("owner"))
    due_on = models.DateField(_("due"))
    done_at = models.DateTimeField(_("done"), null=True)
    done_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = OfPerformanceReview.as_manager()

    class Meta:
        verbose_name = _("agreed action")
        verbose_name_plural = _("agreed actions")
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["owner", "due_on"], condition=Q(done_at=None), name="agreed_action_open")]

    def __str__(self) -> str:
        return self.text
