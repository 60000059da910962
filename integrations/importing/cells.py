"""What a cell says: text, money, dates, moments, choices. Pure functions; each raises CellError for what it is not.

Nothing is rounded, guessed at or cut short: a cell that could mean two things is refused with what to do.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from foundation.text import fold, is_storable
from integrations.exporting import as_meant

_SIGNS: Final = re.compile(r"[¥￥$€£₩₹]|\b(?:CNY|RMB|USD|EUR|GBP|JPY|HKD|TWD|KRW)\b|元$", re.I)
_CODES: Final[Mapping[str, frozenset[str]]] = {
    "¥": frozenset({"CNY", "JPY"}),
    "元": frozenset({"CNY", "HKD", "TWD"}),
    "RMB": frozenset({"CNY"}),
    "$": frozenset({"USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD"}),
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP"}),
    "₩": frozenset({"KRW"}),
    "₹": frozenset({"INR"}),
}
"""What a sign may mean; a code means itself."""
_PLAIN: Final = re.compile(r"[+-]?\d{1,40}(\.\d{1,40})?")
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d{1,40})?")
_EUROPEAN: Final = re.compile(r"[+-]?\d{1,3}([. ]\d{3})*(,\d{1,40})?")
MONTH_NAMES: Final = ("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y")
ISO_DATES: Final = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")
AMBIGUOUS: Final = ("%m/%d/%Y", "%d/%m/%Y", "%m/%d/%y", "%d/%m/%y", "%d.%m.%Y", "%d.%m.%y", "%m-%d-%Y", "%d-%m-%Y")
TIMES: Final = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p")


class CellError(ValueError):
    """What is wrong with the cell and what to do about it, in the reader's language."""


def text_of(typed: str) -> str:
    """Without blanks around it, and without the apostrophe of an export before what looks like a formula."""
    if not is_storable(typed):
        raise CellError(_("It holds a character that cannot be stored (NUL or a lone surrogate). Remove it."))
    return as_meant(typed.strip())


def money_of(typed: str, *, decimal_comma: bool = False) -> Decimal:
    """An exact amount: 1234.5, 1,234.50, ¥1,234, (1,234.00), １２３４; with `decimal_comma` 1.234,50."""
    folded = _SIGNS.sub("", unicodedata.normalize("NFKC", typed).replace("\N{MINUS SIGN}", "-").strip()).strip()
    if folded.startswith("(") and folded.endswith(")"):
        folded = f"-{folded[1:-1].strip()}"
    folded = re.sub(r"^([+-])\s+", r"\1", folded)
    if decimal_comma:
        if _EUROPEAN.fullmatch(folded) or re.fullmatch(r"[+-]?\d{1,40}(,\d{1,40})?", folded):
            return Decimal(re.sub(r"[. ]", "", folded).replace(",", "."))
    elif _PLAIN.fullmatch(folded):
        return Decimal(folded)
    elif _GROUPED.fullmatch(folded):
        return Decimal(folded.replace(",", ""))
    if not decimal_comma and _EUROPEAN.fullmatch(folded):
        raise CellError(_("Is the comma a decimal comma? Then import with --decimal-comma."))
    raise CellError(_("Not an amount. Write digits only, for example 1234.50."))


def refuse_another_currency(typed: str, currency: str) -> None:
    """CellError for an amount that names its currency, where `currency` is another."""
    for sign in _SIGNS.findall(unicodedata.normalize("NFKC", typed).strip()):
        if currency not in _CODES.get(sign.upper(), {sign.upper()}):
            raise CellError(
                _("It says %(sign)s, but is read as %(currency)s: map a column of currencies, or say --currency.")
                % {"sign": sign, "currency": currency}
            )


def date_of(typed: str, formats: tuple[str, ...]) -> dt.date:
    """A day in the first of `formats` that fits; a time of day behind it is left out."""
    folded = unicodedata.normalize("NFKC", typed).strip()
    for layout in formats:
        for candidate in (folded, re.split(r"[ T]\d{1,2}:", folded)[0]):
            try:
                return dt.datetime.strptime(candidate, layout).date()  # noqa: DTZ007  (a day has no zone)
            except ValueError:
                continue
    raise CellError(
        _("Not a date as %(formats)s. Name the file's own with --date-format, for example %%m/%%d/%%Y.")
        % {"formats": _(" or ").join(formats[:2])}
    )


def moment_of(typed: str, formats: tuple[str, ...], zone: dt.tzinfo) -> dt.datetime:
    """A moment: ISO 8601, or a date with a time of day, or the noon of a date; in `zone` where no offset is given."""
    folded = unicodedata.normalize("NFKC", typed).strip()
    try:
        # A day alone would read as its midnight, which is the day before for people further west.
        moment = parse_datetime(folded) if ":" in folded else None
    except ValueError:
        moment = None
    if moment is None:
        moment = _day_and_time(folded, formats)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _day_and_time(folded: str, formats: tuple[str, ...]) -> dt.datetime:
    for layout in formats:
        for time in TIMES:
            try:
                return dt.datetime.strptime(folded, f"{layout} {time}")  # noqa: DTZ007  (the caller adds the zone)
            except ValueError:
                continue
    return dt.datetime.combine(date_of(folded, formats), dt.time(12))


def whole_number_of(typed: str) -> int:
    folded = unicodedata.normalize("NFKC", typed).strip().removesuffix(".0")
    if not re.fullmatch(r"\d{1,9}", folded):
        raise CellError(_("Not a whole number."))
    return int(folded)


def choice_of(typed: str, words: Mapping[str, str]) -> str:
    """The value that `typed` stands for, by `words` (folded spelling → value)."""
    try:
        return words[fold(typed)]
    except KeyError as missing:
        known = ", ".join(dict.fromkeys(words.values()))
        raise CellError(_("Not one of: %(known)s.") % {"known": known}) from missing


def fits(field: models.Field[Any, Any], value: Any) -> None:
    """What the column itself refuses: length, digits and places, email, finite numbers. The same checks as a form's."""
    try:
        field.run_validators(value)
    except ValidationError as error:
        raise CellError(" ".join(error.messages)) from error
