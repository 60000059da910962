"""What this room tells people: help is asked of them, or was given."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from notices.choices import Kind
from notices.stories import Door, Story, Told, opens, register
from relations.models import HelpRequest


def tell_people() -> None:
    """Called in ready()."""
    opens(HelpRequest, Door("help_answer"))
    register(
        Story("helprequest.asked", Kind.GIVEN, _helper, _("Help is asked of you")),
        Story("helprequest.answered", Kind.ANSWERED, _both, _("Request for help answered")),
    )


def _helper(row: HelpRequest, changes: dict[str, Any]) -> Iterable[Told]:
    """He sees the request, not the account."""
    yield Told(row.helper_id, str(row.account), ("helprequest", row.pk), row.text, is_his=True)


def _both(row: HelpRequest, changes: dict[str, Any]) -> Iterable[Told]:
    """Who asked; and who was asked, where the other needs it no more."""
    about: tuple[str, tuple[str, int]] = (str(row.account), ("helprequest", row.pk))
    yield Told(row.asked_by_id, *about, row.answer)
    yield Told(row.helper_id, *about, row.answer, is_his=True)
