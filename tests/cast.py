"""The fixed cast of people that every test plays with.

HQ (director) ── North (manager, rep, peer, integration) and South (outsider: a rep; rival: a manager); admin stands
outside the tree. An account of `rep` is seen by rep, manager, director, integration and admin; never by the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.models import Account
from foundation import clock
from foundation.text import search_text, sort_key
from integrations.authentication import digest_of, new_secret
from integrations.models import ApiKey
from teams.models import Role, Team, User

PASSWORD = "river-stone-42"
ROLES = ["rep", "peer", "manager", "director", "outsider", "rival", "admin", "integration"]
SEES_REPS_ACCOUNT = {"rep", "manager", "director", "admin", "integration"}


@dataclass
class Cast:
    hq: Team
    north: Team
    south: Team
    rep: User
    peer: User
    manager: User
    director: User
    outsider: User
    rival: User
    admin: User
    integration: User

    def __getitem__(self, name: str) -> User:
        return getattr(self, name)


def make_cast(password_hash: str) -> Cast:
    """In three queries: nearly every test begins with it."""
    hq, north, south = _make_teams("HQ", "North", "South")
    roles = {
        "rep": (Role.REP, north),
        "peer": (Role.REP, north),
        "manager": (Role.MANAGER, north),
        "director": (Role.DIRECTOR, hq),
        "outsider": (Role.REP, south),
        "rival": (Role.MANAGER, south),
        "admin": (Role.ADMIN, None),
        "integration": (Role.INTEGRATION, north),
    }
    people = [
        User(
            email=f"{name}@kam.example",
            name=name.title(),
            role=role,
            team=team,
            password=password_hash,
            timezone="UTC",
        )
        for name, (role, team) in roles.items()
    ]
    return Cast(hq, north, south, **dict(zip(roles, User.objects.bulk_create(people), strict=True)))


def _make_teams(top: str, *below: str) -> list[Team]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(0, %s)",
            [Team._meta.db_table, len(below)],
        )
        (first,), *others = cursor.fetchall()
    head = Team(pk=first, name=top, path=f"/{first}/")
    teams = [
        Team(pk=pk, name=name, parent=head, path=f"/{first}/{pk}/") for (pk,), name in zip(others, below, strict=True)
    ]
    return Team.objects.bulk_create([head, *teams])


def make_team(name: str, parent: Team | None = None) -> Team:
    team = Team.objects.create(name=name, parent=parent, path=f"new {name}")
    team.path = f"{parent.path if parent else '/'}{team.pk}/"
    team.save()
    return team


def make_account(owner: User, name: str = "北京钢铁 Steel", **fields: Any) -> Account:
    """An account as it stands after creation, without going through the service (and so without an event)."""
    fields = {"team": owner.team, "sort_key": sort_key(name), "search_text": search_text(name), **fields}
    return Account.objects.create(owner=owner, name=name, **fields)


def make_key(user: User, *scopes: str) -> str:
    """An API key's secret, acting as `user`; used today already, so that its next use writes nothing."""
    secret = new_secret()
    ApiKey.objects.create(
        user=user,
        name="test",
        prefix=secret[:12],
        digest=digest_of(secret),
        scopes=list(scopes),
        user_hash=user.get_session_auth_hash(),
        last_used_on=clock.today(),
    )
    return secret


def money(text: str) -> Decimal:
    return Decimal(text)
