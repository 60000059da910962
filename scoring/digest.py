"""The daily digest of alerts: what is new, due today, overdue, and escalated."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation import clock
from scoring.models import Alert
from scoring.models.alert import OPEN_STATES
from scoring.queries.alerts import BY_TIER, alerts_with_people, with_sentences
from teams.digests import Digest, Kind, Line, Section
from teams.models import User

SHOWN = 10


def compose(user: User, since: dt.datetime) -> Digest:
    """Open alerts of the person's own and those escalated to him; each stands in the first part that it fits."""
    rows = alerts_with_people(Alert.objects.visible_to(user).filter(state__in=OPEN_STATES)).annotate(worth=BY_TIER)
    today, own = clock.today(), rows.filter(owner=user).exclude(escalated_to=user)
    late, due = own.filter(due_on__lt=today), own.filter(due_on=today)
    new = own.filter(due_on__gt=today, created_at__gt=since)
    of_own = {"owner": user.pk}
    parts: list[tuple[str, QuerySet[Alert], dict[str, Any]]] = [
        (_("Escalated to you"), rows.filter(escalated_to=user), {"escalated": "me"}),
        (_("Overdue"), late, {**of_own, "due_before": today - dt.timedelta(days=1)}),
        (_("Due today"), due, {**of_own, "due_before": today}),
        (_("New"), new, of_own),
    ]
    sections = [section for title, part, query in parts if (section := _section(title, part, query))]
    count = sum(len(section.lines) + section.more for section in sections)
    return Digest(ngettext("%(n)d alert wants you", "%(n)d alerts want you", count) % {"n": count}, sections)


KIND = Kind(
    "alerts",
    gettext_lazy("Alerts of the day"),
    gettext_lazy("What is new, due today, overdue, and escalated to you. Nothing to tell, no mail."),
    compose,
)


def _section(title: str, rows: QuerySet[Alert], query: dict[str, Any]) -> Section | None:
    count = rows.count()
    if not count:
        return None
    first = with_sentences(rows.order_by("due_on", "worth", "id")[:SHOWN])
    path = f"{reverse('alert_list')}?{urlencode(query)}"
    return Section(f"{title} ({count})", [_line(alert) for alert in first], path, count - len(first))


def _line(alert: Alert) -> Line:
    text = f"{alert.account}: {alert.get_cause_display()}"
    return Line(text, alert.sentence, reverse("alert_update", args=[alert.pk]))  # type: ignore[attr-defined]
