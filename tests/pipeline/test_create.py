from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from foundation import clock
from foundation.errors import Forbidden, RuleBroken
from journal.models import Event
from pipeline.models import Move, Opportunity
from teams.models import ExchangeRate
from tests.pipeline.make import DAY, opportunity


def test_opens_in_the_first_stage(cast, account):
    assert opportunity(account).stage.key == "leads"


def test_writes_one_opening_move(cast, account):
    row = opportunity(account, amount="250.50")
    moves = list(Move.objects.values_list("kind", "from_stage", "to_stage", "amount_before", "amount_after", "by"))
    assert moves == [("opened", None, row.stage_id, None, Decimal("250.50"), cast.rep.pk)]


def test_writes_an_event(cast, account):
    row = opportunity(account)
    event = Event.objects.get()
    assert (event.verb, event.subject_id, event.account_id, event.actor) == (
        "opportunity.created",
        row.pk,
        account.pk,
        cast.rep,
    )


def test_team_and_sharing_are_the_accounts(cast, account):
    account.shared_with = [cast.south.pk]
    account.save()
    row = opportunity(account)
    assert (row.team, row.shared_with) == (cast.north, [cast.south.pk])


@pytest.mark.parametrize(("actor", "owner"), [("rep", "rep"), ("manager", "rep"), ("integration", "rep")])
def test_owner_is_the_rep_who_made_it_or_the_accounts_owner(cast, account, actor, owner):
    assert opportunity(account, cast[actor]).owner == cast[owner]


def test_a_rep_makes_none_for_somebody_else(cast, account):
    account.shared_with = [cast.north.pk]
    account.save()
    with pytest.raises(Forbidden):
        opportunity(account, cast.rep, owner=cast.peer)


def test_an_owner_must_see_the_account(cast, account):
    with pytest.raises(RuleBroken) as refusal:
        opportunity(account, cast.manager, owner=cast.outsider)
    assert refusal.value.field == "owner"


def test_an_owner_who_left_is_refused(cast, account):
    cast.rep.is_active = False
    cast.rep.save()
    with pytest.raises(RuleBroken) as refusal:
        opportunity(account, cast.manager)
    assert refusal.value.field == "owner"


def test_an_archived_account_takes_none(cast, account):
    account.archived_at = timezone.now()
    account.save()
    with pytest.raises(RuleBroken):
        opportunity(account)


@pytest.mark.parametrize("amount", ["-0.01", "NaN", "Infinity"])
def test_amount_is_zero_or_more_and_finite(cast, account, amount):
    with pytest.raises(RuleBroken) as refusal:
        opportunity(account, amount=amount)
    assert refusal.value.field == "amount"


def test_an_amount_whose_worth_cannot_be_summed_is_refused(cast, account):
    ExchangeRate.objects.create(currency="KWD", date=dt.date(2020, 1, 1), rate=Decimal("9999999999"))
    with pytest.raises(RuleBroken):
        opportunity(account, amount="9999999999999999.99", currency="KWD")


def test_zero_is_an_amount(cast, account):
    assert opportunity(account, amount="0").amount_base == 0


def test_another_currency_takes_the_rate_of_its_day(cast, account):
    ExchangeRate.objects.create(currency="EUR", date=dt.date(2020, 1, 1), rate=Decimal("7.5"))
    ExchangeRate.objects.create(currency="EUR", date=clock.today(), rate=Decimal(8))
    row = opportunity(account, amount="100", currency="EUR", opened_on=clock.today() - DAY)
    assert (row.rate, row.amount_base) == (Decimal("7.5"), 750)


def test_a_currency_without_a_rate_is_refused(cast, account):
    with pytest.raises(RuleBroken) as refusal:
        opportunity(account, currency="EUR")
    assert refusal.value.field == "currency"


def test_an_opening_in_the_future_is_refused(cast, account):
    with pytest.raises(RuleBroken) as refusal:
        opportunity(account, opened_on=clock.today() + DAY)
    assert refusal.value.field == "opened_on"


def test_an_earlier_opening_dates_the_first_move(cast, account):
    row = opportunity(account, opened_on=dt.date(2024, 2, 29))
    assert timezone.localdate(row.moves.get().at) == dt.date(2024, 2, 29)
    assert row.stage_since == row.moves.get().at


def test_an_external_id_is_used_once(cast, account):
    opportunity(account, external_id="SF-1")
    with pytest.raises(RuleBroken) as refusal:
        opportunity(account, external_id="SF-1")
    assert refusal.value.field == "external_id"
    assert Opportunity.objects.count() == Move.objects.count() == Event.objects.count() == 1
