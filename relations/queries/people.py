"""The people of an account: who stands below whom, how deep and how broad we know them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet

from accounts.choices import ContactRoleKind, Influence, Stance
from accounts.models import Account, Contact
from accounts.queries.contact import people_of, uncovered_roles
from relations.models import Acquaintance


class Node(NamedTuple):
    """A person on the chart, in the order in which it is drawn. `level` counts from 1; `closes` are the branches that
    end behind this person; `stance` is what he wishes for us."""

    contact: Contact
    level: int
    reports: int
    closes: range

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
    """Who reports to whom, from the top; whose superior is not among `people` stands at the top."""
    everybody = {contact.pk: contact for contact in people}
    below: dict[int, list[Contact]] = defaultdict(list)
    for contact in everybody.values():
        below[contact.reports_to_id if contact.reports_to_id in everybody else 0].append(contact)
    drawn: list[tuple[Contact, int]] = []
    waiting = [(contact, 1) for contact in reversed(below[0])]
    while waiting:
        contact, level = waiting.pop()
        drawn.append((contact, level))
        waiting += [(each, level + 1) for each in reversed(below[contact.pk])]
    following = [level for _contact, level in drawn[1:]] + [1] * bool(drawn)
    return [
        Node(contact, level, len(below[contact.pk]), range(max(0, level - after)))
        for (contact, level), after in zip(drawn, following, strict=True)
    ]


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
