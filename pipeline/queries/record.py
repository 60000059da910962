"""What an opportunity's page tells at a glance, read with the opportunity itself."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from accounts.choices import ContactRoleKind, Stance
from pipeline.models import (
    CoOwner,
    DateChange,
    Line,
    Opportunity,
    Rival,
    Stage,
    StageCriterion,
    Stakeholder,
    Tick,
)


def with_record(rows: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    """`rows` with lines (how many, their sum), slips (how many, days), rivals, stakeholders and co-owners."""
    rival = JSONObject(name="competitor__name", standing="standing")
    stakeholder = JSONObject(name="contact__name", roles="roles", stance="stance", is_held=Q(holder__isnull=False))
    co_owner = JSONObject(name="person__name", share="share")
    return rows.annotate(
        line_count=_one(Line, Count("pk")),
        line_sum=_one(Line, Sum("total")),
        slips=_one(DateChange, Count("pk"), days__gt=0),
        slip_days=_one(DateChange, Sum("days")),
        rival_rows=ArraySubquery(_of(Rival).values_list(rival)),
        stakeholder_rows=ArraySubquery(_of(Stakeholder).values_list(stakeholder)),
        share_rows=ArraySubquery(_of(CoOwner).values_list(co_owner)),
    )


def criteria_of(row: Opportunity, stage: Stage | None = None) -> list[StageCriterion]:
    """The exit criteria of the stage (default: the one it stands in), each with its tick in `met` (a list): two
    queries."""
    ticks = Prefetch("ticks", Tick.objects.filter(opportunity=row).select_related("by"), to_attr="met")
    return list(StageCriterion.objects.filter(stage=stage or row.stage_id).prefetch_related(ticks))


def open_criteria(criteria: Iterable[Any]) -> list[StageCriterion]:
    """Those that nobody has ticked."""
    return [criterion for criterion in criteria if not criterion.met]


class Lack(NamedTuple):
    """What is wrong with the people we know in a deal."""

    key: str
    words: str


def lacks(people: Iterable[dict[str, Any]]) -> list[Lack]:
    """Red flags of stakeholders (name, roles, stance, is_held): nobody decides, the decision-maker is against us or
    held by nobody, nobody speaks for us."""
    people = list(people)
    deciding = [each for each in people if ContactRoleKind.DECISION_MAKER in each["roles"]]
    found = []
    if not deciding:
        found.append(Lack("no_decision_maker", _("Nobody is known who decides.")))
    elif not any(each["is_held"] for each in deciding):
        found.append(Lack("not_held", _("None of us holds the contact to the decision-maker.")))
    against = [each["name"] for each in deciding if each["stance"] == Stance.AGAINST]
    if against:
        found.append(Lack("against", _("Decides and is against us: %(names)s.") % {"names": ", ".join(against)}))
    if not any(each["stance"] == Stance.FOR for each in people):
        found.append(Lack("nobody_for", _("Nobody speaks for us.")))
    return found


def owners_part(shares: Iterable[dict[str, Any]]) -> Decimal:
    """What is left for the owner, in per cent, of rows of `share_rows`."""
    return Decimal(100) - sum((Decimal(str(row["share"])) for row in shares), Decimal(0))


def _of(model: Any, **conditions: Any) -> Any:
    return model.objects.filter(opportunity=OuterRef("pk"), **conditions)


def _one(model: Any, figure: Any, **conditions: Any) -> Subquery:
    """One figure over the rows that hang on the opportunity."""
    rows = _of(model, **conditions).order_by().values("opportunity")
    return Subquery(rows.annotate(figure=figure).values("figure"))
