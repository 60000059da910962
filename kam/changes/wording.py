"""Changes in the reader's words: fields by their names, values as pages show them, rows by names he may know."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import Account
from foundation import clock
from foundation.days import exact_moment, short_date
from foundation.figures import DASH, exact, money_exact
from foundation.ui.shell import route
from foundation.ui.values import percent
from integrations.models import ApiKey
from journal.history.tracked import Tracked, tracking
from journal.models import Action, Change
from teams.models import Team
from teams.visibility import visible_q

from .names import name_of_field, name_of_kind

NOT_TOLD: Final = {"created_at", "created_by_id"}
"""The line itself says when and who."""
NAMED_BY: Final = ("name", "text", "goal", "aim", "purpose", "note")
LINKED_BY: Final = ("contact", "person", "competitor", "product", "criterion", "key", "team", "question", "lossreason")
PAGES: Final = {
    "accounts.account": "account_detail",
    "accounts.contact": "contact_detail",
    "care.complaint": "complaint_detail",
    "dossier.attachment": "attachment_edit",
    "dossier.contract": "contract_detail",
    "dossier.expectation": "expectation_edit",
    "losses.loss": "loss_detail",
    "surveys.survey": "survey_detail",
    "wallet.estimate": "wallet_detail",
    "pipeline.opportunity": "opportunity_detail",
    "pipeline.development": "development_detail",
    "plans.accountplan": "plan_detail",
    "relations.wall": "",
}
LONGEST: Final = 400
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
NOTHING: Final = DASH


@dataclass(frozen=True)
class Line:
    """One field. `before` is None of a row that was made, `after` None of one that was removed."""

    column: str
    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Entry:
    change: Change
    what: str
    """The kind of row."""
    name: str
    url: str
    lines: list[Line]

    @property
    def is_changed(self) -> bool:
        return self.change.action == Action.CHANGED


@dataclass
class Bundle:
    """What one person changed together."""

    at: dt.datetime
    who: str
    way: str
    entries: list[Entry] = field(default_factory=list)


def bundles(changes: Iterable[Change], reader: Any) -> list[Bundle]:
    """In their order; neighbours of one request, job or transaction stand together."""
    found: list[Bundle] = []
    words, last = Words(list(changes), reader), None
    for change in words.changes:
        key = (change.bundle, change.actor_id, change.key_id, change.via)
        if key != last:
            found.append(Bundle(change.at, words.who(change), words.way(change)))
            last = key
        found[-1].entries.append(words.entry(change))
    return found


class Words:
    """Everything needed to put these changes into words, read in one query a kind of row."""

    def __init__(self, changes: list[Change], reader: Any) -> None:
        self.changes = changes
        self.reader = reader
        self.rows = _rows_of(changes)
        self.names = self._names()
        keys = {change.key_id for change in changes if change.key_id}
        self.keys: dict[int, str] = dict(ApiKey.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}

    def entry(self, change: Change) -> Entry:
        each = tracking(change.kind)
        if each is None:
            return Entry(change, change.kind, "", "", [])
        lines = [self._line(each, change, column) for column in _told_columns(each, change)]
        url = route(PAGES[change.kind], change.row_id) if PAGES.get(change.kind) and self._row(change) else ""
        return Entry(change, _kind(each), self._name(each, change), url, lines)

    def who(self, change: Change) -> str:
        if change.actor is not None:
            told = {"name": change.actor, "role": change.role}
            return _("%(name)s, says the database role %(role)s") % told if change.role else str(change.actor)
        if change.role:
            return _("the database itself (%(role)s)") % {"role": change.role}
        return _("a person who is no more here") if change.actor_id else _("the system")

    def way(self, change: Change) -> str:
        first, _space, rest = change.via.partition(" ")
        if first == "command":
            return _("by the command %(name)s") % {"name": rest}
        if change.key_id:
            return _("by API key %(name)s") % {"name": self.keys.get(change.key_id, change.key_id)}
        known = {"api": _("by the API"), "admin": _("in the administration"), "job": _("in the background")}
        return known.get(first, "")

    def _row(self, change: Change) -> Any:
        return self.rows[change.kind].get(change.row_id)

    def _name(self, each: Tracked, change: Change) -> str:
        """Of the row as it stands, or of what it was when it was removed."""
        row = self._row(change)
        for name in NAMED_BY:
            value = getattr(row, name, "") if row is not None else _value_of(change, name)
            if value and isinstance(value, str):
                return value if len(value) <= 80 else f"{value[:79]}…"
        for name in LINKED_BY:
            linked = _linked(each.model, name)
            number = getattr(row, f"{name}_id", None) if row is not None else _value_of(change, f"{name}_id")
            if linked and number:
                return self.names[linked].get(number, "")
        starts = getattr(row, "starts_at", None)
        return short_date(timezone.localtime(starts).date(), clock.today()) if starts else ""

    def _line(self, each: Tracked, change: Change, column: str) -> Line:
        before, after = change.changes[column]
        its = _field(each, column)
        label = name_of_field(its) if its is not None else column
        was = None if change.action == Action.MADE else self._say(its, before, change)
        now = None if change.action == Action.REMOVED else self._say(its, after, change)
        return Line(column, label[:1].upper() + label[1:], was, now)

    def _say(self, its: Any, value: Any, change: Change) -> str:
        if value in (None, "", []):
            return NOTHING
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if its is None:
            return _short(str(value))
        if its.is_relation:
            return self.names[its.related_model].get(value, _("not in your sight"))
        if isinstance(value, list):
            return ", ".join(self._item(its, item) for item in value)
        return self._plain(its, value, change)

    def _item(self, its: Any, item: Any) -> str:
        if its.name == "shared_with":
            return self.names[Team].get(item, str(item))
        choices = dict(getattr(getattr(its, "base_field", None), "flatchoices", None) or [])
        return str(choices.get(item, item))

    def _plain(self, its: Any, value: Any, change: Change) -> str:
        if its.choices:
            return str(dict(its.flatchoices).get(value, value))
        if isinstance(its, models.DecimalField):
            return self._number(its, Decimal(str(value)), change)
        if isinstance(its, models.DateTimeField):
            moment = parse_datetime(str(value))
            return exact_moment(moment) if moment else str(value)
        if isinstance(its, models.DateField) and _DAY.fullmatch(str(value)):
            return short_date(dt.date.fromisoformat(str(value)), clock.today())
        return _short(str(value))

    def _number(self, its: Any, value: Decimal, change: Change) -> str:
        """Kept with four places of five digits is a share; money in the row's own currency."""
        if (its.max_digits, its.decimal_places) == (5, 4):
            return percent(value, max(0, -int((value * 100).normalize().as_tuple().exponent)))
        currency = _value_of(change, "currency") or getattr(self._row(change), "currency", "")
        if its.decimal_places == 2 and currency:
            return money_exact(value, currency)
        return exact(Decimal(f"{value.normalize():f}"))

    def _names(self) -> dict[Any, dict[Any, str]]:
        wanted: dict[Any, set[Any]] = defaultdict(set)
        for change in self.changes:
            if each := tracking(change.kind):
                self._collect(each, change, wanted)
        found: dict[Any, dict[Any, str]] = defaultdict(dict)
        for model, ids in wanted.items():
            found[model] = {row.pk: str(row) for row in _in_sight(model, self.reader).filter(pk__in=ids)}
        return found

    def _collect(self, each: Tracked, change: Change, wanted: dict[Any, set[Any]]) -> None:
        for column in _told_columns(each, change):
            its = _field(each, column)
            values = [value for value in change.changes[column] if value]
            if its is not None and its.is_relation:
                wanted[its.related_model].update(values)
            elif column == "shared_with":
                wanted[Team].update(number for value in values for number in value)
        row = self._row(change)
        for name in LINKED_BY:
            number = getattr(row, f"{name}_id", None) or _value_of(change, f"{name}_id")
            if number and (linked := _linked(each.model, name)):
                wanted[linked].add(number)


