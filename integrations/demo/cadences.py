"""Accounts that are visited more or less often than their tier says."""

from __future__ import annotations

from accounts.models import OwnCadence
from journal.models import Event

from .customers import Customer
from .stage import Scene

OWN = (
    (14, "新任采购总监，需加密拜访 A new head of purchasing: more often for a while"),
    (90, "总部远程维护，现场拜访从简 Looked after by phone: fewer visits on the spot"),
)


def make_cadences(scene: Scene, customers: list[Customer]) -> None:
    of_rep = [row.account for row in customers if row.account.owner == scene.people["rep"] and row.fate != "silent"]
    pairs = list(zip(of_rep[1:], OWN, strict=False))
    at = scene.moment(scene.days_ago(40), 10)
    rows = OwnCadence.objects.bulk_create(
        OwnCadence(account=account, days=days, reason=reason, created_at=at, updated_at=at)
        for account, (days, reason) in pairs
    )
    Event.objects.bulk_create(
        Event(at=at, actor=scene.people["manager"], verb="owncadence.set", subject_type="owncadence",
              subject_id=row.pk, account_id=row.account_id,
              changes={"days": [None, row.days], "reason": ["", row.reason]})
        for row in rows
    )  # fmt: skip
