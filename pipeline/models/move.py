from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.columns import MONEY
from pipeline.choices import CloseReason, MoveCause, MoveKind, Status
from pipeline.models.forecast import InHands
from pipeline.models.opportunity import OfOpportunity, Opportunity
from pipeline.models.stage import Stage
from teams.models import Team, User


class MoveQuerySet(InHands, OfOpportunity):
    def of_what_is_won(self) -> Self:
        """Of each opportunity that is won, and not archived, the move by which it was, the last one."""
        later = Move.objects.filter(opportunity=OuterRef("opportunity"), kind=MoveKind.WON)
        later = later.filter(Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")))
        won = self.filter(kind=MoveKind.WON, opportunity__status=Status.WON, opportunity__archived_at=None)
        return won.exclude(Exists(later))


class Move(models.Model):
    """One row of an opportunity's history, append-only: every funnel figure is computed from these rows.

    opened, reopened: no `from_stage`; won, lost: no `to_stage`; amount, handed: both are the stage it stands in. What
    another system decided without its ever having been open there, or decided otherwise than before, is won or lost out
    of no stage: the open funnel neither gains nor loses by it.
    `amount_*` are in the opportunity's currency at that time (`currency` is that of `amount_after`), `base_*` in
    the base currency at the rate used then; `*_before` is null in the first row only. A move out of a stage says how
    many `days` it had stood there. `owner` and `team` held it after the move; `from_owner` and `from_team`, in handed
    rows alone, held it before. Only open ones are handed over in a row of their own: who holds a closed one says the
    row by which it is opened again.

    `cause` tells why amounts moved without anything being gained or given up: a split writes the whole's `amount`
    and each part's `opened` with it, together zero. A part stands in its stage `since` the whole entered it.
    `is_told`: not made here, but told by another system or made up of what it told; its true history may replace it.
    A trigger of the database refuses to change or delete a row (see `services.rewriting`).
    """

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="moves", db_index=False)
    kind = models.CharField(_("kind of move"), max_length=10, choices=MoveKind.choices)
    from_stage = models.ForeignKey(Stage, models.PROTECT, null=True, related_name="+", verbose_name=_("from stage"))
    to_stage = models.ForeignKey(Stage, models.PROTECT, null=True, related_name="+", verbose_name=_("to stage"))
    amount_before = models.DecimalField(**MONEY, null=True)
    amount_after = models.DecimalField(**MONEY)
    currency = models.CharField(max_length=3)
    base_before = models.DecimalField(max_digits=30, decimal_places=8, null=True)
    base_after = models.DecimalField(max_digits=30, decimal_places=8)
    days = models.FloatField(null=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name=_("owner"))
    team = models.ForeignKey(Team, models.PROTECT, related_name="+", db_index=False, verbose_name=_("team"))
    from_owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    from_team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+", db_index=False)
    cause = models.CharField(_("cause"), max_length=10, choices=MoveCause.choices, blank=True, default="")
    since = models.DateTimeField(null=True)
    is_told = models.BooleanField(default=False, db_default=False, editable=False)
    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("moved by"))
    reason = models.CharField(_("reason"), max_length=12, choices=CloseReason.choices, blank=True, default="")
    note = models.CharField(_("why"), max_length=300, blank=True, default="")

    objects = MoveQuerySet.as_manager()

    class Meta:
        verbose_name = _("move")
        verbose_name_plural = _("moves")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=MoveKind.HANDED, from_owner__isnull=False, from_team__isnull=False)
                | (~models.Q(kind=MoveKind.HANDED) & models.Q(from_owner__isnull=True, from_team__isnull=True)),
                name="move_handed_from",
            )
        ]
        indexes = [
            models.Index(fields=["opportunity", "at", "id"], name="move_opportunity"),
            models.Index(fields=["kind", "at"], name="move_kind_time"),
            models.Index(
                fields=["from_team", "opportunity"], condition=models.Q(kind=MoveKind.HANDED), name="move_from_team"
            ),
            models.Index(
                fields=["from_owner", "opportunity"], condition=models.Q(kind=MoveKind.HANDED), name="move_from_owner"
            ),
            models.Index(
                fields=["opportunity", "from_stage"],
                include=["days"],
                condition=models.Q(days__isnull=False),
                name="move_stays",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opportunity_id} {self.kind}"
