"""The demo company: a real Monday morning for each of the four sign-ins."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.models import Account, Contact, ContactRole, LikePair, Merge, Visit
from foundation import clock
from integrations.demo.stage import ZONE
from pipeline.models import Move, Opportunity, Stage
from pipeline.queries.movement import Span
from scoring.models import Alert, LedgerEntry, ScoringRun, TierDecision
from scoring.queries import of_night
from teams.models import ExchangeRate, User
from tests.pipeline.movements import agrees_with_the_moves

PASSWORD = "a-quiet-river-7"
# Without it a run of this file alone would fill the database that the environment names, not one for tests.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Any:
    """Filled once for all tests of this file, and taken back."""
    from django.db import transaction

    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                call_command("demo", password=PASSWORD, stdout=io.StringIO())
                yield
                transaction.set_rollback(True)
        finally:
            timezone.deactivate()


@pytest.fixture(autouse=True)
def _in_the_companys_zone(demo: Any) -> Any:
    with timezone.override(ZONE):
        yield


def visible(model: Any, who: str) -> Any:
    return model.objects.visible_to(User.objects.get(email=f"{who}@demo.example"))


def test_everybody_signs_in_with_the_password() -> None:
    for who in ("rep", "manager", "director", "admin"):
        request = RequestFactory().post("/sign-in/")
        person = authenticate(request, username=f"{who}@demo.example", password=PASSWORD)
        assert person is not None, who


def test_there_is_as_much_as_was_promised() -> None:
    assert Account.objects.filter(merged_into=None).count() == 122
    assert Contact.objects.count() > 200
    assert Visit.objects.count() > 1000
    assert 140 <= Opportunity.objects.count() <= 160
    assert LedgerEntry.objects.count() > 3000
    assert ExchangeRate.objects.filter(currency="EUR").count() >= 24


def test_some_customers_stand_there_twice_and_one_was_merged() -> None:
    assert visible(LikePair, "rep").count() >= 2
    assert visible(Merge, "manager").get().is_undoable()


def test_the_reps_morning_has_something_to_do() -> None:
    today = clock.today()
    visits = visible(Visit, "rep")
    assert visits.filter(state="planned", starts_at__date=today).count() >= 2
    assert visible(Account, "rep").filter(next_step_on__lt=today).exists()
    assert visible(Alert, "rep").filter(owner__email="rep@demo.example", state="new").exists()
    assert visible(Opportunity, "rep").filter(status="open").count() >= 5


def test_the_rep_sees_less_than_the_manager_and_the_manager_less_than_the_director() -> None:
    counts = [visible(Account, who).count() for who in ("rep", "manager", "director", "admin")]
    assert 10 <= counts[0] < counts[1] < counts[2] == counts[3] == 122


def test_the_managers_funnel_is_filled_in_every_stage() -> None:
    rows = visible(Opportunity, "manager")
    assert set(rows.filter(status="open").values_list("stage__key", flat=True)) == set(
        Stage.objects.values_list("key", flat=True)
    )
    assert rows.filter(status="won", closed_on__gte=clock.month_start(clock.today())).exists()
    assert rows.filter(status="lost").exists()


def test_every_history_begins_with_opened_and_is_in_order() -> None:
    for row in Opportunity.objects.all():
        moves = list(Move.objects.filter(opportunity=row).order_by("at", "id"))
        assert moves[0].kind == "opened"
        assert (moves[-1].kind in {"won", "lost"}) == (row.status != "open")
        assert all(move.at <= timezone.now() for move in moves)


def test_a_few_accounts_bring_most_and_some_lose_money() -> None:
    last = ScoringRun.objects.order_by("-business_date")[0]
    profits = sorted((row.profit for row in of_night(TierDecision.objects.all(), last)), reverse=True)
    rated = [profit for profit in profits if profit]
    top = sum(rated[: len(rated) // 5])
    assert top > sum(rated) * 7 / 10
    assert sum(1 for profit in rated if profit < 0) >= 10
    assert set(Account.objects.values_list("tier", flat=True)) == {"platinum", "gold", "iron", "lead", ""}


def test_the_tiers_have_a_history_and_somebody_moved() -> None:
    assert ScoringRun.objects.filter(state="done").count() >= 7
    assert ScoringRun.objects.order_by("-business_date")[0].business_date == clock.today() - dt.timedelta(days=1)
    assert TierDecision.objects.exclude(previous_tier="").exclude(tier=F("previous_tier")).exists()


def test_some_roles_are_uncovered() -> None:
    covered = set(ContactRole.objects.filter(role="decision_maker").values_list("account", flat=True))
    assert 0 < len(covered) < 120


@pytest.mark.parametrize("who", ["rep", "manager", "director", "admin"])
@pytest.mark.parametrize(
    "path", ["/", "/accounts/", "/pipeline/", "/reports/funnel/", "/tiers/", "/alerts/", "/calendar/"]
)
def test_every_page_answers(who: str, path: str) -> None:
    client = Client()
    client.force_login(User.objects.get(email=f"{who}@demo.example"))
    assert client.get(path).status_code == 200


def test_a_company_with_people_is_left_alone() -> None:
    with pytest.raises(CommandError, match="not empty"):
        call_command("demo", password=PASSWORD, stdout=io.StringIO())


def test_the_movement_is_exact_for_every_team_person_and_month() -> None:
    first = clock.month_start(timezone.localdate(Move.objects.earliest("at").at))
    while first <= clock.today():
        agrees_with_the_moves(Span(first, clock.add_months(first, 1) - clock.DAY))
        first = clock.add_months(first, 1)
