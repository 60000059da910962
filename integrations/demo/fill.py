"""Fills an empty company with the demo, in one transaction."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from accounts.models import Account, Contact, Visit
from accounts.services import refresh_visit_facts
from foundation.errors import RuleBroken
from foundation.sql import analyze
from journal.models import Event
from pipeline.models import Move, Opportunity
from scoring.models import LedgerEntry
from teams.models import User

from .cadences import make_cadences
from .care import make_complaints
from .contracts import make_contracts
from .customers import make_customers
from .deals import make_records
from .development import make_developments
from .duplicates import make_duplicates
from .expectations import make_expectations
from .goals import make_goals
from .ledger import make_ledger
from .losses import make_losses
from .market import make_market_shares
from .needs import make_needs
from .notices import make_notices
from .opportunities import make_opportunities
from .plans import make_plans
from .relations import make_relations
from .reviews import make_performance, make_reviews
from .stage import Scene, set_scene
from .surveys import make_surveys
from .visits import make_visits
from .wallets import make_wallets


@transaction.atomic
def fill(*, password: str, seed: int, say: Callable[[str], object]) -> Scene:
    """The whole company except its nights. RuleBroken where there is anybody or any account already."""
    if User.objects.exists() or Account.objects.exists():
        raise RuleBroken("This company is not empty, so the demo stays out of it.")
    try:
        scene = set_scene(seed, password)
        customers = make_customers(scene)
        visits = make_visits(scene, customers)
        opportunities = make_opportunities(scene, customers)
        make_relations(scene, customers)
        make_complaints(scene, customers)
        make_surveys(scene, customers)
        make_contracts(scene, customers)
        make_cadences(scene, customers)
        make_expectations(scene, customers)
        make_needs(scene, customers)
        make_records(scene, customers, opportunities)
        make_goals(scene, opportunities)
        make_reviews(scene, opportunities)
        make_developments(scene, customers)
        make_performance(scene)
        entries = make_ledger(scene, customers)
        make_market_shares(scene)
        make_wallets(scene, customers)
        make_plans(scene, customers)
        make_losses(scene, customers)
        make_notices(scene, visits, opportunities)
        analyze(Account, Contact, Visit, Opportunity, Move, LedgerEntry)
        refresh_visit_facts(customer.account.pk for customer in customers)
        make_duplicates(scene, customers)
        _tell([customer.account for customer in customers], visits, opportunities)
    finally:
        timezone.deactivate()
    say(
        f"{len(scene.people)} people, {len(customers)} accounts, {len(visits)} visits, "
        f"{len(opportunities)} opportunities, {entries} ledger entries."
    )
    return scene


def _tell(accounts: list[Account], visits: list[Visit], opportunities: list[Opportunity]) -> None:
    """The journal as it would stand had everything been written by its owner at its time."""
    events = [
        Event(at=row.created_at, actor=row.owner, verb="account.created", subject_type="account", subject_id=row.pk,
              account_id=row.pk)
        for row in accounts
    ]  # fmt: skip
    events += [
        Event(at=row.created_at, actor=row.by, verb=f"visit.{row.state}", subject_type="visit", subject_id=row.pk,
              account_id=row.account_id)
        for row in visits
    ]  # fmt: skip
    events += [
        Event(at=row.created_at, actor=row.owner, verb="opportunity.created", subject_type="opportunity",
              subject_id=row.pk, account_id=row.account_id)
        for row in opportunities
    ]  # fmt: skip
    Event.objects.bulk_create(sorted(events, key=lambda event: event.at), batch_size=2000)
