"""One version of the policy counts at any night: at once or from a day on; what waits can be taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from scoring.models import ScoringRun, TierPolicy
from scoring.queries.nights import company_now
from scoring.services import policy_draft, policy_edit, policy_take_back
from scoring.services.in_force import policy_of_night
from tests.scoring.make import DATE, book, earners, night, put_in_force

DAY = dt.timedelta(days=1)


@pytest.fixture
def today(cast) -> dt.date:
    return company_now().date()


@pytest.fixture
def scheduled(cast, today) -> TierPolicy:
    return put_in_force(policy_draft(actor=cast.manager), actor=cast.director, reason="new year", starts_on=today)


def judged_by(date: dt.date) -> int:
    return ScoringRun.objects.select_related("policy").get(business_date=date).policy.version


def test_it_waits_for_its_day_and_begins_with_its_night(cast, today, scheduled):
    earners(cast.rep, 100)
    night(today - DAY)
    assert (judged_by(today - DAY), TierPolicy.objects.get(state="active").version) == (1, 1)
    night(today)
    assert (judged_by(today), TierPolicy.objects.get(state="active").version) == (2, 2)
    began = Event.objects.get(verb="policy.activated")
    assert (began.actor, began.changes) == (cast.director, {"version": [1, 2], "reason": "new year"})


def test_a_night_before_its_day_computed_later_is_judged_by_the_one_before(cast, today, scheduled):
    earners(cast.rep, 100)
    night(today)
    night(today - DAY)
    assert judged_by(today - DAY) == 1
    night(today - DAY)
    assert judged_by(today - DAY) == 1


def test_at_any_night_one_version_counts(cast, today, scheduled):
    for back in (2, 1, 0):
        night(today - back * DAY)
        assert TierPolicy.objects.filter(state="active").count() == 1


def test_put_in_force_at_once_it_counts_for_the_next_run(cast, today):
    night(today - DAY)
    put_in_force(policy_draft(actor=cast.manager), actor=cast.manager, reason="x")
    night(today - DAY)
    assert judged_by(today - DAY) == 2


def test_taken_back_it_is_a_draft_that_can_be_changed(cast, today, scheduled):
    policy_take_back(scheduled, actor=cast.manager)
    night(today)
    assert (judged_by(today), scheduled.state, scheduled.starts_on) == (1, "draft", None)
    policy_edit(scheduled, actor=cast.manager, revision=scheduled.revision, patience=3)
    assert Event.objects.filter(verb__in=["policy.scheduled", "policy.taken_back", "policy.updated"]).count() == 3


def test_two_can_not_wait(cast, today, scheduled):
    other = policy_draft(actor=cast.manager)
    with pytest.raises(RuleBroken) as refusal:
        put_in_force(other, actor=cast.manager, reason="x", starts_on=today + DAY)
    assert refusal.value.field == "starts_on"
    with pytest.raises(IntegrityError), transaction.atomic():
        TierPolicy.objects.filter(pk=other.pk).update(state="scheduled", starts_on=today)


def test_at_once_is_refused_while_another_takes_over_in_the_next_run(cast, today, scheduled):
    night(today - DAY)
    other = policy_draft(actor=cast.manager)
    with pytest.raises(RuleBroken, match=r"Version 2 takes over .* Take that one back first") as refusal:
        put_in_force(other, actor=cast.manager)
    other.refresh_from_db()
    assert (refusal.value.field, other.state, TierPolicy.objects.get(state="active").version) == (
        "starts_on",
        "draft",
        1,
    )
    policy_take_back(scheduled, actor=cast.manager)
    put_in_force(other, actor=cast.manager)
    night(today)
    assert judged_by(today) == other.version


def test_at_once_is_taken_while_another_waits_for_a_later_night(cast, today):
    later = put_in_force(policy_draft(actor=cast.manager), actor=cast.manager, starts_on=today + DAY)
    other = put_in_force(policy_draft(actor=cast.manager), actor=cast.manager)
    night(today)
    later.refresh_from_db()
    assert (judged_by(today), later.state) == (other.version, "scheduled")


def test_at_once_is_refused_where_the_next_run_is_tomorrows(cast, today):
    put_in_force(policy_draft(actor=cast.manager), actor=cast.manager, starts_on=today + DAY)
    night(today)
    with pytest.raises(RuleBroken):
        put_in_force(policy_draft(actor=cast.manager), actor=cast.manager)


def test_page_and_api_say_which_version_is_in_the_way(cast, scheduled, sign_in, api):
    other = policy_draft(actor=cast.manager)
    page, address = sign_in("manager"), f"/rules/tiers/{other.version}/"
    assert "Take that one back before you put this one in force" in page.get(address).content.decode()
    answer = page.post(address, {"reason": "now", "revision": 1})
    assert "Version 2 takes over from the night of" in answer.context["form"].errors["starts_on"][0]
    activate = f"/api/v1/tier-policies/{other.version}/activate/"
    told = api("manager").post(activate, {"reason": "now"}, format="json", HTTP_IF_MATCH='"1"')
    assert (told.status_code, "Version 2 takes over" in str(told.json())) == (400, True)
    policy_take_back(scheduled, actor=cast.manager)
    assert "Take that one back" not in page.get(address).content.decode()


@pytest.mark.parametrize("days", [-1, 367])
def test_a_day_that_is_past_or_far_is_refused(cast, today, days):
    with pytest.raises(RuleBroken) as refusal:
        put_in_force(policy_draft(actor=cast.manager), actor=cast.manager, reason="x", starts_on=today + days * DAY)
    assert refusal.value.field == "starts_on"


def test_what_does_not_wait_can_not_be_taken_back(cast):
    with pytest.raises(RuleBroken):
        policy_take_back(policy_draft(actor=cast.manager), actor=cast.manager)


def test_a_rep_takes_nothing_back_and_changes_no_draft(cast, scheduled):
    with pytest.raises(Forbidden):
        policy_take_back(scheduled, actor=cast.rep)
    with pytest.raises(Forbidden):
        policy_edit(policy_draft(actor=cast.manager), actor=cast.rep, revision=1, patience=3)


def test_only_a_draft_is_changed(cast, scheduled):
    with pytest.raises(RuleBroken):
        policy_edit(scheduled, actor=cast.manager, revision=1, patience=3)


def test_of_two_editors_the_second_is_told(cast):
    draft = policy_draft(actor=cast.manager)
    policy_edit(draft, actor=cast.manager, revision=1, patience=3)
    with pytest.raises(StaleEdit):
        policy_edit(draft, actor=cast.director, revision=1, patience=4)
    draft.refresh_from_db()
    assert (draft.patience, draft.revision) == (3, 2)


def test_a_change_that_contradicts_is_refused(cast):
    draft = policy_draft(actor=cast.manager)
    with pytest.raises(RuleBroken) as refusal:
        policy_edit(draft, actor=cast.manager, revision=1, window_months=3)
    assert refusal.value.field == "loyal_months"


def test_the_page_schedules_and_takes_back(cast, today, sign_in):
    draft = policy_draft(actor=cast.manager)
    client = sign_in("manager")
    address = f"/rules/tiers/{draft.version}/"
    day = (today + DAY).isoformat()
    assert client.post(address, {"reason": "new year", "starts_on": day, "revision": 1}).status_code == 302
    assert TierPolicy.objects.get(pk=draft.pk).state == "scheduled"
    assert "takes over from the night of" in client.get("/rules/tiers/").content.decode()
    assert client.get(f"{address}edit/").status_code == 404
    assert client.post(f"{address}take-back/").status_code == 302
    assert TierPolicy.objects.get(pk=draft.pk).state == "draft"


def test_the_page_changes_a_draft_and_tells_of_a_stale_edit(cast, sign_in):
    draft = policy_draft(actor=cast.manager)
    client = sign_in("manager")
    address = f"/rules/tiers/{draft.version}/edit/"
    page = client.get(address)
    typed = {name: page.context["form"].initial[name] for name in page.context["form"].fields}
    typed |= dict.fromkeys(("slim_margin", "buffer"), "3") | {"platinum_share": "50", "platinum_rank": "20"}
    typed |= {"gold_share": "85"}
    assert client.post(address, typed).status_code == 302
    assert client.post(address, typed | {"gold_share": "90"}).status_code == 412
    draft.refresh_from_db()
    assert str(draft.gold_share) == "0.8500"


def test_one_put_in_force_today_does_not_judge_an_old_night(cast, today):
    TierPolicy.objects.update(activated_at=timezone.now() - 60 * DAY)
    earners(cast.rep, 100)
    night(today)
    put_in_force(policy_draft(actor=cast.manager), actor=cast.manager, reason="x")
    night(today - 30 * DAY)
    assert judged_by(today - 30 * DAY) == 1


def test_where_nothing_begins_the_night_holds_up_nobody(cast, today):
    policy_of_night(today, is_latest=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (0,)


def test_a_date_before_nights_that_rated_nobody_is_judged_by_the_version_in_force(cast, account):
    """An old ledger that comes in after the scheduler's first nights: they found nothing, and decided nothing."""
    night(DATE)
    old = DATE.replace(year=2020)
    book(account, 100, 0, old)
    for version in (2, 3):
        put_in_force(policy_draft(actor=cast.director, window_months=12 * version), actor=cast.director)
        night(old)
        assert judged_by(old) == version
    account.refresh_from_db()
    assert account.tier == "platinum"
