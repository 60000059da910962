"""Customers that stand in the demo twice: two pairs to look at, and one that has been merged already."""

from __future__ import annotations

from accounts import rules
from accounts.models import Account
from accounts.services import account_merge, find_pairs

from .customers import Customer
from .stage import Scene


def make_duplicates(scene: Scene, customers: list[Customer]) -> None:
    """Twins of some accounts of the sales rep, written down a second time by whoever did not search first."""
    of_rep = [customer for customer in customers if customer.account.owner == scene.people["rep"]]
    twins = [(customer.account, _twin(customer)) for customer in of_rep[:3]]
    Account.objects.bulk_create([twin for _account, twin in twins])
    find_pairs()
    account, twin = twins[0]
    account.refresh_from_db()
    account_merge(
        account, twin, actor=scene.people["manager"], version=account.version, merged_version=twin.version
    )  # fmt: skip


def _twin(customer: Customer) -> Account:
    account = customer.account
    name = f"{account.name}有限公司" if customer.is_chinese else account.name.upper()
    return Account(
        **rules.names(name), owner=account.owner, team=account.team, industry=account.industry,
        stage=account.stage, website=account.website,
    )  # fmt: skip
