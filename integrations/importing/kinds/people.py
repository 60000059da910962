"""Our own people and their teams."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.columns import Settings
from integrations.importing.linking import address_of
from integrations.importing.plan import Row, Work
from integrations.importing.rows import staged_rows
from teams.models import Role, Team, User
from teams.services import person_create, person_update, team_create

from .base import Cells, Kind, Note


def _field(name: str) -> Any:
    return User._meta.get_field(name)


class People(Kind):
    """People, told apart by email, else by name. Nobody gets a password or a mail, and nobody another role.

    `leader` names the person who leads the team; without a `team` that is the leader's, and called after him.
    """

    name = "people"
    columns = {
        column.target: column
        for column in (
            col.text("name", _field("name")),
            col.text("email", _field("email")),
            col.choice("role", "person_role", soft=False),
            col.text("team", Team._meta.get_field("name")),
            col.text("parent_team", Team._meta.get_field("name")),
            col.text("leader", _field("name")),
            col.text("language", _field("language")),
            col.text("timezone", _field("timezone")),
        )
    }
    required = (("name", "email"),)
    account = ""
    makes_ids = False
    is_for_administrators = True

    def complete(self, cells: Cells, settings: Settings, note: Note) -> None:
        cells["name"] = cells.get("name") or cells["email"]
        if cells.get("email"):
            cells["email"] = _address(cells["email"], "email")
        if "@" in (cells.get("leader") or ""):
            cells["leader"] = _address(cells["leader"], "leader")
        cells["team"] = cells.get("team") or cells.get("leader")

    def identity(self, cells: Cells) -> str:
        return cells.get("email") or fold(cells["name"])

    def write_all(self, work: Work) -> bool:
        staff = _Staff(work)
        rows = [row for batch in staged_rows() for row in batch]
        for row in rows:
            staff.take(row)
        for row in work.writable(rows):
            staff.lead(row)
        return True


def _address(typed: str, field: str) -> str:
    try:
        validate_email(typed)
    except ValidationError as wrong:
        raise RuleBroken(wrong.message, field=field) from wrong
    return fold(typed)


class _Staff:
    """People and teams as they are, and become."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.by_email: dict[str, User] = {}
        self.by_name: dict[str, list[User]] = {}
        for person in User.objects.select_related("team").order_by("pk"):
            self._know(person)
        self.teams = list(Team.objects.select_related("parent").order_by("path"))
        self.taken = set(self.by_email)

    def take(self, row: Row) -> None:
        """Makes the person of a row, or brings him up to date."""
        try:
            person = self._find(row.cells)
            if person is None:
                self._make(row.cells)
                self.work.report.created += 1
            else:
                self._bring_up_to_date(person, row)
        except RuleBroken as refusal:
            field = refusal.field or ""
            self.work.refuse(row, field, row.cells.get(field) or "", refusal.message)

    def lead(self, row: Row) -> None:
        """Whoever the file says leads the team is made known, where no row of his own did."""
        name = row.cells.get("leader")
        if not name or fold(name) in self.by_name or name in self.by_email:
            return
        leads = {**row.cells, "name": name, "email": name if "@" in name else "", "role": Role.MANAGER.value}
        try:
            self._make(leads)
        except RuleBroken as refusal:
            self.work.mend_later(row, "leader", refusal.message)
        else:
            self.work.report.made[_("people")] = self.work.report.made.get(_("people"), 0) + 1

    def _find(self, cells: Cells) -> User | None:
        if cells.get("email"):
            return self.by_email.get(cells["email"])
        named = self.by_name.get(fold(cells["name"]), [])
        if len(named) > 1:
            raise RuleBroken(_("Several people have this name: map a column of emails."), field="name")
        return named[0] if named else None

    def _make(self, cells: Cells) -> None:
        email = cells.get("email") or address_of(cells["name"], self.taken)
        self.taken.add(email)
        told = {name: cells.get(name) or "" for name in ("language", "timezone")}
        role = cells.get("role") or Role.REP
        team = self._team(cells) or (None if role == Role.ADMIN else self.work.team)
        self._know(person_create(actor=self.work.actor, email=email, name=cells["name"], role=role, team=team, **told))

    def _bring_up_to_date(self, person: User, row: Row) -> None:
        cells, line = row.cells, row.line
        if cells.get("role") and cells["role"] != person.role:
            said = _("is %(role)s here and stays it: rights are changed on the page of people, not by a file.")
            self.work.report.note(line, "role", said % {"role": person.get_role_display()})
        wanted = {name: cells[name] for name in ("name", "language", "timezone") if cells.get(name)}
        if team := self._team(cells):
            wanted["team"] = team
        version = person.version
        after = person_update(person, actor=self.work.actor, version=version, **wanted)
        if after.version == version:
            self.work.report.unchanged += 1
        else:
            self.work.report.updated += 1

    def _team(self, cells: Cells) -> Team | None:
        """The team of the row, made below its parent (default: the team that the import is for) where it is missing."""
        if not cells.get("team"):
            return None
        above = self._named(cells["parent_team"], self.work.team) if cells.get("parent_team") else None
        return self._named(cells["team"], above or self.work.team, anywhere=above is None)

    def _named(self, name: str, above: Team, *, anywhere: bool = True) -> Team:
        found = [team for team in self.teams if fold(team.name) == fold(name)]
        below = [team for team in found if team.parent_id == above.pk]
        if below or (anywhere and len(found) == 1):
            return (below or found)[0]
        if anywhere and found:
            raise RuleBroken(_("Several teams are called this: map a column of the team above it."), field="team")
        if not self.work.order.create_teams:
            raise RuleBroken(_("There is no such team there. Make it first, or add --create-teams."), field="team")
        team = team_create(actor=self.work.actor, name=name, parent=above)
        self.teams.append(team)
        self.work.report.made[_("teams")] = self.work.report.made.get(_("teams"), 0) + 1
        return team

    def _know(self, person: User) -> None:
        self.by_email[fold(person.email)] = person
        self.by_name.setdefault(fold(person.name), []).append(person)
