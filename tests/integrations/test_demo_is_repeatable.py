"""One seed, one company."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts.models import Account
from pipeline.models import Opportunity
from scoring.models import LedgerEntry


def told(seed: int) -> list[object]:
    """What a demo of this seed consists of; taken back."""
    with transaction.atomic():
        call_command("demo", password="a-quiet-river-7", seed=seed, stdout=io.StringIO())
        rows = [
            # The doubles have no external id: their names tell them apart.
            *Account.objects.order_by("external_id", "name").values_list("name", "tier", "next_step_on"),
            *Opportunity.objects.order_by("external_id", "name").values_list("name", "amount", "opened_on", "status"),
            *LedgerEntry.objects.order_by("external_id").values_list("date", "revenue", "cost")[:500],
        ]
        transaction.set_rollback(True)
    return rows


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_company_and_another_another() -> None:
    first = told(7)
    assert told(7) == first
    assert told(8) != first
