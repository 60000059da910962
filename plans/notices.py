"""What this room tells people: an action of a plan is theirs, a text names them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from notices.choices import Kind
from notices.services.mentions import Watched, watch
from notices.stories import Door, Story, Told, opens, register
from plans.models import AccountPlan, PlanAction, PlanReview

TEXTS = ("strengths", "weaknesses", "opportunities", "threats", "notes")


def tell_people() -> None:
    """Called in ready()."""
    opens(AccountPlan, Door("plan_detail"))
    opens(PlanReview, Door("plan_review"))
    register(
        Story("planaction.created", Kind.GIVEN, _owner, _("Action of a plan for you")),
        Story("planaction.updated", Kind.GIVEN, _new_owner, _("Action of a plan for you")),
    )
    mentioned = _("You are mentioned in an account plan")
    watch("plan.created", one=mentioned, texts=Watched(TEXTS, _told_of))
    watch("plan.updated", one=mentioned, texts=Watched(TEXTS, _told_of, once=False))
    held = Watched(("note",), lambda row: (str(row.plan), ("planreview", row.pk)))
    watch("planreview.held", one=_("You are mentioned in the review of a plan"), texts=held)


def _told_of(plan: AccountPlan) -> tuple[str, tuple[str, int]]:
    return str(plan), ("accountplan", plan.pk)


def _owner(row: PlanAction, changes: dict[str, Any]) -> Iterable[Told]:
    yield Told(row.owner_id, *_told_of(row.plan), row.text)


def _new_owner(row: PlanAction, changes: dict[str, Any]) -> Iterable[Told]:
    return _owner(row, changes) if "owner" in changes else ()
