"""What a column of a file can become: its target, how its cells are read, what the database column refuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models

from foundation.errors import RuleBroken
from teams.rules import is_currency

from . import cells, words

Value = Any


@dataclass(frozen=True)
class Settings:
    """How the cells of one file are to be read."""

    zone: dt.tzinfo
    date_formats: tuple[str, ...] = cells.ISO_DATES
    decimal_comma: bool = False
    currency: str = ""
    """Of amounts whose row names none."""
    stages: Mapping[str, str] = field(default_factory=dict)
    """Folded key or name of each of our stages → its key."""
    stage_map: Mapping[str, str] = field(default_factory=dict)
    """Folded name of a stage in the file → key or name of one of ours, "won" or "lost"."""


@dataclass(frozen=True)
class Column:
    """`parse` makes a JSON value of a cell that is not blank. `soft`: where the header was only guessed, a value that
    is not understood is left out with a note instead of refusing the row. `known`: the list that spelling mistakes are
    looked for against ("" looks within the file only, None not at all)."""

    target: str
    parse: Callable[[str, Settings], Value]
    soft: bool = False
    known: str | None = None
    is_date: bool = False
    is_money: bool = False


def text(
    target: str, model_field: models.Field[Any, Any] | None = None, *, known: str | None = None, soft: bool = False
) -> Column:
    """One line of text, as long as the column holds."""

    def parse(typed: str, _settings: Settings) -> str:
        return _checked(model_field, " ".join(typed.split()))

    return Column(target, parse, soft=soft, known=known)


def long_text(target: str, model_field: models.Field[Any, Any] | None = None) -> Column:
    """Lines of text as they are."""
    return Column(target, lambda typed, _settings: _checked(model_field, typed))


def external_id(model_field: models.Field[Any, Any], target: str = "external_id") -> Column:
    """Another system's id, as it is; Zoho's exports spell the same id with and without a prefix."""
    return Column(target, lambda typed, _settings: _checked(model_field, typed.removeprefix("zcrm_")))


def money(target: str, model_field: models.Field[Any, Any]) -> Column:
    """An exact amount within the digits and places of the column."""

    def parse(typed: str, settings: Settings) -> str:
        amount = cells.money_of(typed, decimal_comma=settings.decimal_comma)
        return str(_checked(model_field, amount))

    return Column(target, parse, is_money=True)


def date(target: str) -> Column:
    return Column(target, lambda typed, settings: cells.date_of(typed, settings.date_formats).isoformat(), is_date=True)


def moment(target: str) -> Column:
    def parse(typed: str, settings: Settings) -> str:
        return cells.moment_of(typed, settings.date_formats, settings.zone).isoformat()

    return Column(target, parse, is_date=True)


def whole_number(target: str, model_field: models.Field[Any, Any]) -> Column:
    return Column(target, lambda typed, _settings: _checked(model_field, cells.whole_number_of(typed)))


def choice(target: str, spellings: str, *, soft: bool = True) -> Column:
    """A value of one of the lists in words.toml."""
    return Column(target, lambda typed, _settings: cells.choice_of(typed, words.spellings(spellings)), soft=soft)


def choices(target: str, spellings: str) -> Column:
    """Several values, parted by ; , / or 、."""

    def parse(typed: str, _settings: Settings) -> list[str]:
        return [cells.choice_of(part, words.spellings(spellings)) for part in listed(typed)]

    return Column(target, parse, soft=True)


def several(target: str) -> Column:
    """Several names, parted by ; , / or 、."""
    return Column(target, lambda typed, _settings: listed(typed))


def currency(target: str = "currency") -> Column:
    """A code of three letters."""

    def parse(typed: str, _settings: Settings) -> str:
        try:
            is_currency(typed.upper())
        except RuleBroken as refusal:
            raise cells.CellError(str(refusal.message)) from refusal
        return typed.upper()

    return Column(target, parse)


def listed(typed: str) -> list[str]:
    for separator in "；，、,/":
        typed = typed.replace(separator, ";")
    return [part.strip() for part in typed.split(";") if part.strip()]


def decimal(value: Value) -> Decimal:
    """An amount as it comes back out of JSON; nothing is zero."""
    return Decimal(value or 0)


def day(value: Value) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _checked(model_field: models.Field[Any, Any] | None, value: Any) -> Any:
    if model_field is not None:
        cells.fits(model_field, value)
    return value
