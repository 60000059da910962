"""Kinds of which a file has hundreds at most: each row goes through its room's service, as one typed by hand does."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import Account, Contact
from foundation.errors import Forbidden, RuleBroken
from foundation.text import fold
from integrations.importing import columns as col
from integrations.importing.linking import Named, find_accounts, people_in_reach
from integrations.importing.plan import Row, Work
from pipeline.models import Opportunity
from teams.models import Team, User

from .base import Cells, Kind


class OneByOne(Kind):
    """Rows told apart by what names them; the same again changes nothing."""

    account = ""
    makes_ids = False

    def find(self, row: Row, work: Work) -> Any:
        """What is there already of that name; None: nothing. RuleBroken: what it hangs on is not there."""
        raise TypeError(f"{self.name} finds no rows")

    def save(self, row: Row, there: Any, work: Work) -> Any:
        """Writes one through its service and returns it; `there` is None where it is new. What has no version is
        never changed: RuleBroken where it says otherwise. Returns None where the row says nothing."""
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
            is_new = there is None and saved is not None
            work.report.created += is_new
            work.report.updated += not is_new and _version(saved) != before
            work.report.unchanged += not is_new and _version(saved) == before


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


def account_named(row: Row, work: Work) -> Account:
    """RuleBroken: there is none, or several."""
    named = Named(row.cells.get("account_external_id") or "", row.cells.get("account") or "")
    _named, found = next(find_accounts(work.actor, [named]))
    if found.account_id is None:
        raise RuleBroken(_("There is no such account, or several are called so."), field="account")
    return Account.objects.get(pk=found.account_id)


def contact_named(row: Row, account: Account, *, target: str = "contact") -> Contact:
    """Somebody of `account`, by external id or by name. RuleBroken: none, or several."""
    there = Contact.objects.filter(account=account, archived_at=None)
    if external_id := row.cells.get(f"{target}_external_id"):
        found = list(there.filter(external_id=external_id))
    else:
        found = list(there.filter(name__iexact=row.cells[target])[:2])
    if len(found) != 1:
        raise RuleBroken(_("Nobody at this account is called so, or several are."), field=target)
    return found[0]


def whose(cells: Cells) -> str:
    """The account of a row, for telling rows of a file apart."""
    return cells.get("account_external_id") or fold(cells.get("account") or "")


def column_of(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    return model._meta.get_field(name)  # type: ignore[return-value]


ACCOUNT = (
    col.text("account", column_of(Account, "name")),
    col.external_id(column_of(Account, "external_id"), "account_external_id"),
)
"""The columns by which a row names its account."""


def deal_named(row: Row, work: Work) -> Opportunity:
    """The opportunity whose external id the row says. RuleBroken: there is none in sight."""
    found = Opportunity.objects.visible_to(work.actor).filter(external_id=row.cells["opportunity"]).first()
    if found is None:
        raise RuleBroken(_("There is no such opportunity. Import it first."), field="opportunity")
    return found
