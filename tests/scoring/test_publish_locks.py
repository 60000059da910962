"""Publishing beside those who edit many accounts: nobody waits for another in a circle, nobody longer than he must."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from zlib import crc32

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Q

from accounts.models import Account
from foundation.locks import MANY_ACCOUNTS
from scoring.models import Alert, AlertRule
from scoring.queries.nights import last_closed_day
from scoring.services import churn_publish
from scoring.services.night import PUBLISH, steps_of
from scoring.services.plan import EVERYTHING, Plan, Recipe
from tests.scoring.churn.company import book_all, make_fit, simulate
from tests.scoring.make import DATE, earners, night
from tests.scoring.waiting import forked, until
from tests.workers import database_url

pytestmark = pytest.mark.django_db(transaction=True)


def waiting(kind: str) -> bool:
    """Whether somebody in this database waits for a lock of that kind."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            " AND wait_event = %s",
            [kind],
        )
        return cursor.fetchone()[0] > 0


def fit() -> None:
    with transaction.atomic():
        churn_publish(make_fit())


@pytest.fixture(params=["tiers", "risks"])
def publish(request, cast) -> Callable[[], object]:
    """Something that publishes on all accounts, the first of which lies last in the table."""
    if request.param == "tiers":
        earners(cast.rep, *range(100, 60, -1))
    else:
        book_all(cast.rep, simulate(40, 500, r=1.0, alpha=5.0, a=0.8, b=2.4))
    Account.objects.filter(pk=Account.objects.earliest("pk").pk).update(notes="x" * 9000)
    return (lambda: night(DATE)) if request.param == "tiers" else fit


def test_rows_are_locked_in_the_order_of_their_ids(publish):
    first, *rest = Account.objects.order_by("pk").values_list("pk", flat=True)
    with closing(psycopg2.connect(database_url())) as editor, editor.cursor() as cursor:
        cursor.execute("UPDATE accounts_account SET notes = 'y' WHERE id = %s", [first])
        child = forked(publish)
        until(lambda: waiting("transactionid"), 20)
        cursor.execute("SELECT id FROM accounts_account WHERE id = ANY (%s) FOR NO KEY UPDATE NOWAIT", [rest])
        editor.commit()
    os.waitpid(child, 0)
    assert Account.objects.filter(scored_at=DATE).count() in (0, 40)


@pytest.fixture
def held() -> Iterator[Callable[[str], psycopg2.extensions.connection]]:
    """Holds the lock over many accounts in a session of its own."""
    session = psycopg2.connect(database_url())

    def hold(how: str) -> psycopg2.extensions.connection:
        session.cursor().execute(f"SELECT pg_advisory_xact_lock{how}(%s, 0)", [crc32(MANY_ACCOUNTS.encode()) - 2**31])
        return session

    yield hold
    session.close()


def test_publishing_waits_for_who_writes_batch_after_batch(publish, held):
    session = held("_shared")
    child = forked(publish)
    until(lambda: waiting("advisory"), 20)
    session.cursor().execute("SELECT id FROM accounts_account ORDER BY id DESC FOR UPDATE NOWAIT")
    session.commit()
    os.waitpid(child, 0)
    assert Account.objects.filter(Q(scored_at=DATE) | Q(churn_risk__isnull=False)).exists()


def test_an_import_waits_for_who_publishes(cast, held, tmp_path):
    file = tmp_path / "accounts.csv"
    file.write_text("name\nHarbour Tea\n", encoding="utf-8")
    session = held("")
    child = forked(lambda: call_command("import_csv", "accounts", str(file), "--as", cast.manager.email))
    until(lambda: waiting("advisory"), 20)
    assert not Account.objects.filter(name="Harbour Tea").exists()
    session.commit()
    os.waitpid(child, 0)
    assert Account.objects.filter(name="Harbour Tea").exists()


def test_a_night_publishes_last():
    """Nobody's edit waits for the alerts."""
    plan = Plan(Recipe(12, "UTC", ""), [EVERYTHING], apart=False, anew=True, everybody=True)
    assert steps_of(plan, DATE)[-1].name == PUBLISH


def test_alerts_go_by_the_tier_that_the_night_gives(cast):
    """Warned of on platinum alone, which this night is the first to give."""
    (account,) = earners(cast.rep, 100, months=6)
    rule = AlertRule.objects.filter(cause="no_next_step")
    rule.update(is_enabled=True, tiers=["platinum"], threshold=0, due_platinum=77, due_days=1)
    Account.objects.update(last_visit_on=DATE)
    night()
    alert = Alert.objects.get(account=account, cause="no_next_step")
    assert (alert.due_on - last_closed_day()).days == 77
