"""The plan's pages: one question answered first, what is due on its owner's day, nothing of ours on the customer's."""

from __future__ import annotations

import csv
import datetime as dt
from decimal import Decimal

import pytest

from foundation import clock
from journal.models import Event
from plans import services
from plans.models import AccountPlan, KeyPoint, PlanAction, ResourceMix
from teams.models import User
from tests.cast import make_account
from tests.plans.make import action_of, objective_of, plan_of

PLANS = "/api/v1/plans/"


def test_the_first_sentence_answers_what_by_when_and_who(account, cast, sign_in):
    plan = plan_of(account)
    objective_of(plan, reached=30)
    action_of(plan, text="Send the offer")
    lede = (
        sign_in("rep").get(plan.get_absolute_url()).content.decode().partition('class="lede"')[2].partition("</p>")[0]
    )
    assert all(part in lede for part in ("First source for bearings", "50", "Send the offer", cast.rep.name))


def test_an_action_stands_on_its_owners_day_until_it_is_done(account, cast, sign_in):
    row = action_of(plan_of(account), owner=cast.manager)
    done = f"/plans/actions/{row.pk}/done/"
    assert done in sign_in("manager").get("/due/?scope=mine").content.decode()
    assert done not in sign_in("rep").get("/due/").content.decode()
    sign_in("manager").post(done)
    assert done not in sign_in("manager").get("/due/?scope=mine").content.decode()


def test_neither_what_is_dropped_nor_what_lies_ahead_is_due(account, sign_in):
    plan = plan_of(account)
    action_of(plan, text="Later", due_on=clock.today() + dt.timedelta(days=3))
    services.action_update(action_of(plan, text="Never"), actor=account.owner, version=1, is_dropped=True)
    page = sign_in("rep").get("/due/").content.decode()
    assert not any(text in page for text in ("Later", "Never"))


def test_the_customer_sees_only_what_is_meant_for_him(account, cast, sign_in):
    plan = plan_of(account, weaknesses="Secret weakness", notes="Secret note", marketing=80, management=10, support=10)
    objective_of(plan, text="Shared aim", is_shared=True)
    objective_of(plan, text="Secret margin")
    action_of(plan, text="Joint training", is_shared=True)
    action_of(plan, text="Secret visit")
    services.plan_split(plan, actor=cast.manager, version=1, shares=[(cast.north, Decimal(100))])
    page = sign_in("rep").get(f"/plans/{plan.pk}/print/").content.decode()
    assert all(text in page for text in ("Shared aim", "Joint training"))
    assert not any(text in page.partition("<main")[2] for text in ("Secret", "80/10/10", cast.north.name))


def test_the_account_page_tells_the_plan_and_its_next_step(account, sign_in):
    action_of(plan_of(account), text="Send the offer")
    page = sign_in("rep").get(f"/accounts/{account.pk}/").content.decode()
    assert all(text in page for text in ("First source for bearings", "Send the offer"))


def test_a_key_account_without_a_plan_is_named(cast, sign_in):
    make_account(cast.rep, "Bare Steel", tier="gold")
    planned = make_account(cast.rep, "Planned Steel", tier="gold")
    plan_of(planned)
    found = sign_in("rep").get("/reports/plans/")
    assert [row.name for row in found.context["unplanned"]] == ["Bare Steel"]


def test_the_list_says_how_far_what_is_next_and_what_is_late(account, sign_in):
    plan = plan_of(account)
    objective_of(plan, reached=30)
    action_of(plan, due_on=clock.today() - dt.timedelta(days=2))
    found = sign_in("rep").get("/reports/plans/").context
    ((row, step),) = found["plans"]
    assert (row.progress, row.is_late, step["text"]) == (pytest.approx(0.5), True, "Train their fitters")
    assert (found["summary"].plans, found["summary"].late) == (1, 1)


