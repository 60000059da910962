"""Reads about people and teams. Each takes rows that are already restricted to the reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from foundation.text import fold, search_text

from .models import CostRate, ExchangeRate, Role, Subscription, SubscriptionMail, Team, User

MOST_FOUND = 12


def tree(teams: QuerySet[Team]) -> QuerySet[Team]:
    """Teams in the order of the tree, each with `active`: how many people work in it (not below it)."""
    return teams.annotate(active=Count("people", filter=Q(people__is_active=True))).order_by("path")


@dataclass
class Branch:
    """A team with those directly below it, each with theirs."""

    team: Team
    below: list[Branch] = field(default_factory=list)


def branches(teams: QuerySet[Team]) -> list[Branch]:
    """`tree(teams)` nested; a team whose superior is out of sight stands at the top."""
    known: dict[int, Branch] = {}
    top: list[Branch] = []
    for team in tree(teams):
        known[team.pk] = Branch(team)
        superior = known.get(team.parent_id or 0)
        (superior.below if superior else top).append(known[team.pk])
    return top


def people(rows: QuerySet[User]) -> QuerySet[User]:
    """People with their teams, by name."""
    return rows.select_related("team").order_by("name", "pk")


def people_found(rows: QuerySet[User], typed: str) -> list[User]:
    """The first of them, by name, in whose name every word is found: as it stands, in pinyin or by initials.

    Names have no index to be searched by, so they are sifted here: some thousands, each spelled out once a process.
    """
    return list(people(rows.filter(pk__in=_fitting(rows.order_by("name", "pk"), typed))))


def teams_found(rows: QuerySet[Team], typed: str) -> list[Team]:
    """The same of teams, in the order of the tree."""
    return list(rows.filter(pk__in=_fitting(rows.order_by("path"), typed)).order_by("path"))


def _fitting(rows: QuerySet[Any], typed: str) -> list[int]:
    words = fold(typed).split()
    names = rows.values_list("pk", "name")
    return list(islice((pk for pk, name in names if all(word in _spelled(name) for word in words)), MOST_FOUND))


@lru_cache(maxsize=20_000)
def _spelled(name: str) -> str:
    return search_text(name)


def present_rates(rates: QuerySet[ExchangeRate], day: Any) -> QuerySet[ExchangeRate]:
    """The rate of each currency that counts on `day`."""
    return rates.filter(date__lte=day).order_by("currency", "-date").distinct("currency")


def present_cost_rates(rates: QuerySet[CostRate], day: Any) -> QuerySet[CostRate]:
    """The cost rate of each person (None: everybody else) that counts on `day`."""
    rows = rates.filter(valid_from__lte=day).select_related("user")
    return rows.order_by("user_id", "-valid_from").distinct("user_id")


def superiors_of(person: User) -> QuerySet[User]:
    """Who leads his team, or one above it; the nearest first."""
    if person.team is None:
        return User.objects.none()
    above = [int(part) for part in person.team.path.strip("/").split("/")]
    leads = User.objects.filter(is_active=True, role__in=(Role.MANAGER, Role.DIRECTOR), team_id__in=above)
    return leads.exclude(pk=person.pk).order_by("-team__path", "name", "pk")


def helpers_of(person: User) -> QuerySet[User]:
    """Whom he may ask for help: colleagues within his reach and his superiors."""
    seen = User.objects.visible_to(person).values("pk")
    people_there = User.objects.filter(Q(pk__in=seen) | Q(pk__in=superiors_of(person).order_by().values("pk")))
    return (
        people_there.filter(is_active=True).exclude(role=Role.INTEGRATION).exclude(pk=person.pk).order_by("name", "pk")
    )


def with_last_mail(rows: QuerySet[Subscription]) -> QuerySet[Subscription]:
    """Subscriptions, each with `last_state` and `last_at` of its last mail; None before the first."""
    last = SubscriptionMail.objects.filter(subscription=OuterRef("pk")).order_by("-due_at")
    return rows.annotate(last_state=Subquery(last.values("state")[:1]), last_at=Subquery(last.values("done_at")[:1]))


def handlers_for(person: User) -> QuerySet[User]:
    """Whom `person` may name as who does or did something: himself, colleagues within his reach, his superiors."""
    others = helpers_of(person).order_by().values("pk")
    return User.objects.filter(Q(pk=person.pk) | Q(pk__in=others)).order_by("name", "pk")
