"""What happened for the people of the demo in these days: given, mentioned, moved by others."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accounts.models import Visit
from notices.choices import Kind
from notices.models import Mention, Notice
from pipeline.models import Opportunity
from teams.models import User

from .stage import Scene

NOTES = (
    ("rep", "manager", "客户要求月底前给到框架价，@{name} 请帮忙确认底价。"),
    ("manager", "rep", "陪同拜访。技术方案对方认可，@{name} 请本周内发正式报价。"),
)
"""Who wrote at an account of rep@demo.example, whom it names, and what."""


def make_notices(scene: Scene, visits: list[Visit], opportunities: list[Opportunity]) -> None:
    rows = [*_mentions(scene, visits), *_of_deals(scene, opportunities)]
    Notice.objects.bulk_create(sorted(rows, key=lambda row: row.at))


def _mentions(scene: Scene, visits: list[Visit]) -> list[Notice]:
    """Two of the last visits at the rep's accounts name somebody."""
    own = [visit for visit in visits if visit.state == "logged" and visit.account.owner == scene.people["rep"]]
    last = sorted(own, key=lambda visit: visit.starts_at)[-len(NOTES) :]
    rows = []
    for visit, (by, whom, text) in zip(last, NOTES, strict=False):
        person = scene.people[whom]
        visit.by, visit.summary = scene.people[by], text.format(name=person.name)
        Mention.objects.create(person=person, subject_type="visit", subject_id=visit.pk, told_at=visit.created_at)
        told = {"actor": visit.by, "about": visit.account.name, "detail": visit.summary}
        at = scene.now - dt.timedelta(hours=20)
        rows.append(_notice(person, Kind.MENTIONED, "visit.logged", visit, at=at, **told))
    Visit.objects.bulk_update(last, ["by", "summary"])
    return rows


def _of_deals(scene: Scene, opportunities: list[Opportunity]) -> list[Notice]:
    """One was given to the rep and read, one was moved by his manager today, and several came to him at once."""
    rep, manager = scene.people["rep"], scene.people["manager"]
    own = [row for row in opportunities if row.owner == rep and row.status == "open"][:2]
    told = ((Kind.GIVEN, "opportunity.assigned", 50), (Kind.CHANGED, "opportunity.moved", 3))
    rows = [
        _notice(rep, kind, verb, row, actor=manager, at=scene.now - dt.timedelta(hours=hours))
        for row, (kind, verb, hours) in zip(own, told, strict=False)
    ]
    for row in rows[:1]:
        row.read_at = row.at + dt.timedelta(hours=2)
    several = Notice(
        person=rep, actor=manager, kind=Kind.GIVEN, verb="account.assigned", at=scene.now - dt.timedelta(hours=26),
        subject_type="account", many=4,
    )  # fmt: skip
    return [*rows, several]


def _notice(person: User, kind: Kind, verb: str, row: Visit | Opportunity, **told: Any) -> Notice:
    leads_to = {"subject_type": row._meta.model_name, "subject_id": row.pk, "account_id": row.account_id}
    return Notice(person=person, kind=kind, verb=verb, **leads_to, **{"about": str(row)[:200], **told})
