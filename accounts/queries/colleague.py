"""Who of us has to do with an account."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.models import Account
from foundation.text import fold, search_text
from notices.mentions import mark_of
from teams.models import Role, User
from teams.visibility import who_sees_q

SHOWN = 8


class Colleague(NamedTuple):
    """`mark` is how he is written in a text."""

    name: str
    team: str
    mark: str


def who_sees(account: Account) -> QuerySet[User]:
    """Everybody of us who may see the account, whatever team he is in; programs are nobody."""
    return User.objects.filter(who_sees_q(account)).exclude(role=Role.INTEGRATION)


def sees_account(person: User, account_id: int) -> bool:
    return Account.objects.visible_to(person).filter(pk=account_id).exists()


def colleagues(account: Account, reader: Any, typed: str) -> list[Colleague]:
    """The first of those who see the account whom `typed` finds, by name, pinyin or initials; the owner before others.

    Few see one account: they are sifted here, since people have no index to be searched by.
    """
    people = who_sees(account).exclude(pk=reader.pk)
    rows = list(people.select_related("team").order_by("name", "pk"))
    twins = Counter(person.name for person in rows)
    found = [person for person in rows if fold(typed) in search_text(person.name)]
    found.sort(key=lambda person: person.pk != account.owner_id)
    return [_colleague(person, has_twin=twins[person.name] > 1) for person in found[:SHOWN]]


def _colleague(person: User, *, has_twin: bool) -> Colleague:
    team = person.team.name if person.team else ""
    return Colleague(person.name, team, mark_of(person.name, team if has_twin else ""))
