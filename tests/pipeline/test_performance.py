"""Performance reviews: figures frozen when closed, compared with the last, seen by two."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Visit
from foundation import clock
from foundation.errors import Forbidden, RuleBroken
from journal.models import Change, Event
from kam.my_day import MINE, Day
from pipeline import services
from pipeline.models import PerformanceReview, Quota
from pipeline.queries import performance as queries
from teams.models import Role, User
from tests.cast import Cast, make_account
from tests.pipeline.make import close, opportunity

SECRET = "He thinks of leaving"


@pytest.fixture
def review(cast: Cast) -> PerformanceReview:
    first = clock.month_start(clock.today())
    return services.performance_start(actor=cast.manager, person=cast.rep, starts_on=first, ends_on=clock.today())


def test_figures_are_those_of_the_person_and_the_period(cast: Cast) -> None:
    account, today = make_account(cast.rep), clock.today()
    close(opportunity(account, amount="700"), "won")
    close(opportunity(account, amount="100"), "lost")
    close(opportunity(account, amount="50", opened_on=today - dt.timedelta(days=90)), "won", closed_on=today)
    opportunity(account, amount="900")
    opportunity(make_account(cast.peer, "Peer's"), amount="5000")
    Visit.objects.create(
        account=account, by=cast.rep, state="logged", starts_at=timezone.now(), minutes=90, currency="CNY"
    )
    told = queries.figures(cast.manager, cast.rep, today, today)
    assert Decimal(told["won_amount"]) == 750
    assert (told["won_count"], told["lost_count"], told["win_rate"]) == (2, 1, "0.6667")
    assert (told["open_count"], told["stepless"], told["visits"], told["visited"], told["hours"]) == (1, 1, 1, 1, 2)
    assert told["cycle"] == 45


def test_results_are_held_against_the_quota_of_the_period(cast: Cast) -> None:
    close(opportunity(make_account(cast.rep), amount="700"), "won")
    today = clock.today()
    assert queries.figures(cast.manager, cast.rep, today, today)["attained"] is None
    Quota.objects.create(
        person=cast.rep,
        persons_team=cast.north,
        kind="month",
        starts_on=today,
        ends_on=today,
        base=1400,
        stretch=1400,
        currency="CNY",
    )
    told = queries.figures(cast.manager, cast.rep, today, today)
    assert (told["quota"], told["attained"]) == ("1400.00", "0.5000")


def test_closing_freezes_the_figures(cast: Cast, review: PerformanceReview) -> None:
    close(opportunity(make_account(cast.rep), amount="700"), "won")
    row = services.performance_close(review, actor=cast.manager, version=review.version)
    close(opportunity(make_account(cast.rep, "Later"), amount="1"), "won")
    row.refresh_from_db()
    assert Decimal(row.figures["won_amount"]) == 700
    with pytest.raises(RuleBroken, match="closed"):
        services.performance_note(row, actor=cast.manager, version=row.version, results="More")


def test_the_next_review_compares_with_the_last_closed_one(cast: Cast, review: PerformanceReview, sign_in) -> None:
    services.performance_agree(review, actor=cast.manager, text="Two visits a week", due_on=clock.today())
    services.performance_close(review, actor=cast.manager, version=review.version)
    day = clock.today() + dt.timedelta(days=1)
    following = services.performance_start(actor=cast.manager, person=cast.rep, starts_on=day, ends_on=day)
    assert queries.review_before(following) == review
    page = sign_in("manager").get(f"/performance/{following.pk}/").content.decode()
    assert "Agreed last time" in page
    assert "Two visits a week" in page


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("rep", True),
        ("manager", True),
        ("director", True),
        ("admin", True),
        ("peer", False),
        ("outsider", False),
        ("rival", False),
        ("integration", False),
    ],
)
def test_the_person_and_who_leads_him_see_it_and_nobody_else(cast: Cast, review: Any, who: str, sees: bool) -> None:
    assert PerformanceReview.objects.visible_to(cast[who]).exists() is sees


def test_who_leads_beside_him_does_not_see_a_managers_review(cast: Cast) -> None:
    other = User.objects.create(email="co@kam.example", name="Co", role=Role.MANAGER, team=cast.north)
    day = clock.today()
    services.performance_start(actor=cast.director, person=cast.manager, starts_on=day, ends_on=day)
    assert not PerformanceReview.objects.visible_to(other).exists()
    with pytest.raises(Forbidden):
        services.performance_start(actor=other, person=cast.manager, starts_on=day, ends_on=day)


def test_nobody_reviews_himself(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        services.performance_start(
            actor=cast.manager, person=cast.manager, starts_on=clock.today(), ends_on=clock.today()
        )


def test_notes_stand_in_no_history(cast: Cast) -> None:
    days = {"starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2026, 3, 31)}
    row = PerformanceReview.objects.create(person=cast.rep, results="private", gaps="private", **days)
    PerformanceReview.objects.filter(pk=row.pk).update(funnel="private", activity="private", figures={"x": "private"})
    told = Change.objects.filter(kind="pipeline.performancereview", row_id=row.pk)
    assert [change.action for change in told] == ["i"]
    assert "private" not in str(told.get().changes)


def test_notes_stand_in_no_event(cast: Cast, review: PerformanceReview) -> None:
    services.performance_note(review, actor=cast.manager, version=review.version, gaps=SECRET)
    assert Event.objects.filter(verb="performancereview.noted").exists()
    assert not [event for event in Event.objects.all() if SECRET in str(event.changes)]


@pytest.mark.parametrize("address", ["/performance/", "/", "/accounts/?q=leaving", "/api/v1/performance-reviews/"])
def test_notes_reach_no_page_of_anybody_else(cast: Cast, review: PerformanceReview, sign_in, api, address: str) -> None:
    services.performance_note(review, actor=cast.manager, version=review.version, gaps=SECRET)
    ask = (api if address.startswith("/api/") else sign_in)("peer").get
    assert SECRET not in ask(address).content.decode()


def test_what_was_agreed_is_due_on_my_day(cast: Cast, review: PerformanceReview) -> None:
    action = services.performance_agree(review, actor=cast.manager, text="Call them", due_on=clock.today())
    [promise] = Day(cast.rep, MINE, clock.today()).due.rows
    assert promise.text == "Call them"
    services.agreed_action_done(action, actor=cast.rep)
    assert not Day(cast.rep, MINE, clock.today()).due.rows


def test_a_third_person_promises_nothing(cast: Cast, review: PerformanceReview) -> None:
    with pytest.raises(RuleBroken):
        services.performance_agree(review, actor=cast.manager, text="Help", due_on=clock.today(), owner=cast.peer)


def test_every_figure_is_a_door_to_its_rows(cast: Cast, review: PerformanceReview, sign_in) -> None:
    account = make_account(cast.rep)
    close(opportunity(account, amount="700"), "won")
    opportunity(account)
    client = sign_in("manager")
    told = queries.figures(cast.manager, cast.rep, review.starts_on, review.ends_on)
    steps = client.get(f"/performance/{review.pk}/").context["steps"]
    urls = {str(figure.label): figure.url for _title, figures, *_rest in steps for figure in figures}
    counted = {
        "Opportunities won": "won_count",
        "Open opportunities": "open_count",
        "New in the period": "new_count",
        "Without next step": "stepless",
        "Accounts overdue for a visit": "unseen",
        "Visits": "visits",
    }
    assert {label: client.get(urls[label]).context["page"].count for label in counted} == {
        label: told[key] for label, key in counted.items()
    }
    assert {client.get(url).status_code for url in urls.values()} == {200}


def test_the_page_costs_the_same_at_any_size(cast: Cast, review: Any, sign_in, django_assert_max_num_queries) -> None:
    for number in range(6):
        opportunity(make_account(cast.rep, f"A{number}"))
    client = sign_in("manager")
    with django_assert_max_num_queries(17):
        client.get(f"/performance/{review.pk}/")


def test_nothing_is_agreed_in_a_review_that_was_closed_a_moment_ago(cast: Cast, review: PerformanceReview) -> None:
    opened = PerformanceReview.objects.get(pk=review.pk)
    services.performance_close(review, actor=cast.manager, version=review.version)
    with pytest.raises(RuleBroken, match="closed"):
        services.performance_agree(opened, actor=cast.manager, text="Call them", due_on=clock.today())
