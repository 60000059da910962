"""An account's own cadence goes before its tier's, with a reason and what stood before."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts import services
from accounts.models import Account, Cadence, OwnCadence
from accounts.services import visit_due_recount
from foundation import clock
from foundation.errors import RuleBroken
from journal.models import Event
from rights.queries.coverage import coverage
from rights.services import verdicts_judge
from scoring.models import Alert
from scoring.services import refresh_alerts
from tests.cast import make_account

DAY = dt.timedelta(days=1)


@pytest.fixture
def seen(account: Account) -> Account:
    Cadence.objects.update(days=30)
    Account.objects.filter(pk=account.pk).update(last_visit_on=clock.today() - 20 * DAY, tier="gold")
    account.refresh_from_db()
    return account


def due(account: Account) -> int:
    account = Account.objects.select_related("visit_due").get(pk=account.pk)
    return (account.visit_due.due_on - clock.today()).days


def set_own(cast, account, days=10) -> OwnCadence:
    return services.own_cadence_add(actor=cast.manager, account=account, days=days, reason="New board")


def test_it_moves_the_due_day_and_gives_it_back(cast, seen):
    other = make_account(cast.rep, "Other", last_visit_on=clock.today())
    assert (due(seen), due(other)) == (10, 30)
    row = set_own(cast, seen)
    assert (due(seen), due(other)) == (-10, 30)
    Cadence.objects.filter(tier="gold").update(days=60)
    Account.objects.filter(pk=seen.pk).update(last_visit_on=clock.today())
    assert due(seen) == 10
    visit_due_recount()
    assert due(seen) == 10
    services.own_cadence_change(row, actor=cast.manager, version=row.version, days=None, reason="Settled")
    assert due(seen) == 60
    assert [event.changes["reason"][1] for event in Event.objects.filter(verb="owncadence.set").order_by("id")] == [
        "New board", "Settled"
    ]  # fmt: skip


def test_coverage_and_the_alert_ask_by_it(cast, seen):
    year = clock.today() - 365 * DAY
    Account.objects.update(created_at=dt.datetime.combine(year, dt.time(), dt.UTC))
    verdicts_judge()
    before = coverage(Account.objects.all(), clock.today()).total.asked
    set_own(cast, seen)
    assert coverage(Account.objects.all(), clock.today()).total.asked == 3 * before
    refresh_alerts(seen.pk)
    assert Alert.objects.get(cause="cadence").facts["days"] == 10


def test_on_the_page_with_its_history(sign_in, cast, seen):
    client, page = sign_in("manager"), f"/accounts/{seen.pk}/cadence/"
    assert page in client.get(seen.get_absolute_url()).content.decode()
    assert page not in sign_in("rep").get(seen.get_absolute_url()).content.decode()
    assert client.post(page, {"days": "10", "reason": "New board", "version": "0"}).status_code == 302
    assert client.post(page, {"days": "12", "reason": "Again", "version": "0"}).status_code == 412
    assert client.post(page, {"days": "", "reason": "", "version": "1"}).status_code == 422
    assert client.post(page, {"days": "12", "reason": "Again", "version": "1"}).status_code == 302
    text = client.get(page).content.decode()
    assert "10 → 12" in text
    assert "New board" in text
    assert due(seen) == -8


@pytest.mark.parametrize("days", [0, 3651, -1, None])
def test_what_is_no_number_of_days_is_refused(cast, seen, days):
    with pytest.raises(RuleBroken):
        set_own(cast, seen, days)


def test_a_second_one_and_a_missing_reason_are_refused(api, cast, seen):
    set_own(cast, seen)
    client = api("manager")
    body = {"account": seen.pk, "days": 9, "reason": "x"}
    assert client.post("/api/v1/own-cadences/", body, format="json").status_code == 400
    row = OwnCadence.objects.get()
    said = client.patch(f"/api/v1/own-cadences/{row.pk}/", {"days": 9, "version": 1}, format="json")
    assert said.status_code == 400
    assert client.patch(f"/api/v1/own-cadences/{row.pk}/", {"days": 9, "reason": "x"}, format="json").status_code == 428
