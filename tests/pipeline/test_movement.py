"""The movement: exact for every team and month, every bar opens its rows."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from foundation import clock
from foundation.clock import add_months
from pipeline.models import Opportunity
from pipeline.queries.movement import LINES, Holders, Span, movement, moves_behind, opportunities_behind
from pipeline.rules import cents
from pipeline.services import (
    Past,
    opportunity_assign,
    opportunity_import,
    opportunity_reopen,
    opportunity_update,
)
from tests.cast import make_account
from tests.pipeline.make import DAY, close, move, opportunity
from tests.pipeline.movements import agrees_in_hands, agrees_with_the_moves

CRM = Path(__file__).parents[2].parent / "shared/data/b2b_crm/sales_pipeline.csv"
STATUS = {"Won": "won", "Lost": "lost"}


def span() -> Span:
    return Span(clock.today(), clock.today())


def test_each_line_by_hand(cast, account):
    account.shared_with = [cast.north.pk]
    account.save()
    row = opportunity(account, amount="100")
    row = opportunity_update(row, actor=cast.rep, version=row.version, amount=Decimal(130))
    row = opportunity_update(row, actor=cast.rep, version=row.version, amount=Decimal(120))
    row = close(row, "lost")
    row = opportunity_reopen(row, actor=cast.rep, version=row.version)
    opportunity_assign(row, actor=cast.manager, version=row.version, owner=cast.peer)
    close(opportunity(account, amount="7"), "won")
    found = movement(Opportunity.objects.live(), span())
    assert [found.total.lines[name].amount for name in LINES] == [0, 107, 30, 120, 0, 0, -10, -7, -120, 0, 120]
    people = {subject.subject: subject.lines for subject in found.owners}
    assert (people[cast.rep]["given"].amount, people[cast.peer]["received"].amount) == (-120, 120)
    assert (people[cast.rep]["end"].amount, people[cast.peer]["end"].amount) == (0, 120)
    agrees_with_the_moves(span())


def test_the_rows_behind_a_line_add_up_to_it(company):
    rows, nobody = Opportunity.objects.live(), Holders()
    found = movement(rows, span()).total
    for name in LINES[1:-1]:
        behind = moves_behind(rows, name, span(), nobody)
        assert sum((cents(row.change) for row in behind), Decimal(0)) == found.lines[name].amount
        assert behind.count() == found.lines[name].count
    end = opportunities_behind(rows, "end", span(), nobody)
    assert (sum(cents(row.change) for row in end), end.count()) == (found.end.amount, found.end.count)


def test_a_movement_in_some_hands_knows_who_gave_and_received(cast, account):
    account.shared_with = [cast.north.pk]
    account.save()
    row = move(opportunity(account, amount="50"), "upside")
    opportunity_assign(row, actor=cast.manager, version=row.version, owner=cast.peer)
    mine = agrees_in_hands(span(), Holders(owners=[cast.rep.pk]))
    assert (mine.lines["new"].amount, mine.lines["given"].amount, mine.end.amount) == (50, -50, 0)
    both = agrees_in_hands(span(), Holders(owners=[cast.rep.pk, cast.peer.pk]))
    assert (both.lines["given"].count, both.end.amount) == (0, 50)


def test_what_leaves_a_team_in_the_same_hands_is_given_away_there(cast, account):
    """Of somebody in no team it is the account's team's."""
    row = opportunity(account, cast.admin, owner=cast.admin, amount="100")
    elsewhere = make_account(cast.outsider, "Southern Mill")
    opportunity_assign(row, actor=cast.admin, version=row.version, account=elsewhere)
    north = agrees_in_hands(span(), Holders(teams=[cast.north.pk]))
    assert (north.lines["given"].amount, north.end.amount) == (-100, 0)
    south = agrees_in_hands(span(), Holders(owners=[cast.admin.pk], teams=[cast.south.pk]))
    assert (south.lines["received"].amount, south.end.amount) == (100, 100)


def test_what_another_person_takes_in_the_same_team_is_given_away_by_the_first(cast, account):
    row = opportunity(account, amount="100")
    opportunity_assign(row, actor=cast.manager, version=row.version, owner=cast.manager)
    assert agrees_in_hands(span(), Holders(owners=[cast.rep.pk])).lines["given"].amount == -100


@pytest.mark.skipif(not CRM.exists(), reason="the shared data is not here")
def test_the_identity_holds_for_every_month_and_person_of_a_real_crm(cast):
    people = [cast.rep, cast.peer, cast.outsider]
    accounts = {person: make_account(person, person.name) for person in people}
    last = clock.today()
    rows = []
    with CRM.open(encoding="utf-8") as file:
        for number, line in enumerate(csv.DictReader(file)):
            owner = people[sum(line["sales_agent"].encode()) % 3]
            opened = dt.date.fromisoformat(line["engage_date"]) if line["engage_date"] else dt.date(2017, 11, 1)
            closed = dt.date.fromisoformat(line["close_date"]) if line["close_date"] else None
            rows.append(
                Past(
                    name=line["product"], amount=Decimal(line["close_value"] or 100), owner=owner,
                    account=accounts[owner], external_id=f"crm-{number}", opened_on=opened,
                    status=STATUS.get(line["deal_stage"], "open"), closed_on=closed,
                )
            )  # fmt: skip
    assert not opportunity_import(actor=cast.admin, rows=rows).refused
    won = movement(Opportunity.objects.live(), Span(dt.date(2016, 1, 1), last)).total.lines["won"]
    assert (won.count, won.amount) == (4238, -10_005_534)
    for back in range(16):
        first = add_months(dt.date(2018, 1, 1), -back)
        agrees_with_the_moves(Span(first, add_months(first, 1) - DAY))
