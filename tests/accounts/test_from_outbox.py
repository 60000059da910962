"""What a phone sends later is answered in JSON; the write is that of the form."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from accounts import services
from accounts.models import Account, Visit


def report(**fields) -> dict:
    now = timezone.now().strftime("%Y-%m-%dT%H:%M")
    return {
        "client_id": str(uuid.uuid4()), "channel": "phone", "outcome": "steady", "starts_at": now, "minutes": "30",
        **fields,
    }  # fmt: skip


@pytest.fixture
def send(sign_in, cast, account):
    """`send(report(…))` as rep, whose phone it is."""
    client = sign_in("rep")

    def _send(data: dict, writer: str = "rep", url: str = ""):
        url = url or f"/visits/new/?account={account.pk}"
        return client.post(url, data, headers={"X-Outbox": str(cast[writer].pk)})

    return _send


def test_a_visit_arrives(send, cast):
    assert send(report(summary="Prices")).status_code == 201
    assert (Visit.objects.get().summary, Visit.objects.get().by) == ("Prices", cast.rep)


def test_sent_again_it_is_the_same_visit(send):
    same = report()
    assert [send(same).status_code for _ in range(3)] == [201] * 3
    assert Visit.objects.count() == 1


def test_sent_again_it_has_arrived_although_the_account_is_out_of_sight_by_now(send, cast, account):
    same = report()
    send(same)
    Account.objects.filter(pk=account.pk).update(owner=cast.outsider, team=cast.south)
    assert send(same).status_code == 201
    assert send(report()).status_code == 404


def test_a_refusal_says_why_and_names_the_field(send):
    ahead = (timezone.now() + dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    answer = send(report(starts_at=ahead))
    assert answer.status_code == 422
    assert answer.json()["reasons"] == ["When: This is in the future. Plan the visit instead."]
    assert Visit.objects.count() == 0


def test_an_archived_account_is_told(send, account):
    Account.objects.filter(pk=account.pk).update(archived_at=timezone.now())
    assert send(report()).json()["reasons"] == ["This account is archived."]


def test_it_waits_until_its_writer_is_signed_in(client, send, cast, account):
    answer = client.post(f"/visits/new/?account={account.pk}", report(), headers={"X-Outbox": str(cast.rep.pk)})
    assert answer.status_code == 401
    assert send(report(), writer="manager").status_code == 409
    assert Visit.objects.count() == 0


def test_the_report_of_a_plan_twice_is_one_report(send, cast, account):
    plan = services.visit_plan(actor=cast.rep, account=account, starts_at=timezone.now())
    same = report(version=plan.version, summary="Prices")
    url = f"/visits/{plan.pk}/log/"
    assert [send(same, url=url).status_code for _ in range(2)] == [201, 201]
    assert Visit.objects.get().version == plan.version + 1
    assert send({**same, "summary": "Others"}, url=url).json()["reasons"] == ["This visit is not planned any more."]


def test_the_report_of_a_plan_has_arrived_although_the_account_is_out_of_sight_by_now(send, cast, account):
    plan = services.visit_plan(actor=cast.rep, account=account, starts_at=timezone.now())
    same = report(version=plan.version, summary="Prices")
    url = f"/visits/{plan.pk}/log/"
    send(same, url=url)
    Account.objects.filter(pk=account.pk).update(owner=cast.outsider, team=cast.south)
    assert send(same, url=url).status_code == 201
    assert send({**same, "summary": "Others"}, url=url).status_code == 404


def test_a_plan_that_was_changed_meanwhile_tells_its_version(send, cast, account):
    plan = services.visit_plan(actor=cast.rep, account=account, starts_at=timezone.now())
    known = plan.version
    services.visit_update(plan, actor=cast.rep, version=known, purpose="Contract")
    answer = send(report(version=known), url=f"/visits/{plan.pk}/log/")
    assert (answer.status_code, answer.json()["version"]) == (412, known + 1)
