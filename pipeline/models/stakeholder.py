from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import ContactRoleKind, Influence, Stance
from accounts.models import Contact
from foundation.columns import Versioned
from pipeline.models.opportunity import OfOpportunity, Opportunity
from teams.models import User


class Stakeholder(Versioned):
    """A person at the customer who has a say in this deal. Roles, influence and stance are those in this deal, kept on
    the link; `holder` is who of us holds the contact."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="stakeholders")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="+", verbose_name=_("contact"))
    roles = ArrayField(
        models.CharField(max_length=16, choices=ContactRoleKind.choices),
        verbose_name=_("roles"),
        default=list,
        blank=True,
    )
    influence = models.PositiveSmallIntegerField(_("influence"), choices=Influence.choices, default=Influence.MEDIUM)
    stance = models.CharField(_("stance"), max_length=8, choices=Stance.choices, default=Stance.UNKNOWN)
    need = models.CharField(_("true need"), max_length=300, blank=True, default="")
    holder = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("contact held by")
    )

    objects = OfOpportunity.as_manager()

    class Meta:
        verbose_name = _("stakeholder")
        verbose_name_plural = _("stakeholders")
        ordering = ["-influence", "id"]
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "contact"], name="stakeholder_once"),
            models.CheckConstraint(condition=models.Q(influence__range=(1, 3)), name="stakeholder_influence"),
        ]

    def __str__(self) -> str:
        return str(self.contact)

    @property
    def role_names(self) -> list[str]:
        return [str(ContactRoleKind(role).label) for role in self.roles]
