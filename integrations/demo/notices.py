"""What happened for the people of the demo in these days: given, mentioned, escalated, moved by others."""

from __future__ import annotations

import datetime as dt

from accounts.models import Visit
from care.models import Complaint
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
    rows = [*_mentions(scene, visits), *_of_deals(scene, opportunities), *_of_complaints(scene)]
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
        rows.append(
            _notice(person, visit.by, Kind.MENTIONED, "visit.logged", visit, scene.now - dt.timedelta(hours=20))
        )
        rows[-1].about, rows[-1].detail = visit.account.name, visit.summary
    Visit.objects.bulk_update(last, ["by", "summary"])
    return rows


def _of_deals(scene: Scene, opportunities: list[Opportunity]) -> list[Notice]:
    """One was given to the rep and read, one was moved by his manager today, and several came to him at once."""
    rep, manager = scene.people["rep"], scene.people["manager"]
    own = [row for row in opportunities if row.owner == rep and row.status == "open"][:2]
    told = ((Kind.GIVEN, "opportunity.assigned", 50), (Kind.CHANGED, "opportunity.moved", 3))
    rows = [
        _notice(rep, manager, kind, verb, row, scene.now - dt.timedelta(hours=hours))
        for row, (kind, verb, hours) in zip(own, told, strict=False)
    ]
    for row in rows[:1]:
        row.read_at = row.at + dt.timedelta(hours=2)
    several = Notice(
        person=rep, actor=manager, kind=Kind.GIVEN, verb="account.assigned", at=scene.now - dt.timedelta(hours=26),
        subject_type="account", many=4,
    )  # fmt: skip
    return [*rows, several]


def _of_complaints(scene: Scene) -> list[Notice]:
    """What is open with the rep came up to his manager too, by the clock."""
    manager = scene.people["manager"]
    rows = Complaint.objects.filter(closed_at=None, account__owner=scene.people["rep"]).select_related("account")
    notices = []
    for row in rows.order_by("received_at")[:1]:
        notice = _notice(manager, None, Kind.ESCALATED, "complaint.escalated", row, scene.now - dt.timedelta(hours=1))
        notice.about, notice.detail = row.account.name, row.text
        notices.append(notice)
    return notices


def _notice(
    person: User, actor: User | None, kind: Kind, verb: str, row: Visit | Opportunity | Complaint, at: dt.datetime
) -> Notice:
    return Notice(
        person=person, actor=actor, kind=kind, verb=verb, at=at, subject_type=str(row._meta.model_name),
        subject_id=row.pk, account_id=row.account_id, about=str(row)[:200],
    )  # fmt: skip
