"""Which visits and promises stand in a person's calendar: his own, as far as he sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import Visit
from accounts.queries.visit import between, planned, with_people
from kam.promises import Due, Promise

from .writing import Entry

BEHIND, AHEAD = dt.timedelta(days=31), dt.timedelta(days=183)
MOST: Final = 1000
USUAL_MINUTES: Final = 60
"""Of a visit that says nothing."""


def entries(user: Any, today: dt.date) -> Iterator[Entry]:
    """Planned visits from a month ago to half a year ahead; what is due until then, and what is overdue."""
    rows = between(planned(Visit.objects.visible_to(user).filter(by=user)), today - BEHIND, today + AHEAD)
    for visit in with_people(rows.select_related("account").order_by("starts_at", "pk"))[:MOST]:
        yield _of_visit(visit)
    promises, _count = Due(user, today + AHEAD, team=False).fetch(0, MOST)
    for promise in promises:
        yield _of_promise(promise)


def _of_visit(visit: Any) -> Entry:
    people = ", ".join(person["name"] for person in visit.people)
    return Entry(
        uid=_uid("visit", visit.pk),
        starts=visit.starts_at,
        minutes=visit.minutes or USUAL_MINUTES,
        summary=_("Visit: %(account)s") % {"account": visit.account},
        changed=visit.updated_at,
        version=visit.version,
        place=visit.account.address,
        text="\n".join(filter(None, [visit.purpose, people, visit.account.phone])),
        url=_address(visit.account.get_absolute_url()),
    )


def _of_promise(promise: Promise) -> Entry:
    about = promise.where or promise.about
    return Entry(
        uid=_uid(f"{promise.row._meta.model_name}-due", promise.row.pk),
        starts=promise.on,
        minutes=0,
        summary=f"{promise.text} · {about}" if str(about) != promise.text else promise.text,
        changed=getattr(promise.row, "updated_at", None),
        version=getattr(promise.row, "version", 0),
        url=_address(promise.url),
    )


def _uid(kind: str, pk: int) -> str:
    return f"{kind}-{pk}@{settings.PUBLIC_URL.hostname}"


def _address(path: str) -> str:
    return urljoin(settings.PUBLIC_URL.geturl(), path)
