from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from rights.choices import Right
from teams.visibility import OfAccount


def _lacks(right: Right) -> Any:
    return ArrayField(models.CharField(max_length=20), default=list, verbose_name=right.label)


class Verdict(models.Model):
    """What the 4R check says of an account that somebody should look after: of each right the words of what is missing
    (choices.LACKS), none where it holds. `bits` has those that do not hold, `failing` counts them, `place` puts the
    best tiers first and there what fails most; `evidence` is what they were judged from.

    Made by one statement (sql/judge.sql): with each write that bears on an account, within moments of each visit, and
    of all of them hourly, for time alone makes things late. No row: the account is archived, lost or filtered out.
    """

    account = models.OneToOneField(Account, models.CASCADE, related_name="verdict", db_constraint=False)
    asked = models.IntegerField(_("visits asked"))
    made = models.IntegerField(_("visits made"))
    planned = models.IntegerField(_("visits planned"))
    is_overdue = models.BooleanField(_("overdue"))
    customer = _lacks(Right.CUSTOMER)
    plan = _lacks(Right.PLAN)
    frequency = _lacks(Right.FREQUENCY)
    sharing = _lacks(Right.SHARING)
    manager = _lacks(Right.MANAGER)
    bits = models.SmallIntegerField(default=0)
    failing = models.SmallIntegerField(_("rights that fail"), default=0)
    place = models.SmallIntegerField(default=0)
    evidence = models.JSONField(default=dict)
    judged_on = models.DateField()

    objects = OfAccount.as_manager()

    class Meta:
        verbose_name = _("verdict of the 4R check")
        verbose_name_plural = _("verdicts of the 4R check")
        indexes = [models.Index(fields=["place", "account"], name="verdict_worst")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.failing}"

    def lacks(self, right: str) -> list[str]:
        found: list[str] = getattr(self, right)
        return found
