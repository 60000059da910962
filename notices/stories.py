"""What is worth telling, and to whom: rooms above register it here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Model
from django.urls import reverse

from .choices import Kind


class Told(NamedTuple):
    """Who is told, and what it is about; `leads_to` names the row that it opens: (type, id).

    `is_his`: he may read it whether he sees the account or not.
    """

    person_id: int | None
    about: str
    leads_to: tuple[str, int]
    detail: str = ""
    is_his: bool = False


Tell = Callable[[Any, dict[str, Any]], Iterable[Told]]
"""Who is told of a subject and its changes. No query: it is asked for each row of an import."""


@dataclass(frozen=True)
class Story:
    """An event that is told. `one` is its sentence, `many` that of several rows at once, with %(n)d (ngettext_lazy)."""

    verb: str
    kind: Kind
    tell: Tell
    one: Any
    many: Any = None


class Door(NamedTuple):
    """Where notices of a type of row lead: the page of one, and of several the list, narrowed to one's own."""

    page: str
    several: str = ""
    narrowed: str = "owner={person}"


_stories: dict[str, list[Story]] = defaultdict(list)
_doors: dict[str, Door] = {}


def nobody(subject: Any, changes: dict[str, Any]) -> Iterable[Told]:
    """For what is told by other means: whom a text names, whom a statement hands something to."""
    return ()


def register(*stories: Story) -> None:
    """Tells these from now on. Called in an app's ready()."""
    for story in stories:
        if all(story.kind != known.kind for known in _stories[story.verb]):
            _stories[story.verb].append(story)


def opens(model: type[Model], door: Door) -> None:
    """Says where notices that lead to rows of `model` open."""
    _doors[str(model._meta.model_name)] = door


def stories_of(verb: str) -> list[Story]:
    return _stories.get(verb, [])


def story_of(verb: str, kind: str) -> Story | None:
    return next((story for story in stories_of(verb) if story.kind == kind), None)


def path_of(subject_type: str, subject_id: int | None, person_id: int) -> str:
    """The address that a notice opens; nothing where its room is gone."""
    door = _doors.get(subject_type)
    if door is None:
        return ""
    if subject_id is not None:
        return reverse(door.page, args=[subject_id])
    return f"{reverse(door.several)}?{door.narrowed.format(person=person_id)}" if door.several else ""
