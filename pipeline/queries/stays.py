"""Opportunities by what their moves say of a stage: the lists behind conversion and time in stage."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from pipeline.choices import STANDING, Status
from pipeline.models import Move, Opportunity, Stage


def passed(rows: QuerySet[Opportunity], stage: Stage) -> QuerySet[Opportunity]:
    """Those behind `Progress.passed` of `stage`."""
    return rows.filter(_passed(stage))


def gone(rows: QuerySet[Opportunity], stage: Stage) -> QuerySet[Opportunity]:
    """Those behind `Progress.gone` of `stage`."""
    return rows.filter(_passed(stage) | (Exists(_entries(stage)) & Q(status=Status.LOST)))


def stayed(rows: QuerySet[Opportunity], stage: Stage) -> QuerySet[Opportunity]:
    """Those behind `Progress.stayed` of `stage`: they stood in it and left it, wherever to."""
    return rows.filter(Exists(_entries(stage).filter(Exists(_later().exclude(kind__in=STANDING)))))


def standing_in(stage: Stage) -> int:
    """How many open ones stand in it, whoever sees them: that many move when it is taken out."""
    return Opportunity.objects.filter(stage=stage, status=Status.OPEN).count()


def _passed(stage: Stage) -> Any:
    beyond = Exists(_later().filter(to_stage__position__gt=stage.position).exclude(kind__in=STANDING))
    return (Q(status=Status.WON) & Exists(_entries(stage))) | Exists(_entries(stage).filter(beyond))


def _entries(stage: Stage) -> QuerySet[Move]:
    rows = Move.objects.filter(opportunity=OuterRef("pk"), to_stage=stage)
    return rows.exclude(kind__in=STANDING)


def _later() -> QuerySet[Move]:
    """Moves of the same opportunity after the outer one."""
    same = Move.objects.filter(opportunity=OuterRef("opportunity"))
    return same.filter(Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), id__gt=OuterRef("id")))
