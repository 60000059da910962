"""`{% load wallets %}`: changes of shares in words, and who has what part."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from foundation.figures import DASH, percent
from wallet.queries.told import Told

register = template.Library()


@register.filter
def points(change: Decimal | None) -> str:
    """+4 points, −1.5 points; a dash for nothing to compare with."""
    if change is None:
        return DASH
    rounded = (change * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    sign = "−" if rounded < 0 else "+" if rounded > 0 else "±"
    return pgettext("change of a share", "%(n)s points") % {"n": f"{sign}{abs(rounded.normalize()):f}"}


@register.filter
def parts_of(wallet: Told) -> list[dict[str, Any]]:
    """For `bar_list`: we, each competitor whose part is known, and what nobody has named."""
    rows = [(_("We ourselves"), wallet.share, wallet.change, "")]
    rows += [
        (rival.name, rival.share, None if rival.before is None else rival.share - rival.before, "late")
        for rival in wallet.rivals
        if rival.share is not None
    ]
    if wallet.unnamed:
        rows.append((_("Nobody knows"), wallet.unnamed, None, "faint"))
    return [
        {"label": label, "value": share, "text": _said(share, change), "tone": tone}
        for label, share, change, tone in rows
    ]


def _said(share: Decimal, change: Decimal | None) -> str:
    text = percent(share, language=get_language() or "en")
    return f"{text} ({points(change)})" if change else text
