from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.models import Account
from foundation import clock
from foundation.columns import differences, save_edit
from foundation.errors import Forbidden, RuleBroken
from foundation.uniqueness import unique_or_refused
from journal.services import changes_of, record
from teams.models import Role, Team, User
from teams.rules import only_leads_of

from .loops import refuse_loop

_FOLLOWING = {"sort_key", "search_text", "owner_since"}
_objections: list[Callable[[Account], str]] = []
_GIVEN = {"owner", "team", "shared_with"}


@transaction.atomic
def account_create(
    *, actor: User, name: str, owner: User | None = None, team: Team | None = None, **fields: Any
) -> Account:
    """A new account of `owner` (default: the actor) in `team` (default: the owner's).

    `fields` are columns that people fill in (industry, parent, external_id …). Forbidden where a sales rep names
    somebody else as owner; RuleBroken for a missing team, a taken external id, a web address that is none.
    """
    owner = owner or actor
    team = team or owner.team
    _check_first_owner(actor, owner, team)
    account = Account(owner=owner, team=team, **consistent(Account(), fields | {"name": name}))
    if account.parent_id:
        refuse_loop(account, "parent", account.parent)
    with unique_or_refused(account_external_id="external_id"):
        account.save(force_insert=True)
    record(actor=actor, verb="account.created", subject=account, account_id=account.pk)
    return account


@transaction.atomic
def account_update(account: Account, *, actor: User, version: int, **fields: Any) -> Account:
    """Writes what differs. StaleEdit if `version` is old; Forbidden where a sales rep changes owner or team."""
    if "parent" in fields and fields["parent"] is None and not _sees_parent(actor, account):
        # The actor was shown no parent: leaving the field empty is no wish to remove it.
        del fields["parent"]
    changes = differences(account, consistent(account, fields))
    if not changes:
        return account
    if changes.keys() & _GIVEN:
        _check_given(account, actor, changes)
    if changes.get("owner"):
        changes["owner_since"] = clock.today()
    if changes.get("parent"):
        refuse_loop(account, "parent", changes["parent"])
    told = changes_of(account, {name: new for name, new in changes.items() if name not in _FOLLOWING})
    with unique_or_refused(account_external_id="external_id"):
        account = save_edit(account, version, changes)
    record(actor=actor, verb=_verb(changes), subject=account, account_id=account.pk, changes=told)
    return account


def account_assign(
    account: Account, *, actor: User, version: int, owner: User, team: Team, teams: Iterable[Team] | None = None
) -> Account:
    """Gives the account to another owner and team and, where told, shares it with `teams`; all in one edit.

    Only people who lead the account's present team may; the new owner and team are within their sight.
    """
    shared = {} if teams is None else {"shared_with": _shared(account, actor, teams)}
    return account_update(account, actor=actor, version=version, owner=owner, team=team, **shared)


def account_share(account: Account, *, actor: User, version: int, teams: Iterable[Team]) -> Account:
    """Shares the account with exactly `teams`, as far as the actor sees them: others' sharing stays as it is."""
    return account_update(account, actor=actor, version=version, shared_with=_shared(account, actor, teams))


def object_to_archiving(objection: Callable[[Account], str]) -> None:
    """Rooms above say why an account may not be archived yet: `objection(account)` is the reason, or empty."""
    if objection not in _objections:
        _objections.append(objection)


def account_archive(account: Account, *, actor: User, version: int) -> Account:
    """Puts the account away: out of the lists, with all its history. Nothing is deleted.

    RuleBroken while something is going on there, such as an open opportunity.
    """
    return _set_archived(account, actor, version, "account.archived", archive=True)


def account_unarchive(account: Account, *, actor: User, version: int) -> Account:
    return _set_archived(account, actor, version, "account.unarchived", archive=False)


@transaction.atomic
def _set_archived(account: Account, actor: User, version: int, verb: str, *, archive: bool) -> Account:
    if account.is_archived == archive:
        return account
    account = save_edit(account, version, {"archived_at": timezone.now() if archive else None})
    for objection in _objections if archive else ():
        if said := objection(account):
            raise RuleBroken(said)
    record(actor=actor, verb=verb, subject=account, account_id=account.pk)
    return account


def account_lost_on(account: Account, day: dt.date | None) -> Account:
    """Since when the customer is lost (None: one of ours again). The account is locked, and the review that says why is
    the caller's, as is the event."""
    return save_edit(account, account.version, {"lost_on": day})


def _sees_parent(actor: User, account: Account) -> bool:
    return Account.objects.visible_to(actor).filter(pk=account.parent_id).exists()


def consistent(account: Account, fields: dict[str, Any]) -> dict[str, Any]:
    """`fields` and what follows from them on `account`. RuleBroken for no name, no reason, no web address."""
    held = ("name", "external_id", "stage", "filtered_reason")
    after = {name: fields.get(name, getattr(account, name)) for name in held}
    reason = rules.filtered_reason(after["stage"], after["filtered_reason"])
    fields = fields | rules.names(after["name"], after["external_id"]) | {"filtered_reason": reason}
    if "website" in fields:
        fields["website"] = rules.web_address(fields["website"])
    return fields


def _check_first_owner(actor: User, owner: User, team: Team | None) -> None:
    if team is None:
        raise RuleBroken(_("Choose the team that this account belongs to."), field="team")
    if owner == actor and team.pk == actor.team_id:
        return
    if not (actor.leads or actor.role == Role.INTEGRATION):
        raise Forbidden(_("Only people who lead a team may give an account to somebody else."))
    _check_reach(actor, owner, team)


def _check_given(account: Account, actor: User, changes: dict[str, Any]) -> None:
    only_leads_of(actor, account)
    _check_reach(actor, changes.get("owner"), changes.get("team"))


def _check_reach(actor: User, owner: User | None, team: Team | None) -> None:
    if owner and not (owner.is_active and User.objects.visible_to(actor).filter(pk=owner.pk).exists()):
        raise RuleBroken(_("This person cannot own accounts."), field="owner")
    if team and not Team.objects.visible_to(actor).filter(pk=team.pk).exists():
        raise RuleBroken(_("This team is not within your reach."), field="team")


def _shared(account: Account, actor: User, teams: Iterable[Team]) -> list[int]:
    """Ids of `teams` and of those it is shared with that the actor does not see."""
    seen = set(Team.objects.visible_to(actor).values_list("pk", flat=True))
    chosen = {team.pk for team in teams}
    if not chosen <= seen:
        raise RuleBroken(_("This team is not within your reach."), field="teams")
    return sorted((set(account.shared_with) - seen) | chosen)


def _verb(changes: dict[str, Any]) -> str:
    if changes.keys() & {"owner", "team"}:
        return "account.assigned"
    return "account.shared" if "shared_with" in changes else "account.updated"
