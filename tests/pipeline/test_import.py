from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from foundation import clock
from journal.models import Event
from pipeline.models import Move, Opportunity
from pipeline.services import Past, opportunity_assign, opportunity_import
from teams.models import ExchangeRate
from tests.cast import make_account
from tests.pipeline.make import DAY, close, stage

MARCH = dt.date(2026, 3, 2)


@pytest.fixture
def past(cast, account):
    def _past(number: int = 1, **fields) -> Past:
        fields = {"name": "Old deal", "amount": Decimal(100), "owner": cast.rep, "account": account, **fields}
        return Past(external_id=f"X{number}", **fields)

    return _past


@pytest.fixture
def load(cast):
    return lambda *rows: opportunity_import(actor=cast.admin, rows=rows)


def days(row: Opportunity) -> list[tuple[str, dt.date]]:
    return [(move.kind, timezone.localdate(move.at)) for move in row.moves.all()]


def test_a_won_one_has_two_dated_moves(past, load):
    load(past(opened_on=MARCH, status="won", closed_on=MARCH + 30 * DAY, stage=stage("upside")))
    row = Opportunity.objects.get()
    assert days(row) == [("opened", MARCH), ("won", MARCH + 30 * DAY)]
    assert (row.status, row.stage.key, row.closed_on, row.close_reason) == ("won", "upside", MARCH + 30 * DAY, "unsaid")


def test_each_stage_it_entered_is_a_move_of_its_day(past, load):
    entered = ((MARCH, stage("leads")), (MARCH + DAY, stage("pipeline")), (MARCH + 5 * DAY, stage("upside")))
    load(past(entered=entered))
    row = Opportunity.objects.get()
    assert days(row) == [("opened", MARCH), ("stage", MARCH + DAY), ("stage", MARCH + 5 * DAY)]
    assert [move.from_stage and move.from_stage.key for move in row.moves.all()] == [None, "leads", "pipeline"]
    assert (row.stage.key, timezone.localdate(row.stage_since), row.opened_on) == ("upside", MARCH + 5 * DAY, MARCH)


def test_one_that_says_nothing_stands_in_the_first_stage_since_today(past, load):
    load(past())
    row = Opportunity.objects.get()
    assert (row.stage.key, row.opened_on, row.status) == ("leads", clock.today(), "open")


def test_one_without_account_belongs_to_its_owners_team(cast, past, load):
    load(past(account=None))
    row = Opportunity.objects.get()
    assert (row.account, row.team) == (None, cast.north)


def test_an_owner_without_team_needs_an_account(cast, past, load):
    outcome = load(past(account=None, owner=cast.admin))
    assert outcome.refused[0][1].field == "team"
    assert not Opportunity.objects.exists()


def test_the_rate_is_that_of_the_opening_day(past, load):
    ExchangeRate.objects.create(currency="USD", date=MARCH, rate=7)
    ExchangeRate.objects.create(currency="USD", date=MARCH + DAY, rate=6)
    load(past(currency="USD", opened_on=MARCH))
    assert Opportunity.objects.get().amount_base == 700
    assert Move.objects.get().base_after == 700


def test_the_same_rows_twice_add_nothing(past, load):
    rows = [past(1, status="won", opened_on=MARCH, closed_on=MARCH), past(2, stage=stage("upside"))]
    load(*rows)
    outcome = load(*rows)
    assert (outcome.created, outcome.updated, outcome.unchanged) == ([], [], 2)
    assert (Opportunity.objects.count(), Move.objects.count()) == (2, 3)


def test_a_known_one_takes_what_differs(past, load):
    load(past())
    outcome = load(past(amount=Decimal(150), stage=stage("upside"), status="lost", close_reason="price"))
    row = Opportunity.objects.get()
    assert outcome.updated == [row.pk]
    assert [move.kind for move in row.moves.all()] == ["opened", "amount", "stage", "lost"]
    assert (row.amount, row.stage.key, row.status, row.close_reason) == (150, "upside", "lost", "price")


@pytest.mark.parametrize("differs", ["owner", "currency", "state"])
def test_what_is_closed_after_it_changed_is_closed_on_the_day_of_its_last_move(cast, past, load, differs):
    ExchangeRate.objects.create(currency="EUR", date=MARCH, rate=8)
    load(past(opened_on=MARCH, **({"status": "lost", "closed_on": MARCH} if differs == "state" else {})))
    said = {"owner": cast.manager} if differs == "owner" else {"currency": "EUR"} if differs == "currency" else {}
    outcome = load(past(status="won", closed_on=MARCH + DAY, **said))
    assert (outcome.refused, outcome.closed_later) == ([], [(0, clock.today())])
    assert Opportunity.objects.get().closed_on == clock.today()
    assert load(past(status="won", closed_on=MARCH + DAY, **said)).unchanged == 1


def test_what_did_not_move_since_is_closed_on_the_day_of_the_file(past, load):
    load(past(opened_on=MARCH))
    assert load(past(status="won", closed_on=MARCH + DAY)).closed_later == []
    assert Opportunity.objects.get().closed_on == MARCH + DAY


