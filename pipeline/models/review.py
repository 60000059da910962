"""Opportunity reviews (机会盘问): the questions as versions, the answers as they were given, what follows from them."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foundation.columns import MONEY, Versioned, finite
from pipeline.choices import Answer, ReviewGroup
from teams.models import User
from teams.visibility import Everybodys

from .opportunity import Opportunity


class OfOpportunity(models.QuerySet[Any]):
    """Rows that hang on an opportunity and are visible exactly when it is."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(opportunity__in=Opportunity.objects.visible_to(user))


class QuestionSet(models.Model):
    """A version of the sixteen questions. Never edited: a change is a new version, and a review keeps the one that it
    was answered with. The latest counts."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = Everybodys.as_manager()

    class Meta:
        verbose_name = _("set of questions")
        verbose_name_plural = _("sets of questions")
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"v{self.version}"


class ReviewQuestion(models.Model):
    """A question of a set: four a group. `hint` says what a yes needs."""

    set = models.ForeignKey(QuestionSet, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    group = models.CharField(_("group"), max_length=8, choices=ReviewGroup.choices)
    text = models.CharField(_("question"), max_length=200)
    text_zh = models.CharField(_("question in Chinese"), max_length=200)
    hint = models.CharField(_("what a yes needs"), max_length=300, blank=True, default="")
    hint_zh = models.CharField(_("what a yes needs, in Chinese"), max_length=300, blank=True, default="")

    class Meta:
        ordering = ["set", "position"]
        constraints = [models.UniqueConstraint(fields=["set", "position"], name="review_question_position")]

    def __str__(self) -> str:
        return self.text_zh if (get_language() or "").startswith("zh") else self.text

    @property
    def advice(self) -> str:
        """The hint in the reader's language."""
        return self.hint_zh if (get_language() or "").startswith("zh") else self.hint


class OpportunityReview(models.Model):
    """One time that somebody asked whether an opportunity is one. Each is kept; none is edited.

    `group_scores` are the points of the four groups in their order, `score` is their sum: 0 to 32.
    """

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="reviews")
    set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="reviews", verbose_name=_("questions"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("reviewed by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    note = models.CharField(_("conclusion"), max_length=500, blank=True, default="")
    score = models.PositiveSmallIntegerField(_("score"))
    group_scores = ArrayField(models.PositiveSmallIntegerField(), size=4)

    objects = OfOpportunity.as_manager()

    class Meta:
        verbose_name = _("opportunity review")
        verbose_name_plural = _("opportunity reviews")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["opportunity", "-at"], name="review_opportunity")]
        constraints = [models.CheckConstraint(condition=Q(score__lte=32), name="review_score")]

    def __str__(self) -> str:
        return f"{self.opportunity_id} {self.score}"


class ReviewAnswer(models.Model):
    """What was answered to one question, and by what evidence."""

    review = models.ForeignKey(OpportunityReview, models.CASCADE, related_name="answers")
    question = models.ForeignKey(ReviewQuestion, models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=8, choices=Answer.choices)
    evidence = models.CharField(_("evidence"), max_length=500, blank=True, default="")

    class Meta:
        ordering = ["review", "question__position"]
        constraints = [models.UniqueConstraint(fields=["review", "question"], name="review_answer_once")]

    def __str__(self) -> str:
        return f"{self.question_id} {self.answer}"


class ReviewAction(models.Model):
    """What somebody does about a weak answer, by when."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="review_actions")
    review = models.ForeignKey(OpportunityReview, models.CASCADE, related_name="actions")
    question = models.ForeignKey(ReviewQuestion, models.PROTECT, null=True, related_name="+")
    text = models.CharField(_("action"), max_length=200)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("owner"))
    due_on = models.DateField(_("due"))
    done_at = models.DateTimeField(_("done"), null=True)
    done_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = OfOpportunity.as_manager()

    class Meta:
        verbose_name = _("action of a review")
        verbose_name_plural = _("actions of reviews")
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["owner", "due_on"], condition=Q(done_at=None), name="review_action_open"),
            models.Index(fields=["opportunity"], name="review_action_opportunity"),
        ]

    def __str__(self) -> str:
        return self.text


class ReviewRule(Versioned):
    """Which open opportunities belong to the week's review (a single row). An empty line asks nothing.

    `min_amount` is in the base currency.
    """

    min_amount = models.DecimalField(_("worth at least"), **MONEY, null=True, blank=True, default=500_000)
    closing_days = models.PositiveSmallIntegerField(_("closing within days"), null=True, blank=True, default=14)
    flagged = models.BooleanField(_("stuck, without next step, or close date past"), default=True)

    objects = Everybodys.as_manager()

    class Meta:
        verbose_name = _("the week's review")
        verbose_name_plural = _("the week's review")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_review_rule"),
            models.CheckConstraint(
                condition=Q(min_amount=None) | (Q(min_amount__gte=0) & finite("min_amount")), name="review_rule_amount"
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> ReviewRule:
        """The one row; made with the defaults on first use."""
        return cls.objects.get_or_create(pk=1)[0]


class ReviewPick(models.Model):
    """Somebody wants this opportunity in the next review, whatever the rule says; done once it is reviewed."""

    opportunity = models.OneToOneField(Opportunity, models.CASCADE, related_name="review_pick")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = OfOpportunity.as_manager()

    class Meta:
        verbose_name = _("picked for review")
        verbose_name_plural = _("picked for review")
        ordering = [F("at").desc()]

    def __str__(self) -> str:
        return str(self.opportunity_id)
