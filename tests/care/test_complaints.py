"""Complaints: due by tier, one level up by hand or on time and once only, closed with a result by who may decide."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.services import account_archive, account_assign
from care import services
from care.choices import Level
from care.models import Authority, Complaint
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event, Job
from teams.models import User
from tests.cast import make_account

HOUR = dt.timedelta(hours=1)
BODY = {"version": 1, "result": "Replaced", "minutes": 30, "compensation": "200", "currency": "CNY", "satisfaction": 4}


def take(cast, account, by="rep", **told) -> Complaint:
    return services.complaint_open(actor=cast[by], account=account, **{"text": "Late again", **told})


def close(complaint, cast, by="rep", **told) -> Complaint:
    told = {"version": complaint.version, "result": "Replaced", **told}
    return services.complaint_close(complaint, actor=cast[by], **told)


def escalations() -> int:
    return Event.objects.filter(verb="complaint.escalated").count()


@pytest.mark.parametrize(("tier", "hours"), [("platinum", 4), ("gold", 8), ("iron", 24), ("lead", 48), ("", 24)])
def test_the_best_are_served_fastest(cast, tier, hours):
    row = take(cast, make_account(cast.rep, tier=tier))
    assert row.due_at - row.received_at == hours * HOUR


def test_due_is_what_the_rule_says(cast, account):
    rule = Authority.objects.get(matter="complaint", tier=account.tier)
    services.authority_set(actor=cast.manager, wanted=[services.AuthoritySpec(rule, 1, "rep", 3)])
    row = take(cast, account, level=Level.COMPLAINT)
    assert row.due_at - row.received_at == 3 * HOUR
    assert Event.objects.get(verb="authority.changed").changes["hours"] == [48, 3]


def test_its_hour_over_it_goes_one_level_up_to_who_decides(cast, account):
    row = take(cast, account)
    assert services.escalate_late(row.due_at) == 1
    up = Complaint.objects.get()
    assert (up.level, up.handler, up.due_at) == (Level.COMPLAINT, cast.manager, row.due_at + 48 * HOUR)


def test_once_only(cast, account):
    row = take(cast, account)
    assert [services.escalate_late(row.due_at), services.escalate_late(row.due_at)] == [1, 0]
    assert escalations() == 1


def test_not_before_its_hour(cast, account):
    row = take(cast, account)
    assert services.escalate_late(row.due_at - HOUR) == 0


def test_a_crisis_goes_no_higher(cast, account):
    row = take(cast, account, level=Level.CRISIS)
    assert services.escalate_late(row.due_at) == 0


def test_what_is_closed_or_archived_stays_where_it_is(cast, account):
    done = close(take(cast, account), cast)
    other = make_account(cast.rep, "Other")
    take(cast, other)
    account_archive(other, actor=cast.rep, version=other.version)
    assert services.escalate_late(done.due_at + 900 * HOUR) == 0


def test_a_job_that_dies_in_the_middle_has_moved_none(cast, account):
    late = take(cast, account).due_at
    with transaction.atomic():
        services.escalate_late(late)
        transaction.set_rollback(True)
    assert (Complaint.objects.get().level, escalations()) == (Level.GRIEVANCE, 0)
    assert services.escalate_late(late) == 1


def test_the_scheduler_queues_one_job(db):
    assert services.ensure_escalation()
    assert services.ensure_escalation() is None
    assert Job.objects.filter(task="care.escalate_late").count() == 1


def test_by_hand_with_the_reason(cast, account):
    row = take(cast, account)
    up = services.complaint_escalate(row, actor=cast.rep, version=1, reason="They call each hour")
    assert (up.level, up.handler) == (Level.COMPLAINT, cast.manager)
    assert up.due_at == row.due_at, "a grievance has 24 hours here, a complaint 48: nobody waits longer for it"
    assert Event.objects.get(verb="complaint.escalated").changes["reason"] == "They call each hour"


@pytest.mark.parametrize("told", [{"reason": " "}, {"level": Level.CRISIS}])
def test_not_without_a_reason_and_not_above_a_crisis(cast, account, told):
    row = take(cast, account, level=told.get("level", Level.GRIEVANCE))
    with pytest.raises(RuleBroken):
        services.complaint_escalate(row, actor=cast.rep, version=1, reason=told.get("reason", "They call"))


@pytest.mark.parametrize("result", ["", "  "])
def test_no_complaint_is_closed_without_a_result(cast, account, result):
    with pytest.raises(RuleBroken) as refusal:
        close(take(cast, account), cast, result=result)
    assert refusal.value.field == "result"


def test_the_database_refuses_it_too(cast, account):
    row = take(cast, account)
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=row.pk).update(closed_at=timezone.now())


@pytest.mark.parametrize(("tier", "level", "decides"), [
    ("platinum", Level.GRIEVANCE, "rep"), ("gold", Level.COMPLAINT, "manager"), ("platinum", Level.CRISIS, "director"),
])  # fmt: skip
def test_who_may_decide_closes_it(cast, tier, level, decides):
    row = take(cast, make_account(cast.rep, tier=tier), level=level)
    below = {"manager": "rep", "director": "manager"}.get(decides)
    if below:
        with pytest.raises(Forbidden):
            close(row, cast, by=below)
    assert close(row, cast, by=decides).closed_by == cast[decides]


def test_satisfaction_is_asked_afterwards(cast, account):
    row = take(cast, account)
    with pytest.raises(RuleBroken):
        services.complaint_rate(row, actor=cast.rep, version=1, satisfaction=5)
    row = close(row, cast)
    assert services.complaint_rate(row, actor=cast.rep, version=row.version, satisfaction=5).satisfaction == 5


def test_a_stale_edit_writes_nothing(cast, account):
    row = take(cast, account)
    services.complaint_update(row, actor=cast.rep, version=1, minutes=10)
    with pytest.raises(StaleEdit):
        close(Complaint.objects.get(), cast, version=1)
    assert Complaint.objects.get().is_open


@pytest.mark.parametrize("handler", ["peer", "outsider"])
def test_who_does_not_see_the_account_does_not_handle_it(cast, account, handler):
    with pytest.raises(RuleBroken) as refusal:
        take(cast, account, handler=cast[handler])
    assert refusal.value.field == "handler"


def test_neither_a_moment_ahead_nor_an_archived_account(cast, account):
    with pytest.raises(RuleBroken):
        take(cast, account, received_at=timezone.now() + HOUR)
    account_archive(account, actor=cast.rep, version=account.version)
    with pytest.raises(RuleBroken):
        take(cast, account)


# --- Pages and API ------------------------------------------------------------------------------------------


def test_the_account_shows_what_is_open(sign_in, cast, account):
    row = take(cast, account, text="Wrong alloy delivered")
    assert "Wrong alloy delivered" in sign_in("rep").get(f"/accounts/{account.pk}/").content.decode()
    close(row, cast)
    assert "Wrong alloy delivered" not in sign_in("rep").get(f"/accounts/{account.pk}/").content.decode()


def test_it_stands_on_its_handlers_day(sign_in, cast, account):
    take(cast, account, text="Wrong alloy delivered", received_at=timezone.now() - 100 * HOUR)
    assert "Wrong alloy delivered" in sign_in("rep").get("/").content.decode()


def test_a_page_takes_and_closes(sign_in, cast, account):
    client = sign_in("rep")
    sent = {"text": "Late again", "level": 1, "handler": cast.rep.pk}
    assert client.post(f"/accounts/{account.pk}/complaints/new/", sent).status_code == 302
    row = Complaint.objects.get()
    assert client.post(f"/complaints/{row.pk}/", {**BODY, "result": ""}).status_code == 422
    assert client.post(f"/complaints/{row.pk}/", BODY).status_code == 302
    assert "Replaced" in client.get(f"/complaints/{row.pk}/").content.decode()


def test_who_may_not_decide_is_told_so(sign_in, cast, account):
    row = take(cast, account, level=Level.CRISIS)
    body = sign_in("rep").get(f"/complaints/{row.pk}/").content.decode()
    assert "Somebody higher decides this" in body
    assert sign_in("rep").post(f"/complaints/{row.pk}/", BODY).status_code == 403


def test_through_the_api(api, cast, account):
    client = api("rep")
    row = client.post("/api/v1/complaints/", {"account": account.pk, "text": "Late"}).json()
    url = f"/api/v1/complaints/{row['id']}/"
    row = client.post(f"{url}escalate/", {"version": row["version"], "reason": "Angry"}).json()
    assert (row["level"], row["handler"]) == (2, cast.manager.pk)
    told = {"version": row["version"], "result": "Replaced"}
    assert client.post(f"{url}close/", told).status_code == 403
    assert api("manager").post(f"{url}close/", told).json()["result"] == "Replaced"
    assert client.get("/api/v1/complaints/?open=true").json()["results"] == []


def test_the_list_costs_the_same_at_any_size(sign_in, cast, account, django_assert_num_queries):
    client = sign_in("manager")
    client.get("/reports/complaints/")
    take(cast, account)
    with django_assert_num_queries(8) as few:
        client.get("/reports/complaints/")
    for n in range(12):
        take(cast, make_account(cast.rep, f"More {n}"))
    with django_assert_num_queries(len(few)):
        client.get("/reports/complaints/")


def test_complaints_leave_as_a_file(sign_in, cast, account):
    take(cast, account)
    text = b"".join(sign_in("rep").get("/reports/complaints/export.csv").streaming_content).decode()
    assert "account,account_external_id,tier,contact,handler,level,text" in text
    assert "Late again" in text


def test_whose_handler_lost_sight_of_the_account_is_closed_and_rated_all_the_same(cast, account):
    row = take(cast, account)
    account_assign(account, actor=cast.director, version=account.version, owner=cast.outsider, team=cast.south)
    done = close(row, cast, by="outsider")
    assert services.complaint_rate(done, actor=cast.outsider, version=done.version, satisfaction=4).satisfaction == 4


def test_who_left_does_not_keep_what_goes_up(cast, account):
    row = take(cast, account, level=Level.COMPLAINT, handler=cast.director)
    User.objects.filter(pk=cast.director.pk).update(is_active=False)
    services.escalate_late(row.due_at)
    assert Complaint.objects.get().handler != cast.director
