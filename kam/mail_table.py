"""The table in a report's mail: the lines of its file, rounded for reading, in their reader's language."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from foundation.ui.values import NOTHING, date_text, money_text, number, percent
from integrations.columns import NAMES
from integrations.views.reports import ReportExport
from teams.subscriptions import Group, Line, Table

MOST: Final = 10
"""Lines of each kind; the file has all."""
SHARES: Final = {"win rate", "conversion", "saturation"}
LEFT_OUT: Final = {"from", "to"}
"""Of every line the same: the sentence says it."""


def mail_table(export: ReportExport, report: dict[str, Any]) -> Table:
    """Of `report`, the context of its page: the whole, then stages, teams, people or whatever else it tells apart."""
    shown = [at for at, column in enumerate(export.columns) if column not in LEFT_OUT]
    heads = [str(NAMES[column]) for column in export.columns]
    currency = report["currency"]
    groups = []
    for about, lines in groupby(export.told(report), key=lambda line: line[0]):
        told = [
            Line(name, [(heads[at], _said(export.columns[at], figures[at], currency)) for at in shown])
            for _about, (name, _pk), figures in lines
        ]
        groups.append(Group(str(NAMES[about]), told[:MOST], max(0, len(told) - MOST)))
    return Table([heads[at] for at in shown], groups)


def _said(column: str, figure: Any, currency: str) -> str:
    match figure:
        case None | "":
            return NOTHING
        case dt.date():
            return date_text(figure)
    if column in SHARES:
        return percent(figure)
    if column.endswith("days") or "days of" in column:
        return number(Decimal(figure).quantize(Decimal(1)))
    return money_text(figure, currency) if isinstance(figure, Decimal) else number(figure)
