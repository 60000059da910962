"""What a merge does with the rows that hang on an account. Each room says it of its own, in its app's ready().

A relation is written as "room.model.field". A system check refuses one that nobody has spoken for: a new table that
hangs on accounts would otherwise be lost with the first merge.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from enum import Enum
from typing import Any, NamedTuple

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db.models import ForeignKey


class Fate(Enum):
    FOLLOWS = "follows"
    """The row goes to the survivor; where a unique constraint leaves no room for it there, it stays."""

    STAYS = "stays"
    """It is about the merged account as it was, or is made anew for the survivor."""


class Joining(NamedTuple):
    """Where both accounts have the one row of `parent`, what hangs on the merged one's goes to the survivor's."""

    child: str
    parent: str


Objection = Callable[[Any, Any], str]
Hold = Callable[[int], object]

_fates: dict[str, Fate] = {}
_names: dict[str, Any] = {}
_joining: dict[str, Joining] = {}
_objections: list[Objection] = []
_holds: list[Hold] = []


def follows(*relations: str, name: Any = None) -> None:
    """`name`: what their rows are called in the plural, where the model's own name would not do."""
    _fates.update(dict.fromkeys(relations, Fate.FOLLOWS))
    _names.update(dict.fromkeys(relations, name) if name else {})


def stays(*relations: str) -> None:
    _fates.update(dict.fromkeys(relations, Fate.STAYS))


def joins(child: str, *, parent: str) -> None:
    """`parent` is a relation that follows and of which an account has one row; `child` hangs on that."""
    _joining[parent] = Joining(child, parent)


def object_to_merging(objection: Objection) -> None:
    """Rooms above say why two accounts may not be merged: `objection(survivor, merged)` is the reason, or empty."""
    if objection not in _objections:
        _objections.append(objection)


def objections() -> tuple[Objection, ...]:
    return tuple(_objections)


def hold_before_merging(hold: Hold) -> None:
    """Rooms above that write rows of an account and look at the account later lock theirs first: `hold(account_id)`."""
    if hold not in _holds:
        _holds.append(hold)


def hold(account_ids: Collection[int]) -> None:
    for number in sorted(account_ids):
        for each in _holds:
            each(number)


def joined_by(relation: str) -> Joining | None:
    return _joining.get(relation)


def column(relation: str) -> tuple[Any, str]:
    """The model and the name of the column that a relation is written by."""
    label, name = relation.rsplit(".", 1)
    return apps.get_model(label), name


def name_of(relation: str) -> Any:
    """What the rows of a relation are called."""
    return _names.get(relation) or column(relation)[0]._meta.verbose_name_plural


def relations() -> Iterator[str]:
    """Every foreign key to Account, of every room, and every column that keeps an account's number without one."""
    account = apps.get_model("accounts.account")
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            points = isinstance(field, ForeignKey) and field.related_model is account
            if points or field.name == "account_id":
                yield f"{model._meta.label_lower}.{field.name}"


def undeclared() -> list[str]:
    return sorted(set(relations()) - set(_fates))


def following() -> list[str]:
    return [relation for relation, fate in _fates.items() if fate is Fate.FOLLOWS]


def check_declared(**_kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"{relation} points to an account, and nobody has said what a merge of two accounts does with it.",
            hint="Call accounts.merging.follows or stays in the ready() of its app.",
            id="accounts.E001",
        )
        for relation in undeclared()
    ]
