"""The marks that stand in rows by the hundred: plain functions, so that a list of fifty costs no template loads."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from foundation.figures import percent

from .icons import icon
from .plain import plain


class Tier(NamedTuple):
    name: Any
    letter: Any
    shape: str


# Diamond, circle, hexagon, shield pointing down: each tier is told by its outline alone, in print too.
TIERS = {
    "platinum": Tier(_("Platinum"), pgettext_lazy("tier letter", "P"), '<path d="M11 .8 21.2 11 11 21.2.8 11z"/>'),
    "gold": Tier(_("Gold"), pgettext_lazy("tier letter", "G"), '<circle cx="11" cy="11" r="9"/>'),
    "iron": Tier(_("Iron"), pgettext_lazy("tier letter", "I"), '<path d="M6 2h10l5 9-5 9H6L1 11z"/>'),
    "lead": Tier(_("Lead"), pgettext_lazy("tier letter", "L"), '<path d="M2 3h18v9l-9 8-9-8z"/>'),
    "unrated": Tier(_("Unrated"), "–", '<circle cx="11" cy="11" r="8.5"/>'),
}
STAGE_SHADES = (10, 20, 30, 50, 60, 70)
RISKS = {"high": (_("High"), "triangle-alert"), "watch": (_("Watch"), "eye"), "low": (_("Low"), "")}


def tier_badge(tier: str | None, *, short: bool = False, text: str = "") -> SafeString:
    """The tier's mark and name; `short` keeps the name for screen readers and the pointer, `text` replaces it."""
    return _tier(str(tier) if tier in TIERS else "unrated", short, plain(text), get_language() or "en")


@lru_cache(maxsize=256)
def _tier(key: str, short: bool, text: str, language: str) -> SafeString:
    kind = TIERS[key]
    mark = format_html('<svg class="tier-mark" viewBox="0 0 22 22" aria-hidden="true">{}</svg>', _drawn(kind))
    body = format_html('<span class="sr-only">{}</span>' if short else "<span>{}</span>", text or kind.name)
    return format_html('<span class="tier tier-{}" title="{}">{}{}</span>', key, kind.name, mark, body)


def tier_mark(tier: str, x: int, y: int, size: int = 22) -> SafeString:
    """The mark alone, for use inside a drawing, its corner at `x`, `y`."""
    return format_html(
        '<svg class="tier-mark tier-{}" x="{}" y="{}" width="{}" height="{}" viewBox="0 0 22 22">{}</svg>',
        tier,
        x,
        y,
        size,
        size,
        _drawn(TIERS[tier]),
    )


def _drawn(kind: Tier) -> SafeString:
    shape = mark_safe(kind.shape)  # noqa: S308  our own drawing
    return format_html('{}<text x="11" y="14.8">{}</text>', shape, kind.letter)


def stage_chip(stage: Any, *, probability: bool = False) -> SafeString:
    """A stage (`name`, `probability` in per cent or as a share): five steps, filled and deepening with its progress."""
    name, chance = (stage["name"], stage["probability"]) if isinstance(stage, dict) else (str(stage), stage.probability)
    return _stage(plain(name), whole_per_cent(chance), probability, get_language() or "en")


@lru_cache(maxsize=256)
def _stage(name: str, per_cent: int, probability: bool, language: str) -> SafeString:
    shade = stage_shade(per_cent)
    filled = STAGE_SHADES.index(shade) + 1
    steps = "".join(
        f'<rect {"class=on " if n < filled else ""}x="{n * 4}" y="{9 - n * 1.6:g}" '
        f'width="3" height="{4 + n * 1.6:g}" rx="1"/>'
        for n in range(len(STAGE_SHADES))
    )
    return format_html(
        '<span class="stage stage-{}"><svg class="stage-steps" viewBox="0 0 24 14" aria-hidden="true">{}</svg>'
        "<bdi>{}</bdi>{}</span>",
        shade,
        mark_safe(steps),  # noqa: S308  our own drawing
        name,
        format_html(" <small>{}</small>", percent(Decimal(per_cent) / 100, 0, language)) if probability else "",
    )


def risk_chip(level: str | None, risk: Decimal | None = None) -> SafeString:
    """How likely an account leaves: "high", "watch" or "low", the share on hover; nothing known reads as a dash."""
    if not level:
        return format_html('<span class="risk muted" title="{}">—</span>', _("No risk computed yet"))
    word, drawing = RISKS[level]
    share = "" if risk is None else percent(risk, language=get_language() or "en")
    mark = icon(drawing, 14) if drawing else ""
    return format_html(
        '<span class="risk risk-{}" title="{} {}">{}{}</span>', level, _("Churn risk"), share, mark, word
    )


def stage_shade(probability: Any) -> int:
    """The shade of the six that stands nearest to a stage's probability."""
    per_cent = whole_per_cent(probability)
    return min(STAGE_SHADES, key=lambda step: abs(step - per_cent))


def whole_per_cent(probability: Any) -> int:
    """30 of 30, 0.3 or None's 0: rows keep per cent, rules may keep shares."""
    number = Decimal(probability or 0)
    return round(number * 100) if 0 < number < 1 else round(number)
