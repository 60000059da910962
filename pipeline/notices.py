"""What this room tells people: a deal or an action is theirs, others moved or closed a deal of theirs, a note names
them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from notices.choices import Kind
from notices.services.mentions import Watched, watch
from notices.stories import Door, Story, Told, opens, register
from pipeline.models import Opportunity, PerformanceReview, ReviewAction


def tell_people() -> None:
    """Called in ready()."""
    opens(Opportunity, Door("opportunity_detail", "opportunity_list"))
    opens(PerformanceReview, Door("performance_detail"))
    given = ngettext_lazy("%(n)d opportunity given to you", "%(n)d opportunities given to you", "n")
    moved = ngettext_lazy("%(n)d of your opportunities was moved", "%(n)d of your opportunities were moved", "n")
    actions = ngettext_lazy("%(n)d action of a review for you", "%(n)d actions of a review for you", "n")
    register(
        Story("opportunity.created", Kind.GIVEN, _owner, _("New opportunity for you"), given),
        Story("opportunity.imported", Kind.GIVEN, _owner, _("New opportunity for you"), given),
        Story("opportunity.assigned", Kind.GIVEN, _new_owner, _("Opportunity given to you"), given),
        Story("opportunity.moved", Kind.CHANGED, _owner, _("Your opportunity was moved"), moved),
        Story("opportunity.won", Kind.CHANGED, _owner, _("Your opportunity was won")),
        Story("opportunity.lost", Kind.CHANGED, _owner, _("Your opportunity was lost")),
        Story("opportunity.reopened", Kind.CHANGED, _owner, _("Your opportunity was opened again")),
        Story("opportunity.archived", Kind.CHANGED, _owner, _("Your opportunity was archived")),
        Story("reviewaction.created", Kind.GIVEN, _doer, _("Action of a review for you"), actions),
        Story("performancereview.agreed", Kind.GIVEN, _reviewed, _("Agreed in your performance review")),
    )
    _watch_notes()


def _watch_notes() -> None:
    one = _("You are mentioned at an opportunity")
    watch("opportunity.created", one=one, texts=Watched(("next_step",), _told_of))
    watch("opportunity.updated", "opportunity.assigned", one=one, texts=Watched(("next_step",), _told_of, once=False))
    watch(
        *(f"opportunity.{done}" for done in ("moved", "won", "lost", "reopened")),
        one=one, texts=Watched(("note",), _told_of, once=False),
    )  # fmt: skip


def _told_of(row: Opportunity) -> tuple[str, tuple[str, int]]:
    return row.name, ("opportunity", row.pk)


def _owner(row: Opportunity, changes: dict[str, Any]) -> Iterable[Told]:
    went = changes.get("stage") or [""]
    yield Told(row.owner_id, *_told_of(row), " → ".join(went) if all(went) else "")


def _new_owner(row: Opportunity, changes: dict[str, Any]) -> Iterable[Told]:
    return _owner(row, {}) if "owner" in changes else ()


def _doer(row: ReviewAction, changes: dict[str, Any]) -> Iterable[Told]:
    yield Told(row.owner_id, *_told_of(row.opportunity), row.text)


def _reviewed(row: PerformanceReview, changes: dict[str, Any]) -> Iterable[Told]:
    yield Told(row.person_id, str(row), ("performancereview", row.pk), is_his=True)
