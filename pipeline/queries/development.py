"""Development records: the five steps of one, and failures at similar accounts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import JSONObject

from accounts.models import Account
from pipeline.choices import DevelopmentState
from pipeline.models import Development, DevelopmentEntry, DevelopmentStep
from pipeline.rules import lines_of

ALIKE = 2
"""In so many of industry, kind, size band (tier) and competitor two accounts must agree to be similar."""
FOUND = 3


@dataclass(frozen=True)
class StepRecord:
    """A step, what was recorded in it, and which of its needs are there and which are not."""

    step: DevelopmentStep
    entries: list[DevelopmentEntry]
    met: list[str]
    missing: list[str]
    is_current: bool
    is_done: bool


def steps_of(development: Development) -> list[StepRecord]:
    """All steps with their records: two queries."""
    entries = list(development.entries.select_related("by"))
    return [_step(development, step, entries) for step in DevelopmentStep.objects.all()]


def with_development(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Accounts with the record that is open there, else the latest, for `development_of`: no query of its own;
    `has_failures`: anywhere in the company there is one to learn from."""
    own = Development.objects.filter(account=OuterRef("pk"))
    own = own.order_by(Case(When(state=DevelopmentState.OPEN, then=0), default=1), "-id")
    step = {name: f"step__{name}" for name in ("position", "name", "name_zh")}
    told = JSONObject(id="id", goal="goal", state="state", step=JSONObject(**step))
    failed = Development.objects.filter(state=DevelopmentState.FAILED)
    return accounts.annotate(development_told=Subquery(own.values(told=told)[:1]), has_failures=Exists(failed))


def development_of(account: Any) -> Development | None:
    """Of an account read `with_development`."""
    told = account.development_told
    return Development(**{**told, "step": DevelopmentStep(**told["step"])}) if told else None


def similar_failures(
    rows: QuerySet[Development],
    *,
    industry: str = "",
    kind: str = "",
    tier: str = "",
    faced: Q | None = None,
    but: int | None = None,
) -> QuerySet[Development]:
    """Failed ones of `rows` (seen by the reader) at accounts like this one, the most alike and latest first.

    Alike is what agrees in two at least of: industry, kind, size band (its tier), competitor. What is not known of the
    account agrees with nothing. `faced` tells those with one of its competitors; `but` is the account itself.
    """
    agreeing = [
        Q(account__industry__iexact=industry) if industry else None,
        Q(account__kind=kind) if kind else None,
        Q(account__tier=tier) if tier else None,
        faced,
    ]
    asked = [q for q in agreeing if q is not None]
    if len(asked) < ALIKE:
        return rows.none()
    points = reduce(add, (Case(When(q, then=1), default=0, output_field=IntegerField()) for q in asked))
    found = rows.filter(state=DevelopmentState.FAILED).exclude(account=but).annotate(alike=points)
    return found.filter(alike__gte=ALIKE).select_related("account", "step").order_by("-alike", "-ended_on", "-id")


def failures_like(account: Account, rows: QuerySet[Development]) -> list[Development]:
    """The nearest failures for the page of `account`, its own development's competitor counted."""
    named = Development.objects.filter(account=account).exclude(competitor="")
    faced = Exists(named.filter(competitor__iexact=OuterRef("competitor")))
    found = similar_failures(
        rows,
        industry=account.industry,
        kind=account.kind,
        tier=account.tier,
        faced=Q(faced),
        but=account.pk,
    )
    return list(found[:FOUND])


def _step(development: Development, step: DevelopmentStep, entries: list[DevelopmentEntry]) -> StepRecord:
    here = [entry for entry in entries if entry.step_id == step.pk]
    told = {text for entry in here for text in entry.met}
    pairs = _in_both_languages(step)
    is_met = {text: bool(told & {text, other}) for text, other in pairs}
    return StepRecord(
        step=step,
        entries=here,
        met=[text for text, is_there in is_met.items() if is_there],
        missing=[text for text, is_there in is_met.items() if not is_there],
        is_current=development.is_open and step.pk == development.step_id,
        is_done=step.position < development.step.position or development.state == DevelopmentState.WON,
    )


def _in_both_languages(step: DevelopmentStep) -> list[tuple[str, str]]:
    """Each need as the reader reads it, and the same line in the other language."""
    english, chinese = lines_of(step.needs), lines_of(step.needs_zh)
    other = chinese if step.criteria == english else english
    return [(text, other[place] if place < len(other) else text) for place, text in enumerate(step.criteria)]


def entries_of(records: QuerySet[Development]) -> QuerySet[DevelopmentEntry]:
    """What was done in `records`, the latest record first."""
    among = DevelopmentEntry.objects.filter(development__in=records.order_by().values("pk"))
    return among.order_by("-development", "on", "id")
