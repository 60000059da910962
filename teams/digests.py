"""Digests: mails that tell a person once a day what is to be done. What they say, upper rooms register here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urljoin

from django.conf import settings

from .models import User


class Line(NamedTuple):
    """One thing to look at: `path` leads to its page."""

    text: str
    detail: str
    path: str

    @property
    def url(self) -> str:
        return absolute(self.path)


@dataclass(frozen=True)
class Section:
    """The first lines of a part; `more` others stand on the page at `path`."""

    title: str
    lines: Sequence[Line]
    path: str
    more: int = 0

    @property
    def url(self) -> str:
        return absolute(self.path)


@dataclass(frozen=True)
class Digest:
    """What one person is told; without sections nothing is sent. `when_sent` is called once the mail is out: for who
    keeps in mind what was told."""

    subject: str
    sections: list[Section] = field(default_factory=list)
    when_sent: Callable[[], object] | None = None


Compose = Callable[[User, dt.datetime], Digest]
"""Makes the digest of a person, of what happened since; language and zone are the person's already."""


class Kind(NamedTuple):
    """A kind of digest: `key` is kept with wishes, `title` and `what` stand in the preferences."""

    key: str
    title: Any
    what: Any
    compose: Compose


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Offers a kind of digest to everybody. Called in an app's ready()."""
    _kinds[kind.key] = kind


def kinds() -> list[Kind]:
    return list(_kinds.values())


def kind_of(key: str) -> Kind | None:
    return _kinds.get(key)


def absolute(path: str) -> str:
    """The address under which people reach us (KAM_URL): a mail has no page it stands on."""
    return urljoin(settings.PUBLIC_URL.geturl(), path)


def has_mail_server() -> bool:
    """Whether EMAIL_URL names one; without it nothing is sent, and the preferences say so."""
    return bool(settings.EMAIL_HOST)
