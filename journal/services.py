"""Writing the journal. `record` is called inside the transaction of the write that it tells of.

Three ways to hear of an event, all registered in an app's ready():

===========  =======================================  =======================  ==================================
             what for                                 when it runs             with `record_many`
===========  =======================================  =======================  ==================================
`subscribe`  what may follow a little later           a Celery job, on commit  a job an account, if `with_jobs`
`react`      what the next page must already show     in the transaction       not at all
`listen`     whatever concerns all verbs (notices)    in the transaction       once for all rows together
===========  =======================================  =======================  ==================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import models, transaction

from .jobs import enqueue_all, enqueue_for_each
from .models import Event

_subscribers: dict[str, list[str]] = defaultdict(list)
_listeners: list[Callable[[Happening], None]] = []


class Happening(NamedTuple):
    """What was just written: the (subject, account id) pairs, and by the subject's id what changed.

    `is_bulk`: many rows at once, as from a file.
    """

    actor: Any
    verb: str
    subjects: Sequence[tuple[models.Model, int | None]]
    changes: Mapping[int, dict[str, Any]]
    is_bulk: bool = False


def listen(listener: Callable[[Happening], None]) -> None:
    """From now on `listener` hears of everything, in the transaction of its write. Called in an app's ready()."""
    if listener not in _listeners:
        _listeners.append(listener)


_reactions: dict[str, list[Callable[[int], object]]] = defaultdict(list)


def subscribe(verb: str, task: str) -> None:
    """From now on each `verb` queues Celery task `task` with the event's account id (or subject id).

    Called in an app's ready(): an upper room reacts to a lower one without being imported by it.
    """
    if task not in _subscribers[verb]:
        _subscribers[verb].append(task)


def react(verb: str, reaction: Callable[[int], object]) -> None:
    """From now on each `verb` calls `reaction` with the event's account id, in the write's own transaction.

    For what must be right when the page is shown again, and costs one statement. `record_many` calls none: who writes
    thousands of rows makes anew what follows from them.
    """
    if reaction not in _reactions[verb]:
        _reactions[verb].append(reaction)


def record(
    *,
    actor: Any,
    verb: str,
    subject: models.Model,
    account_id: int | None = None,
    changes: dict[str, Any] | None = None,
) -> Event:
    """One event row, and one queued job per subscriber of `verb`. Must run inside a transaction."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("record() belongs inside the write's transaction")
    event = Event.objects.create(
        actor=actor,
        verb=verb,
        subject_type=subject._meta.model_name or "",
        subject_id=subject.pk,
        account_id=account_id,
        changes=changes or {},
    )
    enqueue_all(_subscribers[verb], account_id or subject.pk)
    _say(Happening(actor, verb, [(subject, account_id)], {subject.pk: changes or {}}))
    if account_id is not None:
        # Rooms are made ready from the top down; what a lower one makes anew an upper one may read.
        for reaction in reversed(_reactions[verb]):
            reaction(account_id)
    return event


def record_many(
    *,
    actor: Any,
    verb: str,
    subjects: Sequence[tuple[models.Model, int | None]],
    changes: Mapping[int, dict[str, Any]] | None = None,
    with_jobs: bool = True,
) -> None:
    """One event row per (subject, account id), written at once; one job per subscriber and account.

    `changes` says by the subject's id what changed; without `with_jobs` listeners alone hear of it.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("record_many() belongs inside the write's transaction")
    Event.objects.bulk_create(
        (
            Event(
                actor=actor,
                verb=verb,
                subject_type=subject._meta.model_name or "",
                subject_id=subject.pk,
                account_id=account_id,
                changes=(changes or {}).get(subject.pk, {}),
            )
            for subject, account_id in subjects
        ),
        batch_size=2000,
    )
    for task in _subscribers[verb] if with_jobs else ():
        enqueue_for_each(task, sorted({account_id or subject.pk for subject, account_id in subjects}))
    _say(Happening(actor, verb, subjects, changes or {}, is_bulk=True))


def _say(happening: Happening) -> None:
    for listener in _listeners if happening.subjects else ():
        listener(happening)


def changes_of(row: models.Model, wanted: dict[str, Any]) -> dict[str, Any]:
    """`{"field": [before, after]}` of the columns in `wanted` that will change, as the event row keeps them."""
    pairs = {name: (getattr(row, name), value) for name, value in wanted.items()}
    return {name: [plain(old), plain(new)] for name, (old, new) in pairs.items() if old != new}


def plain(value: Any) -> Any:
    """A value as JSON keeps it: a row by its id and name."""
    return f"{value.pk} {value}" if isinstance(value, models.Model) else value


def row_id(kept: str) -> int:
    """The id of a row that `plain` told."""
    return int(kept.partition(" ")[0])
