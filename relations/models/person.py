"""How we stand with one person: what everybody who sees the account knows, who of us knows them, and how they tick."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import Influence, Stance
from accounts.models import Contact
from foundation.columns import Versioned, one_of
from relations.choices import BuyerType, Closeness, Level, SocialStyle
from relations.rules import social_style
from teams.models import User
from teams.visibility import OfAccount, of_team_q


class OfContact(OfAccount):
    """Rows that hang on a contact and are visible exactly when its account is."""

    path = "contact__account__"


class Profile(Versioned):
    """What a person wishes for us and how much it counts, beyond a single deal; what they care about."""

    contact = models.OneToOneField(Contact, models.CASCADE, related_name="profile", verbose_name=_("contact"))
    influence = models.PositiveSmallIntegerField(_("influence"), choices=Influence.choices, default=Influence.MEDIUM)
    stance = models.CharField(_("stance"), max_length=8, choices=Stance.choices, default=Stance.UNKNOWN)
    cares_about = models.CharField(_("cares about"), max_length=300, blank=True, default="")
    hobbies = models.CharField(_("hobbies"), max_length=300, blank=True, default="")

    objects = OfContact.as_manager()

    class Meta:
        verbose_name = _("relation to a person")
        verbose_name_plural = _("relations to people")
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(influence__range=(1, 3)), name="profile_influence")]

    def __str__(self) -> str:
        return str(self.contact)


class Acquaintance(Versioned):
    """One of us knows a person there, and how well."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="known_by", verbose_name=_("contact"))
    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("who of us"))
    closeness = models.PositiveSmallIntegerField(_("how well"), choices=Closeness.choices, default=Closeness.WORKS)
    note = models.CharField(_("how come"), max_length=200, blank=True, default="")

    objects = OfContact.as_manager()

    class Meta:
        verbose_name = _("acquaintance")
        verbose_name_plural = _("acquaintances")
        ordering = ["-closeness", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contact", "person"], name="acquaintance_once"),
            models.CheckConstraint(condition=Q(closeness__range=(1, 3)), name="acquaintance_closeness"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, user: Any) -> Self:
        """The account's team alone."""
        return self.filter(of_team_q(user, "contact__account__"))


class Assessment(Versioned):
    """Our view of a person: social style, buyer type, information window. Seen by the account's team alone."""

    contact = models.OneToOneField(Contact, models.CASCADE, related_name="assessment", verbose_name=_("contact"))
    self_control = models.CharField(_("control of self"), max_length=4, choices=Level.choices, blank=True, default="")
    others_control = models.CharField(
        _("control of others"), max_length=4, choices=Level.choices, blank=True, default=""
    )
    buyer_type = models.CharField(_("buyer type"), max_length=14, choices=BuyerType.choices, blank=True, default="")
    shared = models.TextField(_("both of us know"), max_length=1000, blank=True, default="")
    blind = models.TextField(_("they know, we do not"), max_length=1000, blank=True, default="")
    protected = models.TextField(_("we know, they need not"), max_length=1000, blank=True, default="")
    unknown = models.TextField(_("neither of us knows yet"), max_length=1000, blank=True, default="")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal assessment")
        verbose_name_plural = _("personal assessments")
        ordering = ["id"]
        constraints = [
            one_of("self_control", Level, ""),
            one_of("others_control", Level, ""),
            one_of("buyer_type", BuyerType, ""),
        ]

    def __str__(self) -> str:
        return str(self.contact)

    @property
    def style(self) -> SocialStyle | None:
        return social_style(self.self_control, self.others_control)
