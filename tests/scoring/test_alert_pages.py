"""The alert list, and what can be done from it in place."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from foundation import clock
from scoring.choices import Cause
from scoring.forms import MOST_AT_ONCE
from scoring.models import Alert, AlertRule
from tests.cast import make_account
from tests.scoring.make import night, policy

HTMX = {"HX-Request": "true"}
RULE = {
    "version": 1, "threshold": "7", "due_days": 3, "quiet_days": 30, "escalates": "until_closed", "escalate_days": 7
}  # fmt: skip


def alert_at(account, cause="cadence", due=0, **fields) -> Alert:
    day = clock.today() + dt.timedelta(days=due)
    facts = {"cadence": {"since": "2026-01-01", "last_visit": None, "days": 30}}.get(
        cause, {"last_order": "2026-01-01", "usual_days": 30, "orders": 5}
    )
    return Alert.objects.create(
        account=account, cause=cause, owner=account.owner, opened_on=day, due_on=day, facts=facts, **fields
    )


def listed(client, query="") -> list[Alert]:
    return list(client.get(f"/alerts/{query}").context["rows"])


def test_the_most_urgent_first_and_of_a_day_the_most_valuable(sign_in, cast):
    later = alert_at(make_account(cast.rep, "Later"), due=3)
    lead = alert_at(make_account(cast.rep, "Lead", tier="lead"))
    gold = alert_at(make_account(cast.rep, "Gold", tier="gold"))
    assert listed(sign_in("rep")) == [gold, lead, later]


def test_the_causes_at_an_account_stand_together_by_their_days(sign_in, cast):
    both, one = make_account(cast.rep, "Both"), make_account(cast.rep, "One")
    late, early = alert_at(both, due=9), alert_at(both, "overdue", due=1)
    between = alert_at(one, due=5)
    context = sign_in("rep").get("/alerts/").context
    assert context["groups"] == [[early, late], [between]]
    assert context["page"].count == 2


def test_narrowed_to_a_cause_the_others_of_the_account_stay_away(sign_in, cast):
    account = make_account(cast.rep)
    alert_at(account, "overdue")
    kept = alert_at(account, due=3)
    assert listed(sign_in("rep"), "?cause=cadence") == [kept]


def test_closed_ones_are_listed_one_by_one(sign_in, cast):
    account = make_account(cast.rep)
    for day in (1, 2):
        alert_at(account, due=day, state="resolved", over_on=clock.today())
    assert [len(group) for group in sign_in("rep").get("/alerts/?state=closed").context["groups"]] == [1, 1]


def test_a_page_of_accounts_can_be_acknowledged_at_once(sign_in, cast):
    alerts = [alert_at(make_account(cast.rep, f"A{n}"), cause) for n in range(50) for cause in Cause.values]
    sign_in("rep").post("/alerts/acknowledge/", {"alert": [f"{alert.pk}.1" for alert in alerts]})
    assert not Alert.objects.filter(state="new").exists()


@pytest.mark.parametrize(("who", "count"), [("rep", 1), ("peer", 0), ("manager", 1), ("outsider", 1), ("admin", 2)])
def test_everybody_sees_those_of_his_accounts(sign_in, cast, who, count):
    alert_at(make_account(cast.rep))
    alert_at(make_account(cast.outsider))
    assert len(listed(sign_in(who))) == count


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["new", "acting"]),
        ("?state=acting", ["acting"]),
        ("?state=closed", ["resolved"]),
        ("?state=all", ["new", "acting", "resolved"]),
        ("?cause=overdue", ["acting"]),
        ("?due_before=2020-01-01", []),
        ("?tier=gold", ["new"]),
        ("?tier=unrated", ["acting"]),
    ],
)
def test_the_list_can_be_narrowed(sign_in, cast, query, names):
    alert_at(make_account(cast.rep, "New", tier="gold"))
    alert_at(make_account(cast.rep, "Acting"), cause="overdue", state="acting", due=1)
    alert_at(make_account(cast.rep, "Old", tier="gold"), state="resolved", due=2)
    assert [alert.state for alert in listed(sign_in("rep"), query)] == names


def test_in_the_list_an_action_swaps_its_row(sign_in, account):
    alert = alert_at(account)
    response = sign_in("rep").post(
        f"/alerts/{alert.pk}/",
        {"version": 1, "state": "acknowledged", "note": "on it"},
        headers={**HTMX, "HX-Target": f"alert-{alert.pk}"},
    )
    body = response.content.decode()
    assert response.status_code == 200
    assert f'<tr id="alert-{alert.pk}">' in body
    assert "acknowledged" in body
    assert "on it" in body
    assert Alert.objects.get().state == "acknowledged"


def test_who_came_second_is_told_and_sees_the_row_as_it_is(sign_in, account):
    alert = alert_at(account, state="acting")
    Alert.objects.update(version=2)
    response = sign_in("rep").post(
        f"/alerts/{alert.pk}/", {"version": 1, "state": "kept"}, headers={**HTMX, "HX-Target": f"alert-{alert.pk}"}
    )
    assert response.status_code == 412
    assert "Look again, then decide." in response.content.decode()
    assert Alert.objects.get().state == "acting"


def test_a_closed_alert_cannot_be_moved_on(sign_in, account):
    alert = alert_at(account, state="resolved")
    response = sign_in("rep").post(
        f"/alerts/{alert.pk}/", {"version": 1, "state": "acting"}, headers={**HTMX, "HX-Target": f"alert-{alert.pk}"}
    )
    assert response.status_code == 422


def test_without_scripts_it_is_a_form_on_a_page(sign_in, account):
    alert = alert_at(account)
    client = sign_in("rep")
    assert "Not visited in the" in client.get(f"/alerts/{alert.pk}/").content.decode()
    response = client.post(f"/alerts/{alert.pk}/", {"version": 1, "state": "false_alarm", "note": "moved house"})
    assert (response.status_code, response.headers["Location"]) == (302, "/alerts/")
    assert Alert.objects.get().note == "moved house"


def test_on_the_page_a_stale_edit_shows_both(sign_in, account):
    alert = alert_at(account)
    Alert.objects.update(version=2, state="acting", note="called")
    response = sign_in("rep").post(f"/alerts/{alert.pk}/", {"version": 1, "state": "kept", "note": "mine"})
    body = response.content.decode()
    assert response.status_code == 412
    assert "mine" in body
    assert "called" in body


def test_an_unknown_state_keeps_what_was_typed(sign_in, account):
    alert = alert_at(account)
    response = sign_in("rep").post(f"/alerts/{alert.pk}/", {"version": 1, "state": "new", "note": "typed"})
    assert response.status_code == 422
    assert "typed" in response.content.decode()


def test_nobody_gives_cause_for_worry(sign_in, cast):
    policy()
    night()
    assert "No account gives cause for worry" in sign_in("rep").get("/alerts/").content.decode()


def test_a_closing_needs_its_outcome(sign_in, account):
    alert = alert_at(account)
    assert sign_in("rep").post(f"/alerts/{alert.pk}/", {"version": 1, "state": "resolved"}).status_code == 422
    sign_in("rep").post(f"/alerts/{alert.pk}/", {"version": 1, "state": "lost"})
    assert Alert.objects.values_list("state", "outcome").get() == ("resolved", "lost")


def test_ticked_rows_are_acknowledged_and_the_list_stays_narrowed(sign_in, cast):
    new = alert_at(make_account(cast.rep, "New"))
    changed = alert_at(make_account(cast.rep, "Changed"), version=2)
    client = sign_in("rep")
    typed = {"alert": [f"{new.pk}.1", f"{changed.pk}.1"]}
    response = client.post("/alerts/acknowledge/?cause=cadence", typed)
    assert (response.status_code, response.headers["Location"]) == (302, "/alerts/?cause=cadence")
    assert [alert.state for alert in Alert.objects.order_by("id")] == ["acknowledged", "new"]
    body = client.get("/alerts/").content.decode()
    assert "1 alert acknowledged." in body
    assert "1 alert had changed meanwhile" in body


@pytest.mark.parametrize(
    "typed", [[], ["x"], ["1"], ["1.0"], ["9" * 30 + ".1"], [f"{n}.1" for n in range(1, MOST_AT_ONCE + 2)]]
)
def test_nothing_sensible_ticked_says_what_to_do(sign_in, cast, account, typed):
    alert_at(account)
    client = sign_in("rep")
    assert client.post("/alerts/acknowledge/", {"alert": typed}).status_code == 302
    assert Alert.objects.get().state == "new"
    assert "Tick the alerts" in client.get("/alerts/").content.decode()


def test_a_manager_changes_a_rule(sign_in, cast):
    typed = {**RULE, "is_enabled": "on", "threshold": "1.5", "tiers": ["gold"], "due_platinum": 1}
    assert sign_in("manager").post("/rules/alerts/cadence/", typed).status_code == 302
    rule = AlertRule.objects.get(cause="cadence")
    assert (float(rule.threshold), rule.tiers, rule.due_days) == (1.5, ["gold"], 3)
    assert (rule.due_platinum, rule.due_gold) == (1, None)


def test_a_rule_for_every_tier_has_none_chosen(sign_in, cast):
    sign_in("manager").post("/rules/alerts/no_next_step/", RULE)
    rule = AlertRule.objects.get(cause="no_next_step")
    assert (rule.tiers, rule.is_enabled) == ([], False)


@pytest.mark.parametrize("wrong", [{"threshold": "NaN"}, {"threshold": "-1"}, {"due_days": "x"}, {"tiers": ["tin"]}])
def test_a_rule_that_cannot_be_is_refused(sign_in, cast, wrong):
    assert sign_in("manager").post("/rules/alerts/no_next_step/", {**RULE, **wrong}).status_code == 422


def closed_at(account, days_ago: int, **fields) -> Alert:
    """Of an order 30 days before it was closed."""
    day = timezone.now() - dt.timedelta(days=days_ago)
    fields = {"state": "resolved", "over_on": clock.today(), "closed_at": day, **fields}
    alert = alert_at(account, "overdue", **fields)
    alert.facts["last_order"] = (timezone.localdate(day) - dt.timedelta(days=30)).isoformat()
    alert.save(update_fields=["facts"])
    return alert


def test_a_closed_one_tells_its_days_as_of_the_day_that_closed_it(sign_in, account):
    alert, said = closed_at(account, 400), "No order for 30 days; it usually orders every 30 days."
    client = sign_in("rep")
    assert [row.sentence for row in listed(client, "?state=closed")] == [said]
    page = client.get(f"/alerts/{alert.pk}/").content.decode()
    assert said in page
    assert "The account today" in page
    assert said in client.get(f"/alerts/{alert.pk}/", headers={**HTMX, "HX-Target": "panel-body"}).content.decode()
    assert client.get(f"/api/v1/alerts/{alert.pk}/").json()["sentence"] == said


def test_an_open_one_tells_its_days_as_of_today(sign_in, account):
    alert_at(account, "overdue")
    silent = (clock.today() - dt.date(2026, 1, 1)).days
    assert [row.sentence for row in listed(sign_in("rep"))] == [
        f"No order for {silent} days; it usually orders every 30 days."
    ]


@pytest.mark.parametrize("query", ["state=closed", "state=resolved", "outcome=kept"])
def test_closed_ones_stand_the_last_closed_first_with_nothing_to_tick(sign_in, cast, query):
    early, late = (closed_at(make_account(cast.rep, f"A{n}"), n, due=-n, outcome="kept") for n in (40, 9))
    client = sign_in("rep")
    assert listed(client, f"?{query}") == [late, early]
    assert listed(client, f"?{query}&ordering=closed") == [early, late]
    assert listed(client, f"?{query}&ordering=since") == [early, late]
    page = client.get(f"/alerts/?{query}").content.decode()
    assert 'id="acknowledge"' not in page
    assert 'type="checkbox" form="acknowledge"' not in page
    assert 'aria-sort="descending"' in page
    assert "ordering=due" not in page


def test_open_and_closed_ones_together_keep_their_days(sign_in, cast):
    alert_at(make_account(cast.rep, "Open"), due=1)
    closed_at(make_account(cast.rep, "Closed"), 9)
    page = sign_in("rep").get("/alerts/?state=all").content.decode()
    assert 'id="acknowledge"' in page
