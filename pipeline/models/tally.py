from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from foundation.columns import finite
from pipeline.choices import Grain, Status
from pipeline.models.stage import Stage
from teams.models import Team, User


def _named(model: type[models.Model]) -> Any:
    """Repeats an id of an opportunity or a move, which holds the foreign key."""
    return models.ForeignKey(
        model, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )  # fmt: skip


class Tally(models.Model):
    """What all live opportunities of the company come to, so that a funnel of everything need not read them.

    Rows are summands: triggers write one for what a statement added and one, negative, for what it took away
    (migration 0003), in its own transaction. So at any moment, for any reader, their sums are those of the
    opportunities that he sees. `services.tally_fold` makes one row of those that belong together.

    By `grain`: *day*: n and amount by stage, status and the day that counts, the expected one of open ones and the
    closing day of others. *holder*: by owner and team, and the stage of open ones. *path*: by stages left, stages
    passed and status. *stay*: completed stays by stage and length in tenths of a day.
    """

    grain = models.CharField(max_length=6, choices=Grain.choices)
    stage = _named(Stage)
    status = models.CharField(max_length=5, choices=Status.choices, null=True)
    expected_close_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    owner = _named(User)
    team = _named(Team)
    left_stages = ArrayField(models.SmallIntegerField(), null=True)
    passed_stages = ArrayField(models.SmallIntegerField(), null=True)
    tenths = models.IntegerField(null=True)
    n = models.BigIntegerField()
    amount = models.DecimalField(max_digits=40, decimal_places=8)

    class Meta:
        verbose_name = "tally"
        indexes = [models.Index(fields=["grain"], name="tally_grain")]
        constraints = [models.CheckConstraint(condition=finite("amount"), name="tally_amount")]

    def __str__(self) -> str:
        return f"{self.grain} {self.n}"
