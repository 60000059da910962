"""Moving what hangs on one account to another, a relation at a time and in the database, and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Exists, F, Func, OuterRef, Q, QuerySet, UniqueConstraint

from accounts import merging
from accounts.models import Merge, MergedRows
from foundation.sql import counts_up_to


def move(merge: Merge, relations: Iterable[str]) -> None:
    """The rows of these relations; remembers which went, and how many stayed for want of room."""
    for relation in relations:
        _move(merge, relation, merge.merged_id, merge.survivor_id)
        if (joining := merging.joined_by(relation)) is not None:
            _join(merge, joining)
    merge.moved.filter(ids=[], aside=0).delete()


def late(merge: Merge) -> list[str]:
    """Relations of which the merged account has rows that have room beside the survivor's own."""
    rows = {
        relation: _with_room(*merging.column(relation), merge.merged_id, merge.survivor_id)
        for relation in merging.following()
    }
    return [relation for relation, count in counts_up_to(1, rows).items() if count]


def move_late(merge: Merge, relations: list[str]) -> None:
    """As `move`, for what came since: what is aside is counted anew, with what was before."""
    merge.moved.filter(relation__in=relations).update(aside=0)
    move(merge, relations)


def move_back(merge: Merge) -> None:
    """The rows that went, as far as they are still where the merge brought them."""
    for moved in merge.moved.order_by("-id"):
        model, name = merging.column(moved.relation)
        rows = model._base_manager.filter(pk__in=_ids(moved), **{name: moved.to_id})
        rows.update(**{name: moved.from_id})


def _move(merge: Merge, relation: str, source: int, target: int) -> None:
    model, name = merging.column(relation)
    moved = MergedRows.objects.create(
        merge=merge, relation=relation, from_id=source, to_id=target,
        ids=ArraySubquery(_with_room(model, name, source, target).order_by("pk").values("pk")),
    )  # fmt: skip
    model._base_manager.filter(pk__in=_ids(moved)).update(**{name: target})
    MergedRows.objects.filter(pk=moved.pk).update(aside=model._base_manager.filter(**{name: source}).count())


def _with_room(model: Any, name: str, source: int, target: int) -> QuerySet[Any]:
    """The source's rows that no unique constraint keeps from going to the target."""
    crowded = Q(pk__in=[])
    for others, condition in _unique_with(model, name):
        crowded |= _has_twin(model, name, target, others, condition)
    return model._base_manager.filter(**{name: source}).exclude(crowded)


def _join(merge: Merge, joining: merging.Joining) -> None:
    """What hangs on the row that had no room beside the survivor's own."""
    model, name = merging.column(joining.parent)
    aside = model._base_manager.filter(**{name: merge.merged_id}).values_list("pk", flat=True).first()
    own = model._base_manager.filter(**{name: merge.survivor_id}).values_list("pk", flat=True).first()
    if aside is not None and own is not None:
        _move(merge, joining.child, aside, own)


def _ids(moved: MergedRows) -> QuerySet[MergedRows]:
    """The ids kept in that row, as a subquery: they never leave the database."""
    unnested = Func(F("ids"), function="unnest", output_field=BigIntegerField())
    return MergedRows.objects.filter(pk=moved.pk).values_list(unnested)


def _unique_with(model: Any, name: str) -> list[tuple[tuple[str, ...], Q]]:
    """What must be unique together with the column `name`: (the other columns, under which condition)."""
    found: list[tuple[tuple[str, ...], Q]] = [((), Q())] if model._meta.get_field(name).unique else []
    for constraint in model._meta.constraints:
        if not isinstance(constraint, UniqueConstraint):
            continue
        if name in constraint.fields:
            others = tuple(each for each in constraint.fields if each != name)
            found.append((others, constraint.condition or Q()))
    return found


def _has_twin(model: Any, name: str, target: int, others: tuple[str, ...], condition: Q) -> Q:
    twins = model._base_manager.filter(condition, **{name: target}, **{other: OuterRef(other) for other in others})
    return condition & Q(Exists(twins))
