"""The digest of what somebody was told and has not read."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from teams.digests import Digest, Line, Section
from teams.digests import Kind as DigestKind
from teams.models import User

from .choices import Kind
from .models import Notice
from .queries import in_words, path

SHOWN = 10


def compose(user: User, since: dt.datetime) -> Digest:
    """What came since and is unread, a part for each kind."""
    rows = Notice.objects.visible_to(user).unread().filter(at__gt=since).select_related("actor").order_by("-id")
    sections = []
    for kind in Kind:
        of_kind = rows.filter(kind=kind)
        count = of_kind.count()
        if count:
            first = [_line(notice) for notice in of_kind[:SHOWN]]
            sections.append(Section(f"{kind.label} ({count})", first, reverse("notice_list"), count - len(first)))
    count = sum(len(section.lines) + section.more for section in sections)
    return Digest(
        ngettext("%(n)d thing happened for you", "%(n)d things happened for you", count) % {"n": count}, sections
    )


def _line(notice: Notice) -> Line:
    by = f"{notice.actor}: " if notice.actor else ""
    return Line(in_words(notice), f"{by}{notice.detail}", path(notice) or reverse("notice_list"))


KIND = DigestKind(
    "notices",
    gettext_lazy("What happened for you"),
    gettext_lazy("What was given to you, where you were mentioned, what was answered; as far as you have not read it."),
    compose,
)
