"""Kinds of which a file has hundreds at most: each row goes through its room's service, as one typed by hand does."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.errors import Forbidden, RuleBroken
from foundation.text import fold
from integrations.importing.linking import people_in_reach
from integrations.importing.plan import Row, Work
from pipeline.models import Opportunity
from teams.models import Team, User

from .base import Kind


class OneByOne(Kind):
    """Rows told apart by what names them; the same again changes nothing."""

    account = ""
    makes_ids = False

    def find(self, row: Row, work: Work) -> Any:
        """What is there already of that name; None: nothing. RuleBroken: what it hangs on is not there."""
        raise TypeError(f"{self.name} finds no rows")

    def save(self, row: Row, there: Any, work: Work) -> Any:
        """Writes one through its service and returns it; `there` is None where it is new. What has no version is
        never changed: RuleBroken where it says otherwise."""
        raise TypeError(f"{self.name} saves no rows")

    def write(self, rows: list[Row], work: Work) -> None:
        for row in rows:
            try:
                with transaction.atomic():
                    there = self.find(row, work)
                    before = _version(there)
                    saved = self.save(row, there, work)
            except (RuleBroken, Forbidden) as refusal:
                column = getattr(refusal, "field", None) or ""
                work.refuse(row, column, row.cells.get(column) or "", refusal.message)
                continue
            work.report.created += before is None
            work.report.updated += before is not None and _version(saved) != before
            work.report.unchanged += before is not None and _version(saved) == before


def _version(row: Any) -> int | None:
    return None if row is None else getattr(row, "version", 0)


def person_named(said: str | None, work: Work, field: str) -> User | None:
    """Whom an email or a name means; nobody stands in. RuleBroken (`field`): nobody, or several, within reach."""
    if not said:
        return None
    pk = people_in_reach(work.order).get(fold(said))
    if pk is None:
        raise RuleBroken(_("Nobody within your reach is called so, or several are. Write the email."), field=field)
    return User.objects.get(pk=pk)


def subject_named(row: Row, work: Work) -> dict[str, Any]:
    """The person or the team that is meant. RuleBroken: none, or several, of that name within reach."""
    if person := row.cells.get("person"):
        return {"person": person_named(person, work, "person"), "team": None}
    named = list(Team.objects.visible_to(work.actor).filter(name__iexact=row.cells["team"])[:2])
    if len(named) != 1:
        raise RuleBroken(_("No team within your reach is called so, or several are."), field="team")
    return {"person": None, "team": named[0]}


def deal_named(row: Row, work: Work) -> Opportunity:
    """The opportunity whose external id the row says. RuleBroken: there is none in sight."""
    found = Opportunity.objects.visible_to(work.actor).filter(external_id=row.cells["opportunity"]).first()
    if found is None:
        raise RuleBroken(_("There is no such opportunity. Import it first."), field="opportunity")
    return found
