"""Into which ranges of ids the accounts are cut, and how far the shards of a night are."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.db.models import Max, Min

from accounts.models import Account
from scoring.models import NightShard, ScoringRun, Shard


class Ids(NamedTuple):
    """Account ids from `first` to `last`, both included."""

    first: int
    last: int


def ranges() -> list[Ids]:
    """Of equal width, so that a growing company gets further ones and those it has stay as they are; at least one.

    What was kept of accounts that are gone belongs to a range, too.
    """
    width = settings.SHARD_ACCOUNTS
    ids = Account.objects.aggregate(least=Min("pk"), most=Max("pk"))
    kept = Shard.objects.aggregate(least=Min("first"), most=Max("first"))
    known = [number for number in (*ids.values(), *kept.values()) if number is not None] or [0]
    return [Ids(n * width, (n + 1) * width - 1) for n in range(min(known) // width, max(known) // width + 1)]


def shards_of(run: ScoringRun) -> list[NightShard]:
    """The shards workers took, or are to take, of this night."""
    return list(NightShard.objects.filter(run=run).order_by("first"))
