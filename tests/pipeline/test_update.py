from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Account
from accounts.services import account_archive
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from pipeline.models import Opportunity
from pipeline.services import opportunity_archive, opportunity_assign, opportunity_reopen, opportunity_update
from teams.models import ExchangeRate
from tests.cast import make_account
from tests.pipeline.make import close, opportunity


@pytest.fixture
def row(account):
    return opportunity(account)


def update(row, actor=None, **changes):
    return opportunity_update(row, actor=actor or row.owner, version=row.version, **changes)


def test_the_event_keeps_before_and_after(row):
    update(row, name="Hot rolling line", next_step="Call Li")
    event = Event.objects.latest("id")
    assert event.verb == "opportunity.updated"
    assert event.changes == {"name": ["Cold rolling line", "Hot rolling line"], "next_step": ["", "Call Li"]}


def test_nothing_changed_writes_nothing(row):
    assert update(row, name=row.name).version == 1
    assert Event.objects.count() == 1


def test_a_stale_edit_is_refused(row):
    update(row, name="First")
    with pytest.raises(StaleEdit) as stale:
        opportunity_update(row, actor=row.owner, version=1, name="Second")
    assert stale.value.current.name == "First"


def test_an_amount_is_a_move(row):
    row = update(row, amount=Decimal("1500"))
    written = row.moves.get(kind="amount")
    assert (written.amount_before, written.amount_after, written.by) == (1000, 1500, row.owner)
    assert (written.base_before, written.base_after) == (1000, 1500)
    assert written.from_stage == written.to_stage == row.stage


def test_other_fields_are_no_move(row):
    assert update(row, name="Another").moves.count() == 1


def test_another_currency_is_a_move_at_todays_rate(row):
    ExchangeRate.objects.create(currency="EUR", date=dt.date(2020, 1, 1), rate=Decimal(8))
    row = update(row, currency="EUR")
    written = row.moves.get(kind="amount")
    assert (written.base_before, written.base_after, written.currency) == (1000, 8000, "EUR")


@pytest.mark.parametrize("amount", ["-1", "NaN"])
def test_bad_amounts_are_refused(row, amount):
    with pytest.raises(RuleBroken):
        update(row, amount=Decimal(amount))


def test_a_closed_ones_amount_stays(row):
    row = close(row, "won")
    with pytest.raises(RuleBroken):
        update(row, amount=Decimal(1))


def test_a_closed_ones_product_may_be_put_right(row):
    assert update(close(row, "won"), product="GTX Pro").product == "GTX Pro"


def test_an_archived_one_is_not_edited(row):
    row = opportunity_archive(row, actor=row.owner, version=row.version)
    with pytest.raises(RuleBroken):
        update(row, name="x")


def test_archiving_and_bringing_back(row):
    row = opportunity_archive(row, actor=row.owner, version=1)
    assert Opportunity.objects.live().count() == 0
    row = opportunity_archive(row, actor=row.owner, version=2, archived=False)
    assert Opportunity.objects.live().get() == row
    assert [event.verb for event in Event.objects.order_by("id")][1:] == [
        "opportunity.archived",
        "opportunity.restored",
    ]


def test_it_is_found_by_its_new_name(row):
    row = update(row, name="热轧线")
    assert "ryx" in row.search_text


def test_a_rep_gives_nothing_away(cast, row):
    with pytest.raises(Forbidden):
        opportunity_assign(row, actor=cast.rep, version=1, owner=cast.manager)


def test_a_manager_gives_it_to_whom_sees_the_account(cast, row):
    row = opportunity_assign(row, actor=cast.manager, version=1, owner=cast.manager)
    assert row.owner == cast.manager
    assert Event.objects.latest("id").verb == "opportunity.assigned"


def test_a_manager_cannot_give_it_to_whom_does_not(cast, row):
    with pytest.raises(RuleBroken) as refusal:
        opportunity_assign(row, actor=cast.manager, version=1, owner=cast.outsider)
    assert refusal.value.field == "owner"


def test_one_without_account_gets_one(cast, account, row):
    Opportunity.objects.update(account=None)
    row.refresh_from_db()
    row = opportunity_assign(row, actor=cast.director, version=1, account=account)
    assert (row.account, row.team) == (account, cast.north)


def test_it_is_the_team_of_who_sells_it_wherever_the_customer_belongs(cast, account, row):
    account.shared_with = [cast.south.pk]
    account.save()
    row = opportunity_assign(row, actor=cast.director, version=1, owner=cast.outsider)
    assert (row.account.team, row.team) == (cast.north, cast.south)


def test_its_owner_and_who_leads_him_see_it_where_the_account_is_out_of_their_sight(cast, account, row):
    Opportunity.objects.update(owner=cast.outsider, team=cast.south)
    assert not Account.objects.visible_to(cast.outsider).exists()
    for who in (cast.outsider, cast.rival):
        assert Opportunity.objects.visible_to(who).get() == row


def test_the_owner_must_see_the_account_it_gets(cast, row):
    theirs = make_account(cast.outsider, "Southern Mill")
    with pytest.raises(RuleBroken) as refusal:
        opportunity_assign(row, actor=cast.director, version=1, account=theirs)
    assert refusal.value.field == "owner"
    assert (
        opportunity_assign(row, actor=cast.director, version=1, account=theirs, owner=cast.outsider).team == cast.south
    )


@pytest.fixture
def put_away(account):
    """The account, archived."""
    return lambda: account_archive(account, actor=account.owner, version=account.version)


def test_nothing_is_opened_again_at_an_archived_account(row, put_away):
    row = close(row, "lost")
    put_away()
    with pytest.raises(RuleBroken):
        opportunity_reopen(row, actor=row.owner, version=row.version)


def test_an_open_one_does_not_come_back_to_an_archived_account(row, put_away):
    row = opportunity_archive(row, actor=row.owner, version=row.version)
    put_away()
    with pytest.raises(RuleBroken):
        opportunity_archive(row, actor=row.owner, version=row.version, archived=False)


def test_a_closed_one_comes_back_to_an_archived_account(row, put_away):
    row = close(row, "lost")
    row = opportunity_archive(row, actor=row.owner, version=row.version)
    put_away()
    assert not opportunity_archive(row, actor=row.owner, version=row.version, archived=False).is_archived


def test_an_archived_account_is_given_no_opportunity(cast, row):
    elsewhere = make_account(cast.rep, "Gone Ltd", archived_at=timezone.now())
    with pytest.raises(RuleBroken) as refused:
        update(row, cast.manager, account=elsewhere)
    assert refused.value.field == "account"


def test_who_won_it_stays_until_it_is_reopened(cast, account) -> None:
    row = close(opportunity(account), "won", reason="value")
    with pytest.raises(RuleBroken, match="stays"):
        opportunity_assign(row, actor=cast.manager, version=row.version, owner=cast.manager)
    row = opportunity_reopen(row, actor=cast.manager, version=row.version)
    assert opportunity_assign(row, actor=cast.manager, version=row.version, owner=cast.manager).owner == cast.manager
