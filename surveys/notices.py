"""What this room tells people: their customer answered, and how it stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from notices.choices import Kind
from notices.stories import Door, Story, Told, opens, register
from surveys.models import Survey


def tell_people() -> None:
    """Called in ready()."""
    opens(Survey, Door("survey_detail"))
    register(
        Story("survey.answered", Kind.ANSWERED, _owner_and_asker, _("Your customer answered a survey")),
        Story("survey.dissatisfied", Kind.ANSWERED, _owner_and_asker, _("Your customer is below expectation")),
    )


def _owner_and_asker(row: Survey, changes: dict[str, Any]) -> Iterable[Told]:
    """In the customer's words, or what lies furthest below expectation."""
    detail = row.comment or str(row.worst or "")
    for person in dict.fromkeys([row.account.owner_id, row.asked_by_id]):
        yield Told(person, str(row.account), ("survey", row.pk), detail)
