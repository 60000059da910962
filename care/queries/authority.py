"""Who may decide what for an account, and how fast."""

from __future__ import annotations

from typing import Any

from accounts.queries.colleague import sees_account
from care.models import Authority, Complaint
from care.rules import ranks_as
from teams.models import User
from teams.queries import superiors_of


def authority_for(matter: str, tier: str) -> Authority:
    return Authority.objects.get(matter=matter, tier=tier)


def authorities_of(tier: str) -> list[Authority]:
    """Every matter as it is decided for accounts of `tier`, in the order of the rule."""
    return list(Authority.objects.filter(tier=tier).order_by("id"))


def may_decide(actor: Any, complaint: Complaint) -> bool:
    """Whether `actor`, who sees the complaint, stands high enough to close it."""
    return ranks_as(actor, authority_for(complaint.matter, complaint.account.tier).decides)


def decider_of(complaint: Complaint, rule: Authority) -> User:
    """The handler if he stands high enough; else the nearest superior of the account's owner who does; where there is
    none, who has it keeps it. Who left, or no longer sees the account, gives it to the owner at least."""
    handler, owner = complaint.handler, complaint.account.owner
    keeper = handler if handler.is_active and sees_account(handler, complaint.account_id) else owner
    if ranks_as(keeper, rule.decides):
        return keeper
    return next((person for person in superiors_of(owner) if ranks_as(person, rule.decides)), keeper)
