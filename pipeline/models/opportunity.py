from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation import clock
from foundation.among import Among
from foundation.columns import MONEY, RATE, Versioned, finite
from foundation.search import SearchGrams
from pipeline.choices import CloseReason, Status
from pipeline.models.catalogue import Competitor
from pipeline.models.stage import Stage
from teams.models import User
from teams.visibility import Owned, VisibleQuerySet, sees_everything, taking_part_q, visible_q, visible_ways


class OpportunityQuerySet(VisibleQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Visible as its account is; to its owner, its co-owners and those who lead one of them also where that is not.

        Subqueries instead of joins: the database hashes the accounts in sight and never sorts the rest. Beside an OR it
        looks at every opportunity there is; of whom sees but a small part of them each way is found by its own index.
        """
        if sees_everything(user):
            return self.all()
        if not getattr(user, "reaches_little", False):
            return self.sifted_for(user)
        accounts, shares = _ways(user)
        of_accounts, *own = (
            Opportunity.objects.filter(way).order_by().values("pk")
            for way in (Among("account_id", accounts), *visible_ways(user))
        )
        return self.filter(Among("pk", of_accounts.union(*own, shares, all=True)))

    def sifted_for(self, user: Any) -> Self:
        """The same, each row asked by itself: for the few that are chosen already.

        What the row itself answers is asked first: where that is enough for every row, no account is read.
        """
        accounts, shares = _ways(user)
        return self.filter(visible_q(user) | Q(account__in=accounts) | Q(pk__in=shares))

    def live(self) -> Self:
        """Without those that were archived: what lists, the board and every figure count."""
        return self.filter(archived_at__isnull=True)


def _ways(user: Any) -> tuple[Any, Any]:
    """The accounts that bring `user` to see what is sold there, and the opportunities in which somebody takes part."""
    shares = CoOwner.objects.filter(taking_part_q(user, "person"))
    return Account.objects.visible_to(user).order_by().values("pk"), shares.order_by().values("opportunity")


class Opportunity(Versioned, Owned):
    """A chance to sell. Its probability is always its stage's; won and lost are outcomes, not stages.

    `stage` keeps the stage it stood in when it was closed, `stage_since` when it entered it. `left_stages` (ids) are
    those it ever left, to another stage or by being closed; `passed_stages` those it went on from to a later one.
    Both only repeat what its moves say, so that a funnel need not read them all (`services.progress_recount`).
    """

    account = models.ForeignKey(
        Account,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="opportunities",
        db_index=False,
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=200)
    search_text = models.TextField(editable=False, default="")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="opportunities", verbose_name=_("stage"))
    stage_since = models.DateTimeField(_("in stage since"), editable=False)
    left_stages = ArrayField(models.SmallIntegerField(), default=list, editable=False)
    passed_stages = ArrayField(models.SmallIntegerField(), default=list, editable=False)
    status = models.CharField(_("state"), max_length=5, choices=Status.choices, default=Status.OPEN, editable=False)
    amount = models.DecimalField(_("amount"), **MONEY)
    currency = models.CharField(_("currency"), max_length=3)
    rate = models.DecimalField(**RATE, default=1, editable=False)
    amount_base = models.GeneratedField(
        expression=F("amount") * F("rate"),
        output_field=models.DecimalField(max_digits=30, decimal_places=8),
        db_persist=True,
    )
    expected_close_on = models.DateField(_("expected close"), null=True, blank=True)
    opened_on = models.DateField(_("opened"), editable=False)
    closed_on = models.DateField(_("closed"), null=True, blank=True, editable=False)
    close_reason = models.CharField(
        _("reason"), max_length=12, choices=CloseReason.choices, blank=True, default="", editable=False
    )
    close_note = models.CharField(_("note on the reason"), max_length=300, blank=True, default="", editable=False)
    product = models.CharField(_("product"), max_length=120, blank=True, default="")
    source = models.CharField(_("source"), max_length=80, blank=True, default="")
    next_step = models.CharField(_("next step"), max_length=200, blank=True, default="")
    next_step_on = models.DateField(_("next step due"), null=True, blank=True)
    external_id = models.CharField(_("external id"), max_length=80, blank=True, default="")
    lost_to = models.ForeignKey(
        Competitor, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lost to"), editable=False
    )
    split_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="parts", verbose_name=_("split from"), editable=False
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OpportunityQuerySet.as_manager()

    class Meta(Owned.Meta):
        abstract = False
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        ordering = ["-id"]
        indexes = [
            *Owned.Meta.indexes,
            models.Index(fields=["account", "-id"], name="opportunity_account"),
            models.Index(fields=["status", "stage", "team"], name="opportunity_board"),
            models.Index(fields=["owner", "status"], name="opportunity_owner"),
            models.Index(fields=["team", "id"], name="opportunity_team"),  # which a team holds, without a look at them
            GinIndex(SearchGrams(F("search_text")), name="opportunity_search"),
            models.Index(fields=["closed_on"], name="opportunity_closed"),
            models.Index(fields=["expected_close_on"], name="opportunity_expected"),
            models.Index(
                fields=["stage", "stage_since"],
                condition=Q(status="open", archived_at__isnull=True),
                name="opportunity_standing",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["external_id"], condition=~Q(external_id=""), name="opportunity_external_id"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0, rate__gt=0) & finite("amount", "rate"), name="opportunity_amount"
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_on__isnull=True) | (~Q(status="open") & Q(closed_on__isnull=False)),
                name="opportunity_closed_has_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("opportunity_detail", args=[self.pk])

    @property
    def weighted_base(self) -> Decimal:
        """Amount × probability of its stage, in the base currency."""
        return Decimal(self.amount_base) * self.stage.probability / 100

    @property
    def days_in_stage(self) -> int:
        """The reader's calendar days since it entered its stage."""
        return (clock.today() - timezone.localdate(self.stage_since)).days

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def is_open(self) -> bool:
        return self.status == Status.OPEN


class OfOpportunity(models.QuerySet[Any]):
    """Rows that hang on an opportunity and are visible exactly when it is."""

    def visible_to(self, user: Any) -> Self:
        return self.filter(opportunity__in=Opportunity.objects.visible_to(user).order_by().values("pk"))


class CoOwner(models.Model):
    """Somebody who works on the opportunity beside its owner, and his share in per cent. The owner has the rest."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="co_owners")
    person = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("co-owner"))
    share = models.DecimalField(_("share, %"), max_digits=5, decimal_places=2)

    objects = OfOpportunity.as_manager()

    class Meta:
        verbose_name = _("co-owner")
        verbose_name_plural = _("co-owners")
        ordering = ["-share", "id"]
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "person"], name="co_owner_once"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lt=100) & finite("share"), name="co_owner_share"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.share} %"
