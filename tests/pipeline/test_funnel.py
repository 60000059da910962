"""The figures of the funnel, one question a test."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.http import QueryDict

from foundation import clock
from foundation.clock import add_months, month_start, quarter_start
from pipeline import queries
from pipeline.filters import FunnelFilter
from pipeline.models import Opportunity
from pipeline.queries.composed import SQL
from pipeline.queries.periods import flags
from pipeline.services import Past, opportunity_archive, opportunity_import, opportunity_reopen, stage_update
from teams.models import ExchangeRate
from tests.pipeline.make import DAY, close, move, opportunity, stage


def funnel(today: dt.date | None = None) -> queries.Funnel:
    return queries.funnel(Opportunity.objects.live(), today or clock.today())


def line(key: str) -> queries.StageLine:
    return next(found for found in funnel().stages if found.stage.key == key)


def progress(key: str) -> tuple[int, int]:
    return line(key).progress.passed, line(key).progress.gone


def past(account, *entered: tuple[str, int], **fields) -> None:
    """An opportunity that entered each stage so many days after 1 January 2026."""
    when = tuple((dt.date(2026, 1, 1) + days * DAY, stage(key)) for key, days in entered)
    fields = {"name": "Old", "amount": Decimal(100), "owner": account.owner, "account": account, **fields}
    outcome = opportunity_import(actor=account.owner, rows=[Past(entered=when, **fields)])
    assert not outcome.refused


def test_an_empty_funnel_has_zeros_and_no_rates(cast):
    found = funnel()
    assert found.total.open == queries.Sum()
    assert (found.total.win_rate, found.stages[0].progress.conversion) == (None, None)
    assert len(found.stages) == 6


def test_count_amount_and_weighted_by_stage(account):
    opportunity(account, amount="1000.10", stage="upside")
    opportunity(account, amount="0.10", stage="upside")
    opportunity(account, amount="500", stage="leads")
    assert line("upside").figures.open == queries.Sum(2, Decimal("1000.20"), Decimal("600.12"))
    assert funnel().total.open == queries.Sum(3, Decimal("1500.20"), Decimal("650.12"))


def test_amounts_are_in_the_base_currency(account):
    ExchangeRate.objects.create(currency="EUR", date=dt.date(2020, 1, 1), rate=Decimal(8))
    opportunity(account, amount="100", currency="EUR")
    opportunity(account, amount="100")
    assert funnel().total.open.amount == 900


def test_a_changed_probability_counts_at_once(cast, account):
    opportunity(account, amount="1000", stage="upside")
    stage_update(stage("upside"), actor=cast.manager, version=1, probability=Decimal(65))
    assert funnel().total.open.weighted == 650


def test_archived_ones_count_nowhere(account):
    row = move(opportunity(account), "upside")
    opportunity_archive(row, actor=account.owner, version=row.version)
    assert funnel().total.open.count == 0
    assert progress("leads") == (0, 0)


def test_one_that_stands_in_a_stage_is_not_decided(account):
    opportunity(account)
    assert progress("leads") == (0, 0)


def test_a_lost_one_counts_against_the_stage_it_was_lost_in(account):
    close(move(opportunity(account), "prospect"), "lost")
    assert progress("leads") == (1, 1)
    assert progress("prospect") == (0, 1)
    assert line("prospect").progress.conversion == 0


def test_a_won_one_went_on_from_every_stage_it_stood_in(account):
    close(move(opportunity(account), "committed"), "won")
    assert progress("leads") == progress("committed") == (1, 1)


def test_a_stage_that_was_jumped_over_has_nothing_to_do_with_it(account):
    move(opportunity(account), "committed")
    assert progress("upside") == (0, 0)


def test_a_jump_counts_as_having_gone_on(account):
    move(opportunity(account), "committed")
    assert progress("leads") == (1, 1)


def test_one_that_was_put_back_and_is_open_is_not_decided(account):
    move(opportunity(account, stage="upside"), "leads")
    assert progress("upside") == (0, 0)


def test_one_that_was_put_back_and_lost_did_not_go_on(account):
    close(move(opportunity(account, stage="upside"), "leads"), "lost")
    assert progress("upside") == (0, 1)


def test_having_been_further_on_once_is_enough(account):
    close(move(move(opportunity(account), "upside"), "leads"), "lost")
    assert progress("leads") == (1, 1)


def test_a_reopened_one_is_decided_no_more(account):
    row = close(move(opportunity(account), "upside"), "lost")
    opportunity_reopen(row, actor=account.owner, version=row.version)
    assert progress("upside") == (0, 0)
    assert progress("leads") == (1, 1)


def test_an_amount_changes_no_conversion(account):
    from pipeline.services import opportunity_update

    row = move(opportunity(account), "upside")
    opportunity_update(row, actor=account.owner, version=row.version, amount=Decimal(7))
    assert (progress("upside"), line("upside").progress.stayed) == ((0, 0), 0)


def test_days_in_stage_are_median_and_mean_of_completed_stays(account):
    for days in (10, 20, 60):
        past(account, ("leads", 0), ("upside", days))
    found = line("leads").progress
    assert (found.stayed, found.median_days, found.mean_days) == (3, pytest.approx(20), pytest.approx(30))
    assert line("upside").progress.median_days is None


def test_a_stay_that_ended_in_loss_is_complete(account):
    past(account, ("leads", 0), status="lost", closed_on=dt.date(2026, 1, 8))
    assert line("leads").progress.median_days == pytest.approx(7)


def test_age_is_of_those_that_stand_there_now(account):
    past(account, ("leads", 0))
    past(account, ("leads", 0), ("upside", 3))
    age = (clock.today() - dt.date(2026, 1, 1)).days
    assert line("leads").progress.oldest_age == pytest.approx(age, abs=1)
    assert line("upside").progress.median_age == pytest.approx(age - 3, abs=1)


def test_what_is_past_is_not_closing_this_month_but_in_its_quarter(account):
    today = clock.today()
    next_month = add_months(month_start(today), 1)
    next_quarter = add_months(quarter_start(today), 3)
    for amount, day in [("1", today - DAY), ("2", next_month - DAY), ("4", next_quarter), ("8", None)]:
        opportunity(account, amount=amount, expected_close_on=day)
    total = funnel().total
    assert (total.closing_month.count, total.closing_month.amount) == (1, 2)
    assert total.closing_quarter.amount == (3 if quarter_start(today) < today else 2)
    assert total.overdue.amount == 1


def test_closed_ones_are_not_closing(account):
    close(opportunity(account, expected_close_on=clock.today()), "won")
    assert funnel().total.closing_month.count == 0


def test_won_and_lost_of_the_quarter_and_the_rate_of_the_year(account):
    today = clock.today()
    close(opportunity(account, amount="100"), "won")
    close(opportunity(account, amount="10"), "lost")
    before = quarter_start(today) - DAY
    past(account, ("leads", 0), status="lost", closed_on=max(before, dt.date(2026, 1, 2)))
    long_ago = dt.date(2020, 1, 1)
    opportunity_import(
        actor=account.owner,
        rows=[
            Past(
                name="Ancient", amount=Decimal(1), owner=account.owner, account=account,
                opened_on=long_ago, status="won", closed_on=long_ago,
            )
        ],
    )  # fmt: skip
    total = funnel().total
    assert (total.won_quarter.amount, total.lost_quarter.amount) == (100, 10)
    assert (total.won_year.count, total.lost_year.count) == (1, 2)
    assert (total.cases, total.win_rate) == (3, Decimal(1) / 3)


def test_by_team_and_by_person_largest_weighted_first(cast, account):
    account.shared_with = [cast.north.pk]
    account.save()
    opportunity(account, amount="10")
    opportunity(account, cast.peer, amount="30")
    found = funnel()
    assert [(row.subject.pk, row.figures.open.amount) for row in found.owners] == [
        (cast.peer.pk, 30),
        (cast.rep.pk, 10),
    ]
    assert [(row.subject, row.figures.open.amount) for row in found.teams] == [((cast.north.pk, "North"), 40)]


def test_the_parts_add_up_to_the_whole(account):
    for number, key in enumerate(["leads", "upside", "upside", "committed"]):
        opportunity(account, amount=f"{number}.01", stage=key)
    found = funnel()
    assert sum(row.figures.open.amount for row in found.stages) == found.total.open.amount
    assert sum(row.figures.open.count for row in found.owners) == found.total.open.count


def test_nobodys_funnel_is_empty(account):
    opportunity(account)
    assert queries.funnel(Opportunity.objects.none(), clock.today()).total.open.count == 0


def test_each_flag_has_its_bit_in_the_sql():
    """`mark` is unpacked by number: the order of the flags is said in two places."""
    bits = re.findall(r"mark & (\d+) <> 0 AS (\w+)", (SQL / "funnel_from_rows.sql").read_text())
    assert bits == [(str(1 << n), name) for n, name in enumerate(flags(clock.today()))]


def test_what_a_row_answers_itself_is_asked_before_its_account(cast):
    """Where that is enough for every row, the accounts in sight are not read at all."""
    statement = str(Opportunity.objects.sifted_for(cast.manager).query)
    asked = statement[statement.index("WHERE") :]
    own = [asked.index(f'"pipeline_opportunity"."{name}"') for name in ("owner_id", "team_id")]
    assert max(own) < asked.index('"accounts_account"')


def test_of_a_readers_own_team_no_list_is_put_together(cast, rf):
    request = rf.get("/")
    request.user = cast.manager
    data = QueryDict(f"team={cast.manager.team_id}")
    filterset = FunnelFilter(data, queryset=Opportunity.objects.all(), request=request, drawn=False)
    assert filterset.is_valid()
    assert (filterset.form.cleaned_data["team"], filterset.filters["team"].is_idle) == (cast.manager.team, True)
    data = QueryDict(f"team={cast.hq.pk}")
    assert not FunnelFilter(data, queryset=Opportunity.objects.all(), request=request, drawn=False).is_valid()
