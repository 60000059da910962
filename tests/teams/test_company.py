from __future__ import annotations

import pytest
from django.core.management import call_command

from foundation.errors import Forbidden, RuleBroken
from journal.models import Event
from teams import services
from teams.models import Company
from tests.cast import Cast
from tests.permissions.world import World


def test_the_company_changes_with_who_and_what(cast: Cast) -> None:
    services.company_update(Company.current(), actor=cast.manager, version=1, timezone="Europe/Berlin", night_hour=3)
    event = Event.objects.get()
    assert event.actor == cast.manager
    assert event.changes == {"timezone": ["Asia/Shanghai", "Europe/Berlin"], "night_hour": [2, 3]}


@pytest.mark.parametrize(
    "wrong", [{"timezone": "Mars/Base"}, {"base_currency": "yuan"}, {"night_hour": 24}, {"night_hour": -1}]
)
def test_what_the_company_cannot_be(cast: Cast, wrong: dict[str, object]) -> None:
    with pytest.raises(RuleBroken) as refusal:
        services.company_update(Company.current(), actor=cast.manager, version=1, **wrong)
    assert refusal.value.field in wrong


def test_the_base_currency_may_change_while_no_amount_is_kept(cast: Cast) -> None:
    services.company_update(Company.current(), actor=cast.admin, version=1, base_currency="USD")
    assert Company.current().base_currency == "USD"


@pytest.mark.parametrize("row", ["ledger_entry", "opportunity", "visit", "exchange_rate", "cost_rate"])
def test_with_the_first_amount_the_base_currency_is_fixed(cast: Cast, row: str) -> None:
    getattr(World(cast), row)
    with pytest.raises(RuleBroken) as refusal:
        services.company_update(Company.current(), actor=cast.admin, version=1, base_currency="USD")
    assert refusal.value.field == "base_currency"


def test_reps_do_not_change_the_company(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        services.company_update(Company.current(), actor=cast.rep, version=1, name="Mine")


@pytest.mark.django_db(transaction=True)
def test_an_empty_database_has_its_company() -> None:
    call_command("flush", interactive=False, verbosity=0)
    assert Company.objects.count() == 1
