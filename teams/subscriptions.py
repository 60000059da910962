"""Reports that can be sent by mail. What they say, upper rooms register here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.http import QueryDict
from django.urls import reverse

from .digests import absolute
from .models import User


class Attachment(NamedTuple):
    name: str
    content: bytes
    kind: str


class Line(NamedTuple):
    """Of a table: (head of its column, figure). Without `name` it is about all there is."""

    name: str
    cells: Sequence[tuple[str, str]]


class Group(NamedTuple):
    """Lines about things of one kind; `more` others stand in the file."""

    about: str
    lines: Sequence[Line]
    more: int = 0


class Table(NamedTuple):
    """Figures rounded for reading, under the heads of their columns."""

    columns: Sequence[str]
    groups: Sequence[Group]


class Told(NamedTuple):
    """What one mail says: the report's answer (`html`, links relative to us), what it is `narrowed` by, in words, its
    foremost figures as a table and all of them as a file."""

    path: str
    html: str
    narrowed: Sequence[tuple[str, str]]
    table: Table | None
    file: Attachment

    @property
    def url(self) -> str:
        return absolute(self.path)


Compose = Callable[[User, QueryDict], Told]
"""Tells a report to a person as he may see it now; PermissionDenied and BadRequest as its page. Language and zone are
the person's already."""


class Kind(NamedTuple):
    """A report: `key`, kept with subscriptions, is also the route of its page."""

    key: str
    title: Any
    compose: Compose

    @property
    def path(self) -> str:
        return reverse(self.key)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Offers a report. Called in an app's ready()."""
    _kinds[kind.key] = kind


def kind_of(key: str) -> Kind | None:
    return _kinds.get(key)