def test_what_is_not_said_erases_nothing(past, load):
    load(past(product="GTX Pro", expected_close_on=MARCH))
    load(past(source="Fair"))
    row = Opportunity.objects.get()
    assert (row.product, row.expected_close_on, row.source) == ("GTX Pro", MARCH, "Fair")


def test_a_closed_one_that_is_open_again_is_reopened(past, load):
    load(past(status="lost", opened_on=MARCH, closed_on=MARCH))
    load(past(status="open"))
    assert [move.kind for move in Opportunity.objects.get().moves.all()] == ["opened", "lost", "reopened"]


def test_the_same_id_twice_in_one_file_is_refused_twice(past, load):
    outcome = load(past(1), past(2), past(1))
    assert [place for place, _refusal in outcome.refused] == [0, 2]
    assert len(outcome.created) == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"amount": Decimal("-1")}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"),
        ({"currency": "EUR"}, "currency"),
        ({"opened_on": dt.date(2090, 1, 1)}, "opened_on"),
        ({"opened_on": MARCH, "closed_on": MARCH - DAY, "status": "won"}, "closed_on"),
        ({"opened_on": MARCH, "closed_on": dt.date(2090, 1, 1), "status": "won"}, "closed_on"),
        ({"opened_on": MARCH, "closed_on": MARCH, "status": "open"}, "status"),
    ],
)
def test_impossible_rows_are_refused_and_the_others_written(past, load, fields, field):
    outcome = load(past(1, **fields), past(2))
    assert [(place, refusal.field) for place, refusal in outcome.refused] == [(0, field)]
    assert Opportunity.objects.get().external_id == "X2"


def test_stages_out_of_order_are_refused(past, load):
    outcome = load(past(entered=((MARCH, stage("leads")), (MARCH - DAY, stage("upside")))))
    assert outcome.refused[0][1].field == "entered"


def test_each_new_one_has_an_event(past, load):
    load(past(1), past(2))
    assert list(Event.objects.values_list("verb", flat=True)) == ["opportunity.imported"] * 2


def test_a_thousand_cost_the_queries_of_ten(past, load):
    asked = []
    for numbers in (range(10), range(10, 1010)):
        with CaptureQueriesContext(connection) as queries:
            load(*(past(n, status="won", opened_on=MARCH, closed_on=MARCH + DAY) for n in numbers))
        asked.append(len(queries))
    assert asked[1] <= asked[0] <= 20
    assert Move.objects.count() == 2020


def test_what_stands_already_costs_the_queries_of_none(past, load, django_assert_max_num_queries):
    rows = [past(number, stage=stage("pipeline")) for number in range(40)]
    load(*rows)
    with django_assert_max_num_queries(10):
        assert load(*rows).unchanged == 40


def holders(row: Opportunity) -> list[tuple[str, str, str]]:
    return [(move.kind, move.owner.name, move.team.name) for move in row.moves.all()]


def test_another_owner_of_a_told_one_corrects_who_won_it(cast, past, load):
    load(past(status="won", opened_on=MARCH, closed_on=MARCH))
    assert len(load(past(owner=cast.outsider)).updated) == 1
    row = Opportunity.objects.get()
    assert (row.owner, row.team) == (cast.outsider, cast.south)
    assert holders(row) == [("opened", "Outsider", "South"), ("won", "Outsider", "South")]
    assert load(past(owner=cast.outsider)).unchanged == 1


def test_only_the_last_who_had_it_is_corrected(cast, past, load):
    load(past(opened_on=MARCH))
    load(past(owner=cast.peer))
    load(past(owner=cast.peer, status="won"))
    load(past(owner=cast.outsider))
    assert [name for _kind, name, _team in holders(Opportunity.objects.get())] == ["Rep", "Outsider", "Outsider"]


def test_who_closed_it_here_stays_and_it_is_said(cast, past, load):
    load(past(opened_on=MARCH))
    close(Opportunity.objects.get(), "won")
    outcome = load(past(owner=cast.outsider))
    assert (outcome.kept_with, outcome.unchanged) == ([(0, "Rep")], 1)
    assert Opportunity.objects.get().owner == cast.rep


def test_what_is_open_again_in_other_hands_was_handed_over(cast, past, load):
    load(past(status="lost", opened_on=MARCH, closed_on=MARCH))
    load(past(owner=cast.outsider, status="open"))
    told = holders(Opportunity.objects.get())
    assert told[2:] == [("reopened", "Rep", "North"), ("handed", "Outsider", "South")]


def test_a_closed_one_stays_with_its_team_wherever_it_is_put(cast, past, load, account):
    load(past(account=None, owner=cast.admin, team=cast.north, status="won", opened_on=MARCH, closed_on=MARCH))
    row, south = Opportunity.objects.get(), make_account(cast.outsider, "Southern Mill")
    opportunity_assign(row, actor=cast.admin, version=row.version, account=south)
    assert Opportunity.objects.get().team == cast.north
