"""Telling people what others did: in the transaction of the write, so that nothing is recorded without its notices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.postgres.functions import TransactionNow
from django.db.models import F

from journal.services import Happening
from notices import sight
from notices.choices import Kind
from notices.models import Notice
from notices.stories import Story, Told, stories_of
from teams.models import Role, User


def hear(happening: Happening) -> None:
    """Tells what was registered for it to everybody concerned but who did it."""
    for story in stories_of(happening.verb):
        told = [
            (each, None if each.is_his else account_id)
            for subject, account_id in happening.subjects
            for each in story.tell(subject, happening.changes.get(subject.pk, {}))
        ]
        _tell(happening, story, told)


def listeners(ids: Iterable[int], kind: Kind) -> list[User]:
    """Those of them who work here, use the pages, and want to be told of such things."""
    people = User.objects.with_reach().filter(pk__in=set(ids), is_active=True).exclude(role=Role.INTEGRATION)
    return list(people.exclude(unwanted_notices__kind=kind).order_by("pk"))


def notify(person: User, kind: Kind, verb: str, actor: User | None, told: list[tuple[Told, int | None]]) -> None:
    """One notice of (what, account id); none of accounts that he does not see now.

    What one transaction tells is one notice, however many batches it writes in: they share its moment.
    """
    accounts = {account for _what, account in told if account}
    seen = set(sight.accounts_of(person).filter(pk__in=accounts).values_list("pk", flat=True)) if accounts else set()
    rows = [(what, account) for what, account in told if account in seen or (account is None and what.is_his)]
    if not rows:
        return
    same = Notice.objects.filter(person=person, kind=kind, verb=verb, actor=actor, at=TransactionNow())
    if same.update(many=F("many") + len(rows), subject_id=None, account_id=None, about="", detail=""):
        return
    what, account = rows[0]
    alone = len(rows) == 1
    Notice.objects.create(
        person=person,
        kind=kind,
        verb=verb,
        actor=actor,
        at=TransactionNow(),
        subject_type=what.leads_to[0],
        subject_id=what.leads_to[1] if alone else None,
        account_id=account if alone else None,
        about=what.about[:200] if alone else "",
        detail=what.detail[:300] if alone else "",
        many=len(rows),
    )


def _tell(happening: Happening, story: Story, told: list[tuple[Told, int | None]]) -> None:
    actor = happening.actor
    by_person: dict[int, list[tuple[Told, int | None]]] = defaultdict(list)
    for what, account in told:
        if what.person_id and what.person_id != getattr(actor, "pk", None):
            by_person[what.person_id].append((what, account))
    for person in listeners(by_person, story.kind) if by_person else ():
        notify(person, story.kind, happening.verb, actor, by_person[person.pk])
