from __future__ import annotations

from django.db.models import Q, QuerySet

from teams.models import User
from teams.queries import helpers_of


def handlers_for(person: User) -> QuerySet[User]:
    """Who may be given a complaint by `person`: himself, colleagues within his reach, his superiors."""
    others = helpers_of(person).order_by().values("pk")
    return User.objects.filter(Q(pk=person.pk) | Q(pk__in=others)).order_by("name", "pk")
