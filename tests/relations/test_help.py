"""Help with a mark: asked of a colleague or a superior, on that person's day, answered once."""

from __future__ import annotations

import datetime as dt

import pytest

from foundation import clock
from foundation.errors import Forbidden, RuleBroken
from relations import services
from relations.models import HelpRequest
from tests.cast import make_account

DAY = dt.timedelta(days=1)


def ask(cast, account, helper="peer", by="rep", **told) -> HelpRequest:
    told = {"mark": "contact", "text": "Who knows their buyer?", "due_on": clock.today(), **told}
    return services.help_ask(actor=cast[by], account=account, helper=cast[helper], **told)


@pytest.mark.parametrize("helper", ["peer", "manager", "director"])
def test_a_colleague_or_a_superior_is_asked(cast, account, helper):
    assert ask(cast, account, helper).helper == cast[helper]


@pytest.mark.parametrize("helper", ["rep", "outsider", "rival", "integration"])
def test_nobody_else_is(cast, account, helper):
    with pytest.raises(RuleBroken) as refusal:
        ask(cast, account, helper)
    assert refusal.value.field == "helper"


def test_a_day_that_is_over_is_refused(cast, account):
    with pytest.raises(RuleBroken):
        ask(cast, account, due_on=clock.today() - DAY)


def test_it_stands_on_the_day_of_who_is_asked_until_it_is_answered(sign_in, cast, account):
    row = ask(cast, account)
    make_account(cast.peer, "His own")  # who sees no account yet is shown first steps
    client = sign_in("peer")
    assert "Who knows their buyer?" in client.get("/").content.decode()
    assert client.post(f"/help/{row.pk}/", {"version": 1, "answer": "I do"}).status_code == 302
    assert "Who knows their buyer?" not in client.get("/").content.decode()


def test_not_before_it_is_due(sign_in, cast, account):
    ask(cast, account, due_on=clock.today() + DAY)
    make_account(cast.peer, "His own")
    assert "Who knows their buyer?" not in sign_in("peer").get("/").content.decode()


def test_who_is_asked_sees_the_request_and_not_the_account(sign_in, cast, account):
    row = ask(cast, account)
    body = sign_in("peer").get(f"/help/{row.pk}/").content.decode()
    assert "Who knows their buyer?" in body
    assert f'href="/accounts/{account.pk}/"' not in body


def test_it_is_answered_once(cast, account):
    row = services.help_answer(ask(cast, account), actor=cast.peer, version=1, answer="I do")
    with pytest.raises(RuleBroken):
        services.help_answer(row, actor=cast.peer, version=row.version, answer="Again")


def test_nobody_answers_for_others(cast, account):
    with pytest.raises(Forbidden):
        services.help_answer(ask(cast, account), actor=cast.manager, version=1, answer="He does")


def test_the_nearest_superior_is_suggested(sign_in, cast, account):
    form = sign_in("rep").get(f"/accounts/{account.pk}/help/").context["form"]
    assert form["helper"].initial == cast.manager


def test_through_the_api(api, cast, account):
    told = {"account": account.pk, "mark": "push", "text": "A reference", "due_on": clock.today().isoformat()}
    made = api("rep").post("/api/v1/help-requests/", {**told, "helper": cast.director.pk})
    assert made.status_code == 201
    url = f"/api/v1/help-requests/{made.json()['id']}/"
    assert api("director").post(f"{url}reply/", {"version": 1, "answer": "Called them"}).status_code == 200
    assert api("rep").get(url).json()["answer"] == "Called them"
    assert api("rep").get("/api/v1/help-requests/?answered=false").json()["results"] == []
