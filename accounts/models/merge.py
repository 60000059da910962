"""Two accounts that are one: what was merged, which rows went along, and which pairs are known to be two."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.columns import Versioned
from teams.models import User
from teams.visibility import visible_q

from .account import Account


class MergeRule(Versioned):
    """For how long a merge can be undone: one row."""

    undo_days = models.PositiveSmallIntegerField(
        _("days in which a merge can be undone"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )

    class Meta:
        verbose_name = _("rule of merging")
        verbose_name_plural = _("rules of merging")
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_merge_rule"),
            models.CheckConstraint(condition=Q(undo_days__range=(1, 365)), name="merge_rule_days"),
        ]

    def __str__(self) -> str:
        return str(_("Merging accounts"))

    @classmethod
    def current(cls) -> MergeRule:
        return cls.objects.get(pk=1)


class MergeQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Who sees the surviving account; once undone there are two again, and only who sees both."""
        undone = Q(undone_at__isnull=False) & visible_q(user, "merged__")
        return self.filter(visible_q(user, "survivor__"), Q(undone_at=None) | undone)


class Merge(Versioned):
    """`merged` became a part of `survivor`. Undone, both stand again and this row remains.

    `changes` keeps the survivor's own columns, {column: [before, after]}; `external_id` what the merged one was called.
    """

    survivor = models.ForeignKey(Account, models.CASCADE, related_name="merges", verbose_name=_("account that stays"))
    merged = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("merged account"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("merged by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    undo_until = models.DateTimeField(_("can be undone until"))
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    external_id = models.CharField(max_length=80, blank=True, default="")
    undone_at = models.DateTimeField(_("undone"), null=True)
    undone_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("undone by"))

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge of accounts")
        verbose_name_plural = _("merges of accounts")
        ordering = ["-id"]
        indexes = [models.Index(fields=["survivor", "-id"], name="merge_survivor")]
        constraints = [
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at__isnull=True), name="merged_once"),
            models.CheckConstraint(condition=~Q(survivor=F("merged")), name="merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} → {self.survivor_id}"

    def get_absolute_url(self) -> str:
        return reverse("merge", args=[self.pk])

    def is_undoable(self, now: dt.datetime | None = None) -> bool:
        """As far as time goes; a later merge into the same account has to be undone first."""
        return self.undone_at is None and (now or timezone.now()) < self.undo_until


class MergedRows(models.Model):
    """The rows of one relation that a merge moved from one row to another: `ids`, all of them in one row.

    `aside` counts those that stayed with the merged account, because the survivor has its own of the kind.
    """

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="moved")
    relation = models.CharField(max_length=80)
    from_id = models.BigIntegerField()
    to_id = models.BigIntegerField()
    ids = ArrayField(models.BigIntegerField(), default=list)
    aside = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.relation


class PairQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """Who sees both."""
        return self.filter(visible_q(user, "first__"), visible_q(user, "second__"))

    def between(self, one: Account, other: Account) -> Self:
        low, high = sorted((one.pk, other.pk))
        return self.filter(first=low, second=high)


class Pair(models.Model):
    """Two accounts, the older first."""

    first = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("account"))
    second = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name=_("account"))

    objects = PairQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="%(class)s_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="%(class)s_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} / {self.second_id}"


class TwoAccounts(Pair):
    """Somebody said that these are two different accounts: nobody is asked again."""

    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("said by"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta(Pair.Meta):
        abstract = False
        verbose_name = _("pair of different accounts")
        verbose_name_plural = _("pairs of different accounts")


class LikePair(Pair):
    """Two accounts that have one or more keys in common, as the last search found them (`accounts/sql`)."""

    reasons = ArrayField(models.CharField(max_length=1), verbose_name=_("what they have in common"))
    weight = models.PositiveSmallIntegerField(_("how alike"))

    class Meta(Pair.Meta):
        abstract = False
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ["-weight", "id"]
        indexes = [models.Index(fields=["-weight", "id"], name="like_pair_weight")]


class MatchKey(models.Model):
    """What an account may be recognised by: kind and value ("n:acme", "d:acme.com"). Kept by triggers alone."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+", db_constraint=False, db_index=False)
    key = models.CharField(max_length=210)

    class Meta:
        verbose_name = _("key of an account")
        verbose_name_plural = _("keys of accounts")
        indexes = [models.Index(fields=["key", "account"], name="match_key")]
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="match_key_once")]

    def __str__(self) -> str:
        return self.key
