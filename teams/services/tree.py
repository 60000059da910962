from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from foundation.columns import differences, save_edit
from journal.services import changes_of, record
from teams import rules
from teams.models import Team, User


@transaction.atomic
def team_create(*, actor: User, name: str, parent: Team | None = None) -> Team:
    """A new team below `parent`, or a root. Administrators only."""
    rules.only_administrators(actor)
    parent = _locked(parent)
    rules.may_stand_below(None, parent)
    rules.has_own_name(name, parent)
    team = Team.objects.create(name=name, parent=parent, path=uuid4().hex)
    team.path = _path(parent, team)
    team.save(update_fields=["path"])
    record(
        actor=actor,
        verb="team.created",
        subject=team,
        changes={"name": [None, name], "parent": [None, parent and parent.name]},
    )
    return team


@transaction.atomic
def team_update(team: Team, *, actor: User, version: int, **changes: Any) -> Team:
    """Renames a team (`name`) or moves it with everything below it (`parent`, None makes it a root).

    What its people may see follows at once: their reach is read from the paths with every request.
    """
    rules.only_administrators(actor)
    if changes.get("parent"):
        changes["parent"] = _locked(changes["parent"])
    wanted = differences(team, changes)
    if not wanted:
        return team
    name, parent = wanted.get("name", team.name), wanted.get("parent", team.parent)
    rules.has_own_name(name, parent, but=team)
    told = changes_of(team, wanted)
    if "parent" in wanted:
        rules.may_stand_below(_locked(team), parent)
        _move(team, parent)
    save_edit(team, version, wanted)
    record(actor=actor, verb="team.updated", subject=team, changes=told)
    return team


def _locked(team: Team | None) -> Team | None:
    """The team as it stands now, while nobody else moves any: two moves together could close a ring."""
    if team is None:
        return None
    list(Team.objects.select_for_update().order_by("pk").values_list("pk"))
    return Team.objects.get(pk=team.pk)


def _move(team: Team, parent: Team | None) -> None:
    """New paths for the whole tree below `team`, in one statement."""
    team.refresh_from_db(fields=["path"])
    Team.objects.below(team).update(path=Concat(Value(_path(parent, team)), Substr("path", len(team.path) + 1)))


def _path(parent: Team | None, team: Team) -> str:
    return f"{parent.path if parent else '/'}{team.pk}/"
