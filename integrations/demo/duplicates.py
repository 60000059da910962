"""Customers that stand in the demo twice: two pairs to look at, and one that has been merged already."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts import rules
from accounts.choices import Channel
from accounts.models import Account
from accounts.services import account_merge, contact_create, find_pairs, visit_log

from .customers import Customer
from .stage import Scene


def make_duplicates(scene: Scene, customers: list[Customer]) -> None:
    """Twins of some accounts of the sales rep, written down a second time by whoever did not search first."""
    of_rep = [customer for customer in customers if customer.account.owner == scene.people["rep"]]
    twins = [_twin(customer) for customer in of_rep[:3]]
    Account.objects.bulk_create(twins)
    for customer, twin in zip(of_rep, twins, strict=False):
        _first_call(customer, twin)
    find_pairs()
    account, twin = Account.objects.get(pk=of_rep[0].account.pk), Account.objects.get(pk=twins[0].pk)
    account_merge(
        account, twin, actor=scene.people["manager"], version=account.version, merged_version=twin.version
    )  # fmt: skip


def _first_call(customer: Customer, twin: Account) -> None:
    """The person who is known already, written down once more, and what was said on the telephone."""
    known = customer.contacts[0]
    said = "来电询问价格表" if customer.is_chinese else "Asked for our price list"
    morning = timezone.localtime().replace(hour=10, minute=30) - dt.timedelta(days=3)
    caller = contact_create(
        actor=twin.owner, account=twin, name=known.name, title=known.title, email=known.email, roles=["interface"]
    )
    visit_log(
        actor=twin.owner, account=twin, contacts=[caller], channel=Channel.PHONE, minutes=15,
        starts_at=morning, summary=said,
    )  # fmt: skip


def _twin(customer: Customer) -> Account:
    account = customer.account
    name = account.name.removesuffix("有限公司") if customer.is_chinese else account.name.upper()
    return Account(
        **rules.names(name), owner=account.owner, team=account.team, industry=account.industry,
        stage=account.stage, website=account.website,
    )  # fmt: skip
