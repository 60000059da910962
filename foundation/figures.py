"""Numbers, money, dates and times as people read them: rounded, in their own language.

Pure functions over Decimal, date and datetime; `language` is "en" or "zh-hans" (any code that starts with "zh"
reads as Chinese). English groups by thousands (k, M, B), Chinese by ten thousands (万, 亿).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
DASH = "\N{EM DASH}"
DIGITS = 3
SCALED_FROM = {"en": Decimal(100_000), "zh": Decimal(10_000)}
"""From here on amounts are told in a unit, in sentences as in columns: ¥ 23,000 stands beside ¥ 8,000."""

_ENGLISH = [(Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "k")]
_CHINESE = [(Decimal(10) ** 12, "万亿"), (Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")]
_SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "HKD": "HK$", "TWD": "NT$", "KRW": "₩"}


def is_chinese(language: str) -> bool:
    return language.lower().startswith("zh")


def exact(amount: Decimal, places: int | None = None) -> str:
    """All digits, grouped by thousands: −1,240,000.50. `places` fixes the decimals; None keeps those there are."""
    text = f"{abs(amount):,f}" if places is None else f"{abs(_round(amount, places)):,f}"
    return f"{MINUS if amount < 0 else ''}{text}"


def compact(amount: Decimal, language: str = "en") -> str:
    """Three significant digits with a unit: 1.24 M, 38.2 万. Zeros at the end are shown only where they round.

    Below SCALED_FROM whole numbers stay whole, and nothing but zero itself reads as 0 without decimals.
    """
    size = abs(amount)
    if size < SCALED_FROM["zh" if is_chinese(language) else "en"]:
        return _sign(amount) + _plain(size)
    for unit, name in _CHINESE if is_chinese(language) else _ENGLISH:
        shown = _significant(size / unit)
        if shown >= 1:
            return f"{_sign(amount)}{_tidy(shown, shown == size / unit)}{NBSP}{name}"
    return _sign(amount) + _plain(size)


def money(amount: Decimal, currency: str, language: str = "en") -> str:
    """Rounded for reading, with its currency: ¥ 38.2 万, −€ 1.24 M."""
    return _with_currency(amount, compact(abs(amount), language), currency)


def money_like(amount: Decimal, largest: Decimal, currency: str, language: str = "en") -> str:
    """In the unit and the decimals that a whole column of money is compared in: ¥ 1.35 M above ¥ 0.12 M.

    `largest` is the largest amount of the column. Its unit is that of the largest one, with so many decimals that the
    small amounts beside it still say something; what would read as 0 in it is shown in full.
    """
    unit, name, places = _column_unit(abs(largest), language)
    shown = _round(abs(amount) / unit, places)
    if unit == 1 or not shown:
        return _with_currency(amount, exact(abs(amount), 2 if 0 < abs(amount) < 1 else 0), currency)
    return _with_currency(amount, f"{shown:,f}{NBSP}{name}", currency)


def money_exact(amount: Decimal, currency: str) -> str:
    """To the last place that is kept, at least two: ¥ 382,000.00."""
    places = max(2, -int(amount.normalize().as_tuple().exponent)) if amount else 2
    return _with_currency(amount, exact(abs(amount), places), currency)


def symbol(currency: str) -> str:
    """¥ for CNY; a currency without a sign of its own keeps its code."""
    return _SYMBOLS.get(currency, currency)


def percent(share: Decimal, places: int = 0, language: str = "en") -> str:
    """A share as a percentage: 0.8166 → 81.66 % (places=2), 81.66% in Chinese, rounded half up."""
    text = exact(share * 100, places)
    text = text.lstrip(MINUS) if _round(share * 100, places) == 0 else text
    return f"{text}%" if is_chinese(language) else f"{text}{NBSP}%"


def duration(minutes: int, language: str = "en") -> str:
    """45 min, 1 h 30 min, 2 h; 1小时30分钟 in Chinese."""
    hours, rest = divmod(abs(minutes), 60)
    if is_chinese(language):
        parts = [f"{hours}小时"] * bool(hours) + [f"{rest}分钟"] * bool(rest or not hours)
        return ("−" if minutes < 0 else "") + "".join(parts)
    parts = [f"{hours}{NBSP}h"] * bool(hours) + [f"{rest}{NBSP}min"] * bool(rest or not hours)
    return ("−" if minutes < 0 else "") + NBSP.join(parts)


def _column_unit(largest: Decimal, language: str) -> tuple[Decimal, str, int]:
    """(unit, its name, decimals) for a column whose largest amount is `largest`."""
    if is_chinese(language):
        units = [(Decimal(10) ** 8, *_CHINESE[1], 2), (SCALED_FROM["zh"], *_CHINESE[2], 1)]
    else:
        million, thousand = _ENGLISH[1], _ENGLISH[2]
        units = [(Decimal(10) ** 9, *million, 0), (Decimal(10) ** 6, *million, 2), (SCALED_FROM["en"], *thousand, 0)]
    return next(((unit, name, places) for start, unit, name, places in units if largest >= start), (Decimal(1), "", 0))


def _with_currency(amount: Decimal, digits: str, currency: str) -> str:
    text = f"{symbol(currency)}{NBSP}{digits}" if currency else digits
    return f"{_sign(amount)}{text}"


def _plain(size: Decimal) -> str:
    if size == size.to_integral_value() or size >= 100:
        return exact(size, 0)
    return exact(size, 2 if size < 10 else 1)


def _significant(size: Decimal) -> Decimal:
    """`size` at three significant digits; the integer part always stays whole."""
    shown = _round(size, max(0, DIGITS - 1 - size.adjusted()))
    # 0.9996 rounds up to a digit more: 1.00, not 1.000.
    return _round(shown, max(0, DIGITS - 1 - shown.adjusted()))


def _tidy(shown: Decimal, is_whole_truth: bool) -> str:
    text = f"{shown:,f}"
    return text.rstrip("0").rstrip(".") if is_whole_truth and "." in text else text


def _sign(amount: Decimal) -> str:
    return MINUS if amount < 0 else ""


def _round(amount: Decimal, places: int) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
