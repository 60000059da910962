from __future__ import annotations

import datetime as dt
from typing import Any, Final, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.choices import CoveredBy, CustomerStage, Kind, Nature, Tier, ValueLevel
from accounts.value_level import Advice, advice_for, better_covered_by
from foundation import clock
from foundation.columns import Versioned
from foundation.search import Folded, SearchGrams
from teams.visibility import Owned, VisibleQuerySet

LAST_VISIT_ORDER = Coalesce(F("last_visit_on"), models.Value(dt.date.min, models.DateField()))
"""Never visited counts as visited longest ago: one index then serves both directions, and no page meets a null."""


NOTED: Final = Folded("notes")
"""What is searched of an account beside its names."""


class AccountQuerySet(VisibleQuerySet):
    def visible_to(self, user: Any) -> Self:
        """What became a part of another account exists as that one alone."""
        return super().visible_to(user).filter(merged_into=None)

    def instead_of(self, number: int) -> Account | None:
        """The one of these that the account of that number became a part of."""
        gone = Account.objects.filter(pk=number, merged_into__isnull=False)
        return self.filter(pk__in=gone.values("merged_into")).first()


class Account(Versioned, Owned):
    """A customer. `tier`, `churn_risk`, `scored_at` are published here by scoring alone; nothing else writes them."""

    name = models.CharField(_("name"), max_length=200)
    sort_key = models.CharField(max_length=200, editable=False)
    search_text = models.TextField(editable=False)
    external_id = models.CharField(_("external id"), max_length=80, blank=True, default="")
    parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent company"),
    )
    industry = models.CharField(_("industry"), max_length=80, blank=True, default="")
    nature = models.CharField(_("nature"), max_length=20, choices=Nature.choices, blank=True, default="")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, blank=True, default="")
    value_level = models.CharField(
        _("value level"), max_length=8, choices=ValueLevel.choices, blank=True, default="", db_default=""
    )
    covered_by = models.CharField(
        _("covered by"), max_length=8, choices=CoveredBy.choices, blank=True, default="", db_default=""
    )
    territory = models.CharField(_("territory"), max_length=80, blank=True, default="")
    stage = models.CharField(
        _("customer funnel"), max_length=12, choices=CustomerStage.choices, default=CustomerStage.POTENTIAL
    )
    filtered_reason = models.CharField(_("why it was filtered out"), max_length=200, blank=True, default="")
    website = models.CharField(_("website"), max_length=200, blank=True, default="")
    phone = models.CharField(_("phone"), max_length=40, blank=True, default="")
    address = models.CharField(_("address"), max_length=300, blank=True, default="")
    notes = models.TextField(_("notes"), blank=True, default="")
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    lost_on = models.DateField(_("lost on"), null=True, editable=False)
    """Written by losses alone, with the review that says why; nobody is waited for at a lost account."""

    merged_into = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("merged into"),
        editable=False,
        db_index=False,
    )
    """Never one that is itself merged: whoever merges that one takes these along."""

    owner_since = models.DateField(_("owner since"), default=clock.today, editable=False)
    last_visit_on = models.DateField(_("last visit"), null=True, editable=False)
    next_step = models.CharField(_("next step"), max_length=200, blank=True, default="", editable=False)
    next_step_on = models.DateField(_("next step due"), null=True, editable=False)

    tier = models.CharField(_("tier"), max_length=10, choices=Tier.choices, blank=True, default="", editable=False)
    tier_since = models.DateField(_("tier since"), null=True, editable=False)
    churn_risk = models.DecimalField(_("churn risk"), max_digits=5, decimal_places=4, null=True, editable=False)
    scored_at = models.DateField(_("scored"), null=True, editable=False)

    objects = AccountQuerySet.as_manager()

    class Meta(Owned.Meta):
        abstract = False
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["sort_key", "id"]
        indexes = [
            *Owned.Meta.indexes,
            models.Index(fields=["sort_key", "id"], name="account_by_name"),
            models.Index(fields=["owner", "sort_key", "id"], name="account_owner_name"),
            models.Index(fields=["team", "sort_key", "id"], name="account_team_name"),
            models.Index(fields=["merged_into"], name="account_merged", condition=models.Q(merged_into__isnull=False)),
            models.Index(LAST_VISIT_ORDER, F("id"), name="account_last_visit"),
            models.Index(LAST_VISIT_ORDER, name="account_no_step_visit", condition=models.Q(next_step_on__isnull=True)),
            models.Index(
                fields=["sort_key", "id"],
                name="account_no_step",
                condition=models.Q(next_step_on__isnull=True, archived_at__isnull=True, merged_into__isnull=True)
                & ~models.Q(stage=CustomerStage.FILTERED),
            ),
            GinIndex(SearchGrams(F("search_text")), name="account_search"),
            GinIndex(SearchGrams(NOTED), name="account_notes_search", condition=~models.Q(notes="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~models.Q(external_id=""), name="account_external_id"
            ),
            models.CheckConstraint(
                condition=models.Q(churn_risk__isnull=True) | models.Q(churn_risk__gte=0, churn_risk__lte=1),
                name="account_churn_risk_share",
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=F("id")),
                name="account_not_own_parent",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(archived_at__isnull=False),
                name="account_merged_is_archived",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("account_detail", args=[self.pk])

    @property
    def advice(self) -> Advice | None:
        return advice_for(self.value_level)

    @property
    def better_covered_by(self) -> str:
        return better_covered_by(self.value_level, self.covered_by)

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None
