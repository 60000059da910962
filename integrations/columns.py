"""What columns and lines of report files are called, in their reader's language."""

from __future__ import annotations

from typing import Final

from django.utils.translation import pgettext_lazy

from pipeline.choices import LINE_NAMES

NAMES: Final = {
    **LINE_NAMES,
    "about": pgettext_lazy("column", "about"),
    "added to weighted": pgettext_lazy("column", "added to weighted"),
    "all": pgettext_lazy("column", "all"),
    "amount": pgettext_lazy("column", "amount"),
    "answer": pgettext_lazy("column", "answer"),
    "average amount": pgettext_lazy("column", "average amount"),
    "best case": pgettext_lazy("column", "best case"),
    "by observed rates": pgettext_lazy("column", "by observed rates"),
    "closing this quarter": pgettext_lazy("column", "closing this quarter"),
    "commit": pgettext_lazy("column", "commit"),
    "competitor": pgettext_lazy("column", "competitor"),
    "conversion": pgettext_lazy("column", "conversion"),
    "count": pgettext_lazy("column", "count"),
    "cycle days": pgettext_lazy("column", "cycle days"),
    "date past": pgettext_lazy("column", "date past"),
    "decided in 12 months": pgettext_lazy("column", "decided in 12 months"),
    "from": pgettext_lazy("column", "from"),
    "id": pgettext_lazy("column", "id"),
    "in 30 days": pgettext_lazy("column", "in 30 days"),
    "limit days": pgettext_lazy("column", "limit days"),
    "lost": pgettext_lazy("column", "lost"),
    "lost amount": pgettext_lazy("column", "lost amount"),
    "lost this quarter": pgettext_lazy("column", "lost this quarter"),
    "lost to them": pgettext_lazy("column", "lost to them"),
    "median days": pgettext_lazy("column", "median days"),
    "median days of won ones": pgettext_lazy("column", "median days of won ones"),
    "missing": pgettext_lazy("column", "missing"),
    "name": pgettext_lazy("column", "name"),
    "oldest days": pgettext_lazy("column", "oldest days"),
    "open": pgettext_lazy("column", "open"),
    "person": pgettext_lazy("column", "person"),
    "quota": pgettext_lazy("column", "quota"),
    "reason": pgettext_lazy("column", "reason"),
    "saturation": pgettext_lazy("column", "saturation"),
    "stage": pgettext_lazy("column", "stage"),
    "stays of won ones": pgettext_lazy("column", "stays of won ones"),
    "stretch": pgettext_lazy("column", "stretch"),
    "stuck": pgettext_lazy("column", "stuck"),
    "stuck amount": pgettext_lazy("column", "stuck amount"),
    "team": pgettext_lazy("column", "team"),
    "to": pgettext_lazy("column", "to"),
    "weighted": pgettext_lazy("column", "weighted"),
    "win rate": pgettext_lazy("column", "win rate"),
    "won": pgettext_lazy("column", "won"),
    "won amount": pgettext_lazy("column", "won amount"),
    "won this quarter": pgettext_lazy("column", "won this quarter"),
}