def test_the_file_has_a_row_a_plan(account, sign_in):
    objective_of(plan_of(account, notes="=1+1"), reached=30)
    body = b"".join(sign_in("rep").get("/reports/plans/export.csv").streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(body.splitlines())
    assert (row["aim"], float(row["progress"])) == ("First source for bearings", 0.5)
    assert row["notes"] == "'=1+1"


def test_a_split_that_does_not_add_up_keeps_what_was_typed(account, cast, sign_in):
    plan = plan_of(account)
    body = {"version": 1, "team_0": cast.north.pk, "share_0": "60"}
    answer = sign_in("manager").post(f"/plans/{plan.pk}/split/", body)
    assert (answer.status_code, plan.shares.count()) == (422, 0)
    assert 'value="60"' in answer.content.decode()


def test_rules_are_data_with_history(cast, sign_in):
    first = ResourceMix.objects.first()
    body = {f"{name}_{row.pk}": getattr(row, name) for row in ResourceMix.objects.all()
            for name in ("version", "marketing", "management", "support")}  # fmt: skip
    client = sign_in("manager")
    body |= {f"marketing_{first.pk}": 70, f"support_{first.pk}": 20}
    client.post("/rules/plans/mixes/", body)
    assert str(ResourceMix.objects.first()) == "70/10/20"
    assert (
        client.post("/rules/plans/mixes/", {**body, f"version_{first.pk}": 2, f"support_{first.pk}": 30}).status_code
        == 422
    )
    assert Event.objects.get(verb="resourcemix.changed").changes["marketing"] == [80, 70]
    assert "80" in client.get("/rules/history/plans/").content.decode()


def test_the_words_of_a_key_are_the_readers(cast, sign_in):
    User.objects.filter(pk=cast.rep.pk).update(language="zh-hans")
    assert str(KeyPoint.objects.first()) == "Know the customer"
    page = sign_in("rep").get(plan_of(make_account(cast.rep)).get_absolute_url()).content.decode()
    assert "了解客户" in page


def test_the_page_asks_the_same_whatever_is_in_it(account, cast, sign_in, django_assert_max_num_queries):
    plan, client = plan_of(account), sign_in("rep")
    for number in range(12):
        action_of(plan, text=f"Action {number}", objective=objective_of(plan, reached=number))
    client.get(plan.get_absolute_url())
    with django_assert_max_num_queries(12):
        client.get(plan.get_absolute_url())


def test_another_teams_plan_does_not_exist(account, api):
    plan = plan_of(account)
    stranger = api("outsider")
    assert stranger.get(f"{PLANS}{plan.pk}/").status_code == 404
    assert stranger.get(PLANS).json()["results"] == []
    assert stranger.post("/api/v1/objectives/", {"plan": plan.pk}, format="json").status_code == 400


def test_a_plan_through_the_api(account, cast, api):
    client = api("manager")
    body = {"account": account.pk, "year": 2031, "aim": "Grow", "marketing": 60, "management": 10, "support": 30}
    plan = client.post(PLANS, body, format="json").json()
    number = {
        "plan": plan["id"],
        "text": "Wallet",
        "baseline": "0",
        "target": "4",
        "reached": "1",
        "due_on": "2031-12-31",
    }
    assert client.post("/api/v1/objectives/", number, format="json").json()["progress"] == "0.2500"
    shares = {"version": 1, "shares": [{"team": cast.north.pk, "share": "60"}, {"team": cast.south.pk, "share": "30"}]}
    assert client.post(f"{PLANS}{plan['id']}/split/", shares, format="json").status_code == 400
    seen = client.get(f"{PLANS}{plan['id']}/").json()
    assert (seen["progress"], seen["shares"], seen["review_on"]) == ("0.2500", [], "2031-04-01")
    assert AccountPlan.objects.get().created_by == cast.manager


def test_nothing_is_deleted(account, api):
    row = action_of(plan_of(account))
    assert api("rep").delete(f"/api/v1/plan-actions/{row.pk}/").status_code == 405
    assert PlanAction.objects.count() == 1
