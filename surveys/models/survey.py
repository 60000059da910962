from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Contact, Visit
from care.models import Complaint
from foundation.columns import Versioned, one_of
from pipeline.models import Opportunity
from surveys.choices import Occasion, SurveyState, Way
from surveys.rules import HIGHEST, LOWEST
from teams.models import User
from teams.visibility import OfAccount

from .point import Asked, SurveyPoint

_MEAN: dict[str, Any] = {"max_digits": 4, "decimal_places": 2, "null": True, "editable": False}


class SurveyQuerySet(OfAccount):
    def answered(self) -> Self:
        """Those that count."""
        return self.filter(state=SurveyState.ANSWERED)


def _in_range(*columns: str) -> Q:
    condition = Q()
    for column in columns:
        condition &= Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__range": (LOWEST, HIGHEST)})
    return condition


class Survey(Versioned):
    """An account is asked what it expects of us and what it gets, and how loyal it is: in conversation, or by a link
    that the customer opens. What the answers come to stands in the row (surveys.rules.Result); answers are not edited,
    a survey that was wrong is withdrawn and counts for nothing."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="surveys", verbose_name=_("account"))
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("whom we ask")
    )
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion.choices, default=Occasion.REGULAR)
    visit = models.ForeignKey(
        Visit, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("visit")
    )  # fmt: skip
    opportunity = models.ForeignKey(
        Opportunity, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("opportunity")
    )
    complaint = models.ForeignKey(
        Complaint, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("complaint")
    )
    way = models.CharField(_("how it is answered"), max_length=4, choices=Way.choices, editable=False)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="+", verbose_name=_("surveyed by"), editable=False
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("link works until"), null=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=SurveyState.choices, default=SurveyState.OPEN, editable=False
    )
    answered_at = models.DateTimeField(_("answered on"), null=True, editable=False)
    comment = models.TextField(_("comment"), max_length=2000, blank=True, default="")
    end_note = models.CharField(_("why it was withdrawn"), max_length=300, blank=True, default="", editable=False)
    expectation = models.DecimalField(_("expectation"), **_MEAN)
    experience = models.DecimalField(_("experience"), **_MEAN)
    gap = models.DecimalField(_("gap"), **_MEAN)
    worst = models.ForeignKey(
        SurveyPoint, models.PROTECT, null=True, related_name="+", verbose_name=_("to mend first"), editable=False
    )
    worst_gap = models.SmallIntegerField(_("its gap"), null=True, editable=False)
    cognitive = models.DecimalField(_("cognitive loyalty"), **_MEAN)
    affective = models.DecimalField(_("affective loyalty"), **_MEAN)
    behavioural = models.DecimalField(_("behavioural loyalty"), **_MEAN)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["account", "-id"], name="survey_account"),
            models.Index(
                fields=["account", "-answered_at", "-id"], condition=Q(state="answered"), name="survey_latest"
            ),
            models.Index(fields=["-answered_at", "-id"], condition=Q(state="answered"), name="survey_answered"),
        ]
        constraints = [
            one_of("state", SurveyState),
            one_of("way", Way),
            one_of("occasion", Occasion),
            models.CheckConstraint(
                condition=~Q(state="answered")
                | Q(answered_at__isnull=False, gap__isnull=False, expectation__isnull=False, experience__isnull=False),
                name="survey_has_answers",
            ),
            models.CheckConstraint(condition=~Q(state="withdrawn") | ~Q(end_note=""), name="survey_withdrawn_why"),
            models.CheckConstraint(condition=Q(way="rep") | Q(expires_at__isnull=False), name="survey_link_ends"),
            models.CheckConstraint(
                condition=_in_range("expectation", "experience", "cognitive", "affective", "behavioural"),
                name="survey_means",
            ),
            models.CheckConstraint(
                condition=Q(gap__isnull=True) | Q(gap__range=(LOWEST - HIGHEST, HIGHEST - LOWEST)), name="survey_gap"
            ),
        ]

    def __str__(self) -> str:
        return str(self.account)

    def get_absolute_url(self) -> str:
        return reverse("survey_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == SurveyState.OPEN

    @property
    def is_answered(self) -> bool:
        return self.state == SurveyState.ANSWERED

    @property
    def is_expired(self) -> bool:
        return self.is_open and self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def is_below(self) -> bool:
        return self.gap is not None and self.gap < 0

    @property
    def asks_about_complaint(self) -> bool:
        """Whether it also asks how content they are with what was done, which stands with the complaint."""
        return self.complaint is not None and not self.complaint.is_open


def _mark(name: Any) -> Any:
    return models.PositiveSmallIntegerField(name, null=True, blank=True)


class SurveyLine(Asked):
    """One point as it was asked, with its answer: of a dimension expectation and experience, both or neither (it does
    not apply there); of a statement how far they agree."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="lines", verbose_name=_("survey"))
    point = models.ForeignKey(SurveyPoint, models.PROTECT, related_name="+", verbose_name=_("point of the survey"))
    expectation = _mark(_("expectation"))
    experience = _mark(_("experience"))
    mark = _mark(_("agreement"))

    class Meta:
        verbose_name = _("line of a survey")
        verbose_name_plural = _("lines of surveys")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "point"], name="survey_point_once"),
            models.CheckConstraint(condition=_in_range("expectation", "experience", "mark"), name="survey_marks"),
            models.CheckConstraint(
                condition=Q(kind="satisfaction", mark__isnull=True)
                & (
                    Q(expectation__isnull=True, experience__isnull=True)
                    | Q(expectation__isnull=False, experience__isnull=False)
                )
                | ~Q(kind="satisfaction") & Q(expectation__isnull=True, experience__isnull=True),
                name="survey_line_answer",
            ),
        ]

    @property
    def gap(self) -> int | None:
        if self.experience is None or self.expectation is None:
            return None
        return self.experience - self.expectation
