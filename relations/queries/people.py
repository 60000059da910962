"""The people of an account: who stands below whom, how deep and how broad we know them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet

from accounts.choices import ContactRoleKind, Influence, Stance
from accounts.models import Account, Contact
from accounts.queries.contact import people_of, uncovered_roles
from relations.models import Acquaintance


@dataclass(frozen=True)
class Node:
    """A person on the chart with those directly below; `level` counts from 1."""

    contact: Contact
    level: int
    below: list[Node] = field(default_factory=list)

    @property
    def roles(self) -> list[Any]:
        return [ContactRoleKind(role).label for role in self.contact.role_kinds]  # type: ignore[attr-defined]


def people_with_profile(account: Account) -> QuerySet[Contact]:
    """Everybody who is there now, with roles and the relation to each."""
    return people_of(account).select_related("profile")


def with_known_by(people: QuerySet[Contact]) -> QuerySet[Contact]:
    """Brings who of us knows each, the closest first."""
    return people.prefetch_related(Prefetch("known_by", Acquaintance.objects.select_related("person")))


def chart(people: Iterable[Contact]) -> list[Node]:
    """Everybody in the order of the chart, from the top, each superior before his people. Whose superior is not among
    `people` stands at the top."""
    everybody = {contact.pk: contact for contact in people}
    reports: dict[int, list[Contact]] = defaultdict(list)
    for contact in everybody.values():
        reports[contact.reports_to_id if contact.reports_to_id in everybody else 0].append(contact)
    drawn: list[Node] = []
    waiting: list[tuple[Contact, Node | None]] = [(contact, None) for contact in reversed(reports[0])]
    while waiting:
        contact, above = waiting.pop()
        node = Node(contact, above.level + 1 if above else 1)
        if above:
            above.below.append(node)
        drawn.append(node)
        waiting += [(each, node) for each in reversed(reports[contact.pk])]
    return drawn


def not_below(number: int, people: Iterable[Contact]) -> list[Contact]:
    """Those of `people` who are neither that person nor stand below."""
    below = {number}
    everybody = list(people)
    while more := {each.pk for each in everybody if each.reports_to_id in below} - below:
        below |= more
    return [each for each in everybody if each.pk not in below]


def tops(nodes: Iterable[Node]) -> list[Node]:
    """Those who report to nobody whom we know."""
    return [node for node in nodes if node.level == 1]


class Reach(NamedTuple):
    """How many we know there, how deep (levels) and how broad (departments), and of that whom somebody has met."""

    people: int
    met: int
    levels: int
    levels_met: int
    departments: int
    departments_met: int
    uncovered: list[ContactRoleKind]


def reach_of(nodes: list[Node]) -> Reach:
    """Of a whole chart."""
    met = [node for node in nodes if node.contact.last_met_on]
    return Reach(
        len(nodes),
        len(met),
        len({node.level for node in nodes}),
        len({node.level for node in met}),
        len(_departments(nodes)),
        len(_departments(met)),
        uncovered_roles([node.contact for node in nodes]),
    )


def influence_by_stance(people: Iterable[Contact]) -> list[tuple[Any, list[list[Contact]]]]:
    """Those of whom we know what they wish: a line an influence, the highest first, a cell a stance."""
    cells: dict[tuple[int, str], list[Contact]] = defaultdict(list)
    for contact in people:
        if profile := getattr(contact, "profile", None):
            cells[profile.influence, profile.stance].append(contact)
    return [
        (influence.label, [cells[influence.value, stance.value] for stance in Stance])
        for influence in reversed(list(Influence))
    ]


def _departments(nodes: Iterable[Node]) -> set[str]:
    return {node.contact.department.casefold() for node in nodes if node.contact.department}
