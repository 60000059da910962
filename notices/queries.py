"""Reads of what somebody was told."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from .models import Mention, Notice
from .stories import path_of, story_of

MOST_COUNTED = 100


def has_unread() -> Exists:
    """For a query of people: whether one has anything unread."""
    return Exists(Notice.objects.filter(person=OuterRef("pk"), is_read=False))


def unread_count(reader: Any) -> int:
    """How many wait, a hundred at most. Asks the database only where there is one at all: the reader's row says so."""
    if not getattr(reader, "has_unread", False):
        return 0
    return Notice.objects.visible_to(reader).unread().order_by()[:MOST_COUNTED].count()


def inbox(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    """Unread first, each part the newest first."""
    return rows.select_related("actor").order_by("is_read", "-id")


def sentence(notice: Notice) -> str:
    """What happened, in the reader's language, without what it is about."""
    story = story_of(notice.verb, notice.kind)
    if story is None:
        return str(notice.get_kind_display())
    if notice.many > 1 and story.many is not None:
        return str(story.many % {"n": notice.many})
    return str(story.one)


def path(notice: Notice) -> str:
    return path_of(notice.subject_type, notice.subject_id, notice.person_id)


def in_words(notice: Notice) -> str:
    """All of it in one line."""
    said = sentence(notice)
    return _("%(what)s: %(about)s") % {"what": said, "about": notice.about} if notice.about else said


def with_mentions(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Adds `mentioned`, a list of {"name", "told"} of whom the texts of each row name: no query more."""
    of_row = Mention.objects.filter(subject_type=rows.model._meta.model_name, subject_id=OuterRef("pk"))
    told = ExpressionWrapper(Q(told_at__isnull=False), BooleanField())
    named = of_row.order_by("pk").values(data=JSONObject(name="person__name", told=told))
    return rows.annotate(mentioned=ArraySubquery(named))
