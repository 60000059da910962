"""The digest of what somebody was told and has not read."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from teams.digests import Digest, Line, Section
from teams.digests import Kind as DigestKind
from teams.models import User

from . import services
from .choices import Kind
from .models import Notice
from .queries import in_words, path

SHOWN = 10
LONGEST_WRITE: Final = dt.timedelta(days=1)
"""A notice bears the moment at which its transaction began, and is there only when that has ended."""


def compose(user: User, since: dt.datetime) -> Digest:
    """What came since, or came too late for the digest before, and is unread, a part for each kind."""
    new = Notice.objects.visible_to(user).unread().filter(at__gt=since - LONGEST_WRITE, mailed_at=None)
    ids = [*new.values_list("pk", flat=True)]
    rows = Notice.objects.filter(pk__in=ids).select_related("actor").order_by("-id")
    sections = []
    for kind in Kind:
        of_kind = rows.filter(kind=kind)
        count = of_kind.count()
        if count:
            first = [_line(notice) for notice in of_kind[:SHOWN]]
            sections.append(Section(f"{kind.label} ({count})", first, reverse("notice_list"), count - len(first)))
    subject = ngettext("%(n)d thing happened for you", "%(n)d things happened for you", len(ids)) % {"n": len(ids)}
    return Digest(subject, sections, when_sent=partial(services.notices_mailed, ids=ids))


def _line(notice: Notice) -> Line:
    by = f"{notice.actor}: " if notice.actor else ""
    return Line(in_words(notice), f"{by}{notice.detail}", path(notice) or reverse("notice_list"))


KIND = DigestKind(
    "notices",
    gettext_lazy("What happened for you"),
    gettext_lazy("What was given to you, where you were mentioned, what was answered; as far as you have not read it."),
    compose,
)
