"""Forecast, quota, productivity and movement: every figure is what SQL says of the rows the reader sees."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from foundation import clock
from pipeline.models import Opportunity, Quota
from pipeline.queries.forecast import forecast, observed_rates
from pipeline.queries.productivity import Compared, Equation, Productivity, productivity
from pipeline.queries.spans import period_of
from pipeline.rules import cents
from pipeline.services import Past, opportunity_import, stage_update
from tests.cast import ROLES, make_account
from tests.pipeline import sight
from tests.pipeline.make import DAY, close, opportunity, stage

PEOPLE = [name for name in ROLES if name != "integration"]
PAGES = ["forecast", "movement", "quota", "productivity"]


def own(company, who: str) -> str:
    """The ids of what `who` sees, for SQL; "0" of nothing."""
    return ", ".join(str(row[0]) for row in sight.own(company, who)) or "0"


def asked(query: str) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()


@pytest.mark.parametrize("who", PEOPLE)
def test_a_forecast_has_the_readers_rows_alone(company, sign_in, who):
    page = sign_in(who).get("/reports/forecast/?period=year")
    found, year = page.context["forecast"].total, clock.today().year
    known = asked(f"""
        SELECT
            COALESCE(SUM(amount_base) FILTER (WHERE status = 'won' AND extract(year FROM closed_on) = {year}), 0),
            COALESCE(SUM(amount_base)
                     FILTER (WHERE status = 'open' AND extract(year FROM expected_close_on) = {year}), 0),
            COALESCE(SUM(amount_base * probability / 100)
                     FILTER (WHERE status = 'open' AND extract(year FROM expected_close_on) = {year}), 0)
        FROM pipeline_opportunity o JOIN pipeline_stage s ON s.id = o.stage_id WHERE o.id IN ({own(company, who)})
    """)
    assert (found.won, found.amount, found.weighted - found.won) == tuple(cents(amount) for amount in known)


@pytest.mark.parametrize("who", PEOPLE)
def test_a_movement_has_the_readers_rows_alone(company, sign_in, who):
    found = sign_in(who).get("/reports/movement/").context["movement"].total
    ids = own(company, who)
    won = asked(
        f"SELECT COALESCE(-SUM(base_after), 0) FROM pipeline_move WHERE kind = 'won' AND opportunity_id IN ({ids})"
    )
    end = asked(
        f"SELECT COALESCE(SUM(amount_base), 0) FROM pipeline_opportunity WHERE status = 'open' AND id IN ({ids})"
    )
    assert (found.lines["won"].amount, found.end.amount) == (cents(won[0]), cents(end[0]))


@pytest.mark.parametrize("who", PEOPLE)
def test_a_quota_report_has_the_readers_rows_alone(company, sign_in, who):
    first, last = clock.today().replace(month=1, day=1), clock.today().replace(month=12, day=31)
    for number, person in enumerate([company.rep, company.peer, company.outsider]):
        Quota.objects.create(
            person=person, persons_team=person.team, kind="year", starts_on=first, ends_on=last,
            base=10**number, stretch=10**number, currency="CNY",
        )  # fmt: skip
    found = sign_in(who).get("/reports/quota/?period=year").context["saturation"]
    goal = {"rep": 1, "peer": 10, "outsider": 100, "manager": 11, "rival": 100, "director": 111, "admin": 111}[who]
    ids = own(company, who)
    won = asked(
        f"SELECT COALESCE(SUM(amount_base), 0) FROM pipeline_opportunity WHERE status = 'won' AND id IN ({ids})"
    )
    assert (found.total.goal.base, found.total.won) == (goal, cents(won[0]))


@pytest.mark.parametrize(("who", "won"), [("rep", 1), ("manager", 1), ("outsider", 4), ("rival", 6)])
def test_what_others_won_at_a_shared_account_reaches_nobodys_quota(cast, sign_in, who, won):
    """North and South share an account each: 1 is won at that of North, 4 and 2 at that of South."""
    shared = make_account(cast.rep, "Shared", shared_with=[cast.south.pk])
    close(opportunity(shared, amount="1"), "won")
    theirs = make_account(cast.outsider, "Theirs", shared_with=[cast.north.pk])
    close(opportunity(theirs, amount="4"), "won")
    close(opportunity(theirs, cast.rival, amount="2", owner=cast.rival), "won")
    context = sign_in(who).get("/reports/quota/").context
    rows = sign_in(who).get(context["doors"]["won"]).context["rows"]
    assert (context["saturation"].total.won, sum(row.amount for row in rows)) == (won, won)


def test_no_quota_is_held_against_a_part_of_what_somebody_sells(cast, sign_in):
    first, last = clock.today().replace(month=1, day=1), clock.today().replace(month=12, day=31)
    Quota.objects.create(
        person=cast.rep,
        persons_team=cast.north,
        kind="year",
        starts_on=first,
        ends_on=last,
        base=100,
        stretch=100,
        currency="CNY",
    )
    client = sign_in("manager")
    for page in ("/reports/quota/", "/reports/monday/"):
        assert "Quotas are for all that somebody sells" in client.get(f"{page}?product=Mill").content.decode()
        assert "Quotas are for all that somebody sells" not in client.get(page).content.decode()
    assert client.get("/reports/quota/?product=Mill").context["saturation"].total.missing == 0
    assert client.get("/reports/quota/?short=true").context["saturation"].total.missing > 0


@pytest.mark.parametrize("who", PEOPLE)
def test_a_productivity_report_has_the_readers_rows_alone(company, sign_in, who):
    now = sign_in(who).get("/reports/productivity/").context["productivity"].total.now
    known = asked(f"""
        SELECT COUNT(*) FILTER (WHERE status = 'open'), COUNT(*) FILTER (WHERE status = 'won'),
               COUNT(*) FILTER (WHERE status = 'lost'), COALESCE(SUM(amount_base) FILTER (WHERE status = 'won'), 0)
        FROM pipeline_opportunity WHERE id IN ({own(company, who)})
    """)
    assert (now.open, now.won, now.lost, now.worth) == known


@pytest.mark.parametrize("who", PEOPLE)
def test_won_and_lost_are_of_the_readers_rows_alone(company, sign_in, who):
    total = sign_in(who).get("/reports/win-loss/").context["total"].line
    known = asked(f"""
        SELECT COUNT(*) FILTER (WHERE status = 'won'), COALESCE(SUM(amount_base) FILTER (WHERE status = 'won'), 0),
               COUNT(*) FILTER (WHERE status = 'lost'), COALESCE(SUM(amount_base) FILTER (WHERE status = 'lost'), 0)
        FROM pipeline_opportunity WHERE id IN ({own(company, who)})
    """)
    assert (total.won.count, total.won.amount, total.lost.count, total.lost.amount) == known


@pytest.mark.parametrize("page", PAGES)
def test_another_teams_names_and_amounts_stand_on_no_page(company, sign_in, page):
    text = sign_in("rival").get(f"/reports/{page}/").content.decode()
    assert "Peer" not in text
    assert "512.12" not in text


@pytest.mark.parametrize("page", PAGES)
def test_the_same_figures_come_as_csv(company, sign_in, page):
    answer = sign_in("manager").get(f"/reports/{page}/export.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0].startswith("about,name,id,from,to")
    assert lines[1].startswith("all,")


def file_of(client, page: str) -> list[dict[str, str]]:
    text = b"".join(client.get(f"/reports/{page}/export.csv").streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def test_the_funnels_file_has_its_stages_teams_and_people(company, sign_in):
    client = sign_in("manager")
    total = client.get("/reports/funnel/").context["funnel"].total.open
    lines = file_of(client, "funnel")
    for about in ("stage", "team", "person"):
        parts = [line for line in lines if line["about"] == about]
        assert sum(Decimal(line["amount"]) for line in parts) == total.amount
    assert (lines[0]["about"], int(lines[0]["open"]), Decimal(lines[0]["weighted"])) == (
        "all", total.count, total.weighted,
    )  # fmt: skip


def test_the_file_of_won_and_lost_adds_up_by_reason(company, sign_in):
    lines = file_of(sign_in("manager"), "win-loss")
    by_reason = [line for line in lines if line["about"] == "reason"]
    for column in ("won", "won amount", "lost", "lost amount"):
        assert sum(Decimal(line[column]) for line in by_reason) == Decimal(lines[0][column])


@pytest.mark.parametrize("page", [*PAGES, "funnel", "win-loss", "competitors"])
def test_a_file_is_narrowed_as_its_page_is(company, sign_in, page):
    text = b"".join(
        sign_in("manager").get(f"/reports/{page}/export.csv?owner={company.peer.pk}").streaming_content
    ).decode()
    assert f",{company.rep.name}," not in text


@pytest.mark.parametrize("page", PAGES)
def test_a_report_asks_as_much_of_ten_rows_as_of_many(company, account, sign_in, django_assert_max_num_queries, page):
    client = sign_in("manager")
    client.get(f"/reports/{page}/")
    for _ in range(12):
        opportunity(account, expected_close_on=clock.today())
    with django_assert_max_num_queries(20):
        client.get(f"/reports/{page}/")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("movement/?since=2026-02-01&until=2026-01-01", "The last day lies before the first."),
        ("movement/?since=0001-01-01&until=2026-01-01", "Choose a day between 1990 and 2100."),
        ("forecast/?day=9999-12-31", "Choose a day between 1990 and 2100."),
        ("quota/?day=soon", "Enter a valid date."),
    ],
)
def test_days_that_cannot_be_are_told(company, sign_in, api, query, said):
    page = sign_in("manager").get(f"/reports/{query}")
    assert said in page.content.decode()
    answer = api("manager").get(f"/api/v1/{query}".replace("quota", "saturation"))
    assert (answer.status_code, said in str(answer.data)) == (400, True)


def test_overdue_ones_are_in_no_forecast_but_told(account):
    period = period_of("month", clock.today())
    opportunity(account, amount="7", expected_close_on=period.first - DAY)
    opportunity(account, amount="9", expected_close_on=period.last)
    found = forecast(Opportunity.objects.live(), period)
    assert (found.total.amount, found.overdue_count, found.overdue_amount) == (9, 1, 7)


def test_commit_and_best_case_follow_the_stages_categories(cast, account):
    period = period_of("month", clock.today())
    for amount, key in [("1", "leads"), ("2", "upside"), ("4", "committed")]:
        opportunity(account, amount=amount, stage=key, expected_close_on=period.last)
    close(opportunity(account, amount="8"), "won")
    total = forecast(Opportunity.objects.live(), period).total
    higher = max(stage("leads").share, observed_rates(Opportunity.objects.live())[stage("leads")].rate)
    assert (total.won, total.commit, total.best) == (8, 12, 14 + cents(higher))
    stage_update(stage("leads"), actor=cast.manager, version=1, category="commit")
    assert forecast(Opportunity.objects.live(), period).total.commit == 13


def test_what_is_won_is_no_part_of_what_a_stage_weighs(account):
    period = period_of("month", clock.today())
    opportunity(account, amount="10", stage="committed", expected_close_on=period.last)
    close(opportunity(account, amount="80", stage="committed"), "won")
    found = forecast(Opportunity.objects.live(), period)
    line = next(line.outlook for line in found.stages if line.stage.key == "committed")
    assert (line.amount, line.weighted, found.total.won, found.total.weighted) == (10, 7, 80, 87)


@pytest.mark.parametrize("who", PEOPLE)
def test_no_figure_of_a_forecast_exceeds_its_best_case(company, who):
    rows = Opportunity.objects.visible_to(company[who]).live()
    found = forecast(rows, period_of("year", clock.today()))
    for line in [found.total, *(line.outlook for line in [*found.teams, *found.owners])]:
        assert line.won <= line.commit <= line.best
        assert line.won <= min(line.weighted, line.observed) <= max(line.weighted, line.observed) <= line.best


@pytest.mark.parametrize("who", PEOPLE)
def test_forecast_quota_and_funnel_agree_to_the_cent(company, sign_in, who):
    reader = sign_in(who)
    told = reader.get("/reports/forecast/").context["forecast"]
    quota = reader.get("/reports/quota/").context["saturation"]
    funnel = reader.get("/reports/funnel/").context["funnel"].total
    open_ = (told.total.count, told.total.amount, told.total.weighted_open)
    assert open_ == (funnel.closing_quarter.count, funnel.closing_quarter.amount, funnel.closing_quarter.weighted)
    assert told.total.won == quota.total.won == funnel.won_quarter.amount
    assert told.total.weighted_open == quota.total.weighted
    assert [line.outlook.weighted for line in told.stages] == [cover.weighted for cover in quota.stages]


def test_what_was_won_in_a_stage_that_is_gone_still_counts(account):
    close(opportunity(account, amount="8", stage="upside"), "won")
    stage("upside").__class__.objects.filter(key="upside").update(retired_at="2026-01-01T00:00Z")
    assert forecast(Opportunity.objects.live(), period_of("month", clock.today())).total.won == 8


def test_twelve_won_ones_of_which_none_is_lost_never_say_always(account, api):
    for _ in range(12):
        close(opportunity(account, stage="committed"), "won")
    seen_rate = observed_rates(Opportunity.objects.live())[stage("committed")]
    assert (seen_rate.won, seen_rate.n) == (12, 12)
    assert Decimal("0.7") < seen_rate.rate < seen_rate.high < 1
    lines = api("rep").get("/api/v1/forecast/").json()["stages"]
    told = next(line["seen"] for line in lines if line["stage"] == "committed")
    assert Decimal(told["rate"]) < Decimal(told["high"]) < 1


def test_the_equation_by_hand(account):
    day = clock.today() - 20 * DAY
    rows = [
        Past(name="Won", amount=Decimal(300), owner=account.owner, account=account, opened_on=day, status="won",
             closed_on=day + 10 * DAY),
        Past(name="Lost", amount=Decimal(50), owner=account.owner, account=account, opened_on=day, status="lost",
             closed_on=day + 5 * DAY),
        *(Past(name=f"Open {n}", amount=Decimal(9), owner=account.owner, account=account, opened_on=day)
          for n in range(4)),
    ]  # fmt: skip
    assert not opportunity_import(actor=account.owner, rows=rows).refused
    now = productivity(Opportunity.objects.live(), clock.today()).total.now
    assert (now.open, now.win_rate, now.average, now.cycle) == (4, Decimal("0.5"), 300, 10)
    assert now.result == 4 * Decimal("0.5") * 300 / 10 * 30
    assert now.gains["open"] == now.result / 10


def test_what_is_within_reach_is_what_the_best_team_does_better():
    north = Equation(open=4, won=5, lost=5, worth=Decimal(500), days=50, people=1)
    south = Equation(open=4, won=8, lost=2, worth=Decimal(800), days=80, people=1)
    whole = Equation(open=8, won=13, lost=7, worth=Decimal(1300), days=130, people=2)
    told = [Compared(name, now, Equation()) for name, now in [(None, whole), ("north", north), ("south", south)]]
    found = Productivity(clock.today(), clock.today(), told[0], told[1:], []).reachable
    assert found
    assert (found.factor, found.team, found.level) == ("win_rate", "south", Decimal("0.8"))
    assert whole.result
    assert found.gain == whole.result * (Decimal("0.8") / Decimal("0.65") - 1)


def test_ten_per_cent_more_never_win_more_than_all(account):
    close(opportunity(account), "won")
    opportunity(account)
    assert productivity(Opportunity.objects.live(), clock.today()).total.now.gains["win_rate"] == 0


def test_the_end_of_a_month_is_a_whole_period():
    period = period_of("quarter", dt.date(2026, 11, 30))
    assert (period.first, period.last, period.name) == (dt.date(2026, 10, 1), dt.date(2026, 12, 31), "2026 Q4")
    assert (period.days_left(dt.date(2026, 12, 31)), period.days_left(dt.date(2027, 1, 1))) == (1, 0)
