"""How well the demo's records are kept: some have an address, some were looked over of late; then the 4R check."""

from __future__ import annotations

from accounts.models import Account, Completeness
from accounts.services import records_judge
from rights.services import verdicts_judge

from .stage import Scene

STREETS = ("工业大道", "科技路", "人民路", "Harbour Road", "Mill Lane")


def keep_records(scene: Scene) -> None:
    """After the nights: tiers are asked for more or less."""
    dice = scene.dice("records")
    accounts = list(Account.objects.order_by("pk"))
    for account in accounts:
        if dice.random() < 0.7:
            account.address = f"{account.territory} {dice.choice(STREETS)} {dice.randrange(1, 400)}".strip()
    Account.objects.bulk_update(accounts, ["address"])
    fresh = [account.pk for account in accounts if dice.random() < 0.6]
    Completeness.objects.filter(account__in=fresh).update(checked_on=scene.today)
    records_judge()
    verdicts_judge()
