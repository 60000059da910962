"""Event rows as people read them: what happened to which row, and each value before and after."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from foundation import clock
from foundation.days import short_date
from foundation.figures import DASH, exact, is_chinese
from foundation.ui.values import percent
from journal.models import Event

VERBS = {
    "activated": pgettext_lazy("what happened", "put in force"),
    "changed": pgettext_lazy("what happened", "changed"),
    "created": pgettext_lazy("what happened", "created"),
    "deactivated": pgettext_lazy("what happened", "access ended"),
    "drafted": pgettext_lazy("what happened", "drafted"),
    "judged": pgettext_lazy("what happened", "judged who would move"),
    "link_made": pgettext_lazy("what happened", "sign-in link made"),
    "password_set": pgettext_lazy("what happened", "password chosen"),
    "reactivated": pgettext_lazy("what happened", "let in again"),
    "removed": pgettext_lazy("what happened", "removed"),
    "requested": pgettext_lazy("what happened", "started by hand"),
    "scheduled": pgettext_lazy("what happened", "scheduled"),
    "set": pgettext_lazy("what happened", "set"),
    "taken_back": pgettext_lazy("what happened", "taken back"),
    "updated": pgettext_lazy("what happened", "changed"),
}

NAMES = {"night": gettext_lazy("night of")}
"""Of what an event tells that is no column of its row."""
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Change:
    """One value, before and after, in words; `before` is None where the event knows only what is."""

    label: str
    before: str | None
    after: str


@dataclass(frozen=True)
class Moment:
    event: Event
    title: str
    changes: list[Change]


def moments(events: Iterable[Event]) -> list[Moment]:
    """One query per kind of row, for the names of what is still there."""
    events = list(events)
    names = _names(events)
    return [Moment(event, _title(event, names), _changes(event)) for event in events]


def _names(events: list[Event]) -> dict[tuple[str, int], str]:
    ids: dict[str, set[int]] = defaultdict(set)
    for event in events:
        ids[event.subject_type].add(event.subject_id)
    found = {kind: _model(kind)._base_manager.in_bulk(wanted) for kind, wanted in ids.items() if _model(kind)}
    return {(kind, pk): str(row) for kind, rows in found.items() for pk, row in rows.items()}


def _title(event: Event, names: dict[tuple[str, int], str]) -> str:
    model = _model(event.subject_type)
    kind = str(model._meta.verbose_name) if model else event.subject_type
    name = names.get((event.subject_type, event.subject_id), "")
    done = event.verb.rpartition(".")[2]
    return f"{kind} {name}: {VERBS.get(done, done.replace('_', ' '))}".replace(" :", ":")


def _changes(event: Event) -> list[Change]:
    model = _model(event.subject_type)
    return [_change(model, name, value) for name, value in event.changes.items()]


def _change(model: Any, name: str, value: Any) -> Change:
    field = _field(model, name)
    label = str(getattr(field, "verbose_name", NAMES.get(name, name.replace("_", " "))))
    if isinstance(value, list) and len(value) == 2:
        return Change(label, _say(field, value[0]), _say(field, value[1]))
    return Change(label, None, _say(field, value))


def _say(field: Any, value: Any) -> str:
    """A stored value in the words of its column; "12 North" of a link is just North."""
    if value in (None, "", []):
        return DASH
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(_text(each) for each in value)
    if isinstance(field, models.DecimalField):
        return _number(field, Decimal(str(value)))
    return _word(field, str(value))


def _word(field: Any, value: str) -> str:
    if ISO_DATE.fullmatch(value):
        return short_date(dt.date.fromisoformat(value), clock.today())
    if isinstance(field, models.ForeignKey):
        return re.sub(r"^\d+ ", "", value)
    choices = {str(code): word for code, word in getattr(field, "flatchoices", None) or []}
    return str(choices.get(value, value))


def _number(field: Any, value: Decimal) -> str:
    """What is kept with four places of five digits is a share (scoring.models.policy)."""
    if (field.max_digits, field.decimal_places) == (5, 4):
        return percent(value, max(0, -int((value * 100).normalize().as_tuple().exponent)))
    return exact(Decimal(f"{value.normalize():f}"))


def _text(value: Any) -> str:
    """An item of a list; of a text in English and Chinese the reader's."""
    if isinstance(value, list) and len(value) == 2:
        return str(value[1] if is_chinese(get_language() or "en") else value[0])
    return str(value)


@cache
def _model(kind: str) -> Any:
    """The product's model of that name, or None."""
    return next((model for model in apps.get_models() if model._meta.model_name == kind), None)


def _field(model: Any, name: str) -> Any:
    try:
        return model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        return None