def _rows_of(changes: list[Change]) -> dict[str, dict[int, Any]]:
    """The rows that are still there."""
    ids: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        ids[change.kind].add(change.row_id)
    rows: dict[str, dict[int, Any]] = defaultdict(dict)
    for kind, numbers in ids.items():
        if each := tracking(kind):
            rows[kind] = each.model._base_manager.in_bulk(numbers)
    return rows


def _in_sight(model: Any, reader: Any) -> Any:
    """Rows whose names the reader may know. Colleagues and teams are named everywhere; a merged account by itself."""
    rows = model._default_manager.all()
    if model is Account:
        return rows.filter(visible_q(reader))
    if model._meta.app_label == "teams" or not hasattr(rows, "visible_to"):
        return rows
    return rows.visible_to(reader)


def _told_columns(each: Tracked, change: Change) -> list[str]:
    """In the order of the model; without what leads to the record itself, where a row was made or removed with it."""
    hidden = set(NOT_TOLD)
    if change.action != Action.CHANGED:
        hidden |= {f"{each.of.partition('__')[0]}_id", "account_id"}
    order = {column: place for place, column in enumerate(each.columns)}
    known = [column for column in change.changes if column not in hidden]
    return sorted(known, key=lambda column: order.get(column, len(order)))


def _field(each: Tracked, column: str) -> Any:
    fields = each.model._meta.local_concrete_fields
    return next((its for its in fields if its.column == column), None)


def _linked(model: Any, name: str) -> Any:
    its = next((its for its in model._meta.local_concrete_fields if its.name == name), None)
    return its.related_model if its is not None and its.is_relation else None


def _value_of(change: Change, column: str) -> Any:
    """What the change tells of that column, at the latest."""
    before, after = change.changes.get(column, (None, None))
    return before if after is None else after


def _kind(each: Tracked) -> str:
    name = name_of_kind(each.model)
    return name[:1].upper() + name[1:]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
