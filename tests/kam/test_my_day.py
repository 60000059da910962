from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Account, Visit
from foundation import clock
from kam.my_day import MINE, TEAM, Day
from pipeline.models import Opportunity
from scoring.models import Alert
from tests.cast import Cast, make_account
from tests.permissions.world import World

NOON = dt.datetime(2026, 11, 18, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def a_wednesday_noon(time_machine) -> None:
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def world(cast: Cast) -> World:
    return World(cast)


def day_of(cast: Cast, name: str = "rep", scope: str = MINE) -> Day:
    return Day(cast[name], scope, clock.today())


def due_rows(cast: Cast) -> list[object]:
    return [promise.row for promise in day_of(cast).due.rows]


def given(world: World, *names: str) -> None:
    """Makes these rows of the world."""
    for name in names:
        getattr(world, name)


def plan(world: World, starts_at: dt.datetime) -> Visit:
    return Visit.objects.create(
        account=world.account, by=world.cast.rep, state="planned", starts_at=starts_at, currency="CNY"
    )


def test_visits_of_today_and_those_nobody_logged(cast: Cast, world: World) -> None:
    late, tonight, tomorrow = (plan(world, NOON + dt.timedelta(hours=hours)) for hours in (-50, 11, 13))
    day = day_of(cast)
    assert day.visits.rows == [late, tonight]
    assert day.coming.rows == [tomorrow]


def test_the_next_seven_days_end_after_seven_days(cast: Cast, world: World) -> None:
    seventh = plan(world, NOON + dt.timedelta(days=7))
    plan(world, NOON + dt.timedelta(days=8))
    assert day_of(cast).coming.rows == [seventh]


def test_promises_are_due_on_their_day_and_overdue_after_it(cast: Cast, world: World) -> None:
    given(world, "visit")
    overdue = Visit.objects.create(
        account=world.account, by=cast.rep, starts_at=NOON, currency="CNY",
        next_step="Call back", next_step_on=clock.today() - dt.timedelta(days=3),
    )  # fmt: skip
    Visit.objects.create(
        account=world.account, by=cast.rep, starts_at=NOON, currency="CNY",
        next_step="Later", next_step_on=clock.today() + dt.timedelta(days=1),
    )  # fmt: skip
    assert due_rows(cast) == [overdue, world.visit]


def test_a_promise_that_was_kept_is_gone(cast: Cast, world: World) -> None:
    Visit.objects.filter(pk=world.visit.pk).update(next_step_done_at=NOON)
    assert due_rows(cast) == []


def test_what_a_predecessor_promised_comes_with_the_account(cast: Cast, world: World) -> None:
    Visit.objects.filter(pk=world.visit.pk).update(by=cast.peer)
    assert due_rows(cast) == [world.visit]


def test_next_steps_of_open_opportunities_count_too(cast: Cast, world: World) -> None:
    for row in (world.opportunity, world.won_opportunity):
        Opportunity.objects.filter(pk=row.pk).update(next_step="Offer", next_step_on=clock.today())
    assert due_rows(cast) == [world.opportunity]


def test_alerts_of_the_reader_that_are_still_open(cast: Cast, world: World) -> None:
    given(world, "alert")
    Alert.objects.create(
        account=world.account, cause="cadence", state="resolved", owner=cast.rep,
        opened_on=clock.today(), due_on=clock.today(), closed_at=NOON, facts={},
    )  # fmt: skip
    assert [row.alerts for row in day_of(cast).alerts.rows] == [[world.alert]]


def test_an_account_stands_once_with_all_its_reasons(cast: Cast, world: World) -> None:
    given(world, "alert")
    Alert.objects.create(
        account=world.account, cause="cadence", state="new", owner=cast.rep, opened_on=clock.today(),
        due_on=clock.today() - dt.timedelta(days=1), facts={"since": "2026-01-01", "last_visit": None, "days": 30},
    )  # fmt: skip
    alerts = day_of(cast).alerts
    assert (alerts.count, [[alert.cause for alert in row.alerts] for row in alerts.rows]) == (
        1,
        [["cadence", "no_next_step"]],
    )
    assert all(alert.sentence in alerts.rows[0].reasons for alert in alerts.rows[0].alerts)


def test_the_best_accounts_wait_first(cast: Cast) -> None:
    long_ago = clock.today() - dt.timedelta(days=200)
    for tier in ("lead", "platinum", "gold"):
        make_account(cast.rep, tier, tier=tier, last_visit_on=long_ago)
    make_account(cast.rep, "seen", tier="platinum", last_visit_on=clock.today())
    assert [account.name for account in day_of(cast).waiting.rows] == ["platinum", "gold", "lead"]


def test_who_waits_is_told_with_the_visit_that_is_planned(cast: Cast, world: World, sign_in) -> None:
    Account.objects.filter(pk=world.account.pk).update(
        tier="gold", last_visit_on=clock.today() - dt.timedelta(days=200)
    )
    plan(world, NOON + dt.timedelta(days=9))
    plan(world, NOON + dt.timedelta(days=20))
    [account] = day_of(cast).waiting.rows
    assert account.planned_at == NOON + dt.timedelta(days=9)
    assert "planned for" in sign_in("rep").get("/").content.decode()


def test_a_team_is_seen_by_those_who_lead_it(cast: Cast, world: World) -> None:
    given(world, "alert", "visit", "planned_visit")
    figures = {name: _counts(day_of(cast, name, TEAM)) for name in ("manager", "director", "rival")}
    assert figures == {"manager": (1, 1, 1), "director": (1, 1, 1), "rival": (0, 0, 0)}
    assert _counts(day_of(cast, "manager", MINE)) == (0, 0, 0)


def test_the_headline_leaves_out_what_there_is_none_of(cast: Cast, world: World) -> None:
    given(world, "visit")
    assert [figure.words for figure in day_of(cast).headline] == ["1 next step due"]
    assert day_of(cast, "peer").headline == []


def test_who_leads_starts_with_the_team(cast: Cast, world: World, sign_in) -> None:
    given(world, "account")
    assert sign_in("manager").get("/").context["scope"] == TEAM
    assert sign_in("manager").get("/?scope=mine").context["scope"] == MINE
    assert sign_in("rep").get("/").context["scope"] == MINE


@pytest.mark.parametrize(("name", "scope"), [("rep", "team"), ("manager", "all"), ("manager", "")])
def test_other_scopes_are_refused(cast: Cast, sign_in, name: str, scope: str) -> None:
    assert sign_in(name).get(f"/?scope={scope}").status_code == 400


def test_the_oldest_of_all_kinds_come_first_and_a_list_holds_the_rest(cast: Cast, world: World, sign_in) -> None:
    for days in range(1, 53):
        Visit.objects.create(
            account=world.account, by=cast.rep, starts_at=NOON, currency="CNY",
            next_step=f"Call {days}", next_step_on=clock.today() - dt.timedelta(days=days),
        )  # fmt: skip
    oldest = clock.today() - dt.timedelta(days=60)
    Opportunity.objects.filter(pk=world.opportunity.pk).update(next_step="Offer", next_step_on=oldest)
    client = sign_in("rep")
    shown = [promise.text for promise in client.get("/").context["day"].due.rows]
    listed = [promise.text for page in (1, 2) for promise in client.get(f"/due/?page={page}").context["page"].rows]
    assert listed == ["Offer", *(f"Call {days}" for days in range(52, 0, -1))]
    assert shown == listed[:7]


def test_the_list_of_a_team_is_for_those_who_lead(cast: Cast, world: World, sign_in) -> None:
    given(world, "visit")
    counts = {scope: sign_in("manager").get(f"/due/?scope={scope}").context["page"].count for scope in (TEAM, MINE)}
    assert counts == {TEAM: 1, MINE: 0}
    assert sign_in("rep").get("/due/?scope=team").status_code == 400


@pytest.mark.parametrize(("zone", "due"), [("Pacific/Kiritimati", 1), ("UTC", 0), ("Pacific/Niue", 0)])
def test_today_is_the_readers_own_day(cast: Cast, world: World, sign_in, zone: str, due: int) -> None:
    tomorrow_in_utc = NOON.date() + dt.timedelta(days=1)
    Visit.objects.filter(pk=world.visit.pk).update(next_step_on=tomorrow_in_utc)
    cast.rep.timezone = zone
    cast.rep.save()
    assert sign_in("rep").get("/").context["day"].due.count == due


def test_in_an_empty_company_the_administrator_learns_what_to_do_first(cast: Cast, sign_in) -> None:
    steps = sign_in("admin").get("/").context["first_steps"]
    assert [(step.title, step.is_done) for step in steps][:3] == [
        ("Describe the company", False),
        ("Draw the tree of teams", True),
        ("Invite your people", True),
    ]
    assert all(step.url for step in steps)


def test_with_an_account_the_first_steps_are_gone(cast: Cast, world: World, sign_in) -> None:
    given(world, "account")
    assert sign_in("rep").get("/").context["first_steps"] == []


@pytest.mark.parametrize("name", ["rep", "manager"])
def test_a_day_costs_the_same_at_any_size(cast: Cast, world: World, sign_in, name: str) -> None:
    few = _queries(world, sign_in(name), 1)
    many = _queries(world, sign_in(name), 12)
    assert many <= few <= 20


def test_every_row_leads_somewhere(cast: Cast, world: World, sign_in) -> None:
    given(world, "alert", "visit", "planned_visit")
    Opportunity.objects.filter(pk=world.opportunity.pk).update(next_step="Offer", next_step_on=clock.today())
    page = sign_in("rep").get("/").content.decode()
    assert f'href="/accounts/{world.account.pk}/"' in page
    assert f'action="/visits/{world.visit.pk}/step-done/"' in page
    assert f'href="{world.opportunity.get_absolute_url()}"' in page


def _counts(day: Day) -> tuple[int, int, int]:
    return day.alerts.count, day.due.count, day.coming.count


def _queries(world: World, client, times: int) -> int:
    zone = zoneinfo.ZoneInfo("UTC")
    for n in range(times):
        account = make_account(
            world.cast.rep, f"Account {n} of {times}", tier="gold", last_visit_on=dt.date(2025, 1, 1)
        )
        for state, day in (("planned", NOON), ("planned", NOON + dt.timedelta(days=3)), ("logged", NOON)):
            visit = Visit.objects.create(
                account=account, by=world.cast.rep, state=state, starts_at=day.astimezone(zone), currency="CNY",
                next_step="Offer" if state == "logged" else "", next_step_on=NOON.date() if state == "logged" else None,
            )  # fmt: skip
            visit.contacts.create(account=account, name="李娜", sort_key="li na", search_text="李娜")
        Alert.objects.create(
            account=account,
            cause="no_next_step",
            owner=world.cast.rep,
            opened_on=NOON.date(),
            due_on=NOON.date(),
            facts={"last_visit": "2026-11-01"},
        )
        deal = Opportunity(
            account=account, owner=world.cast.rep, team=world.cast.north, name="Deal", stage=world.stage, amount=1,
            stage_since=timezone.now(), opened_on=NOON.date(), currency="CNY", next_step="x", next_step_on=NOON.date(),
        )  # fmt: skip
        deal.save()
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/").status_code == 200
    assert Account.objects.exists()
    return len(queries)
