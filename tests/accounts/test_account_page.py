"""The account page says who they are, what happened and what comes next, in a bounded number of queries."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts import services
from accounts.models import Visit
from foundation import clock

from .make import contact_of

DAY = dt.timedelta(days=1)


def page_of(client, account, query: str = "") -> str:
    return client.get(f"/accounts/{account.pk}/{query}").content.decode()


def visits_of(cast, account, number: int, **fields) -> None:
    now = timezone.now()
    Visit.objects.bulk_create(
        Visit(account=account, by=cast.rep, starts_at=now - n * DAY, currency="CNY", summary=f"Talk {n:03}", **fields)
        for n in range(number)
    )


def test_an_empty_account_says_what_to_do(sign_in, account):
    body = page_of(sign_in("rep"), account)
    assert "Nothing happened yet" in body
    assert "No next step and no visit planned." in body
    for role in ("decision-maker", "user", "purchaser", "interface person"):
        assert f"No {role} known" in body


def test_a_covered_role_is_no_flag(sign_in, account):
    contact_of(account, roles=("decision_maker", "user"))
    body = page_of(sign_in("rep"), account)
    assert "No decision-maker known" not in body
    assert "No purchaser known" in body
    assert f"/accounts/{account.pk}/contacts/new/?role=purchaser" in body


def test_a_visit_stands_on_the_timeline_with_whom_and_what_next(sign_in, cast, account):
    contact = contact_of(account, "王小明")
    services.visit_log(
        actor=cast.rep, account=account, contacts=[contact], summary="They want a price", outcome="setback",
        next_step="Send the offer", next_step_on=clock.today() + DAY,
    )  # fmt: skip
    body = page_of(sign_in("rep"), account)
    for text in ("They want a price", "王小明", "Setback", "Send the offer"):
        assert text in body


def test_what_is_planned_and_promised_stands_on_top(sign_in, cast, account):
    services.visit_plan(actor=cast.rep, account=account, starts_at=timezone.now() + DAY, purpose="Show the new line")
    late = services.visit_log(
        actor=cast.rep, account=account, starts_at=timezone.now() - 9 * DAY, next_step="Call back",
        next_step_on=clock.today() - 2 * DAY,
    )  # fmt: skip
    context = sign_in("rep").get(f"/accounts/{account.pk}/").context
    assert [visit.purpose for visit in context["planned"]] == ["Show the new line"]
    assert context["steps"] == [late]


def test_a_cancelled_visit_is_not_told(sign_in, cast, account):
    visit = services.visit_log(actor=cast.rep, account=account, summary="Never happened")
    services.visit_cancel(visit, actor=cast.rep, version=1)
    assert "Never happened" not in page_of(sign_in("rep"), account)


def test_old_promises_are_found_behind_many_visits(sign_in, cast, account):
    visits_of(cast, account, 60)
    services.visit_log(
        actor=cast.rep, account=account, starts_at=timezone.now() - 200 * DAY, next_step="Old promise",
        next_step_on=clock.today(),
    )  # fmt: skip
    context = sign_in("rep").get(f"/accounts/{account.pk}/").context
    assert [visit.next_step for visit in context["steps"]] == ["Old promise"]
    assert len(context["timeline"].moments) == 20


def test_every_visit_once_through_all_pages_of_the_timeline(sign_in, cast, account):
    visits_of(cast, account, 47)
    client, seen, query = sign_in("rep"), [], "?timeline=1"
    while query:
        answer = client.get(f"/accounts/{account.pk}/{query}", headers={"HX-Request": "true"})
        timeline = answer.context["timeline"]
        seen += [moment.visit.summary for moment in timeline.moments]
        query = f"?timeline={timeline.older}" if timeline.older else ""
    assert seen == [f"Talk {n:03}" for n in range(47)]


def test_visits_of_the_same_moment_are_neither_lost_nor_doubled(sign_in, cast, account):
    at = timezone.now() - DAY
    Visit.objects.bulk_create(Visit(account=account, by=cast.rep, starts_at=at, currency="CNY") for _ in range(30))
    client = sign_in("rep")
    pages = [client.get(f"/accounts/{account.pk}/?timeline={n}").context["timeline"].moments for n in (1, 2)]
    assert len({moment.visit.pk for page in pages for moment in page}) == 30


def test_a_further_page_is_the_timeline_alone(sign_in, cast, account):
    visits_of(cast, account, 30)
    answer = sign_in("rep").get(f"/accounts/{account.pk}/?timeline=2", headers={"HX-Request": "true"})
    assert "<html" not in answer.content.decode()
    assert "Talk 025" in answer.content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "x", "51", "9" * 30, "２"])
def test_no_such_page_of_the_timeline(sign_in, account, number):
    assert sign_in("rep").get(f"/accounts/{account.pk}/?timeline={number}").status_code == 400


def test_names_are_shown_as_text(sign_in, cast, account):
    services.account_update(account, actor=cast.rep, version=1, name="<img src=x onerror=alert(1)>")
    contact_of(account, "<b>Bold</b>")
    body = page_of(sign_in("rep"), account)
    assert "<img src=x" not in body
    assert "<b>Bold" not in body


def test_only_who_leads_is_offered_to_assign(sign_in, account):
    assert "/assign/" not in page_of(sign_in("rep"), account)
    assert "/assign/" in page_of(sign_in("manager"), account)


def test_the_page_speaks_chinese(sign_in, cast, account):
    cast.rep.language = "zh-hans"
    cast.rep.save()
    services.visit_log(actor=cast.rep, account=account, channel="wechat")
    body = page_of(sign_in("rep"), account)
    assert 'lang="zh-Hans"' in body
    for text in ("联系人", "尚无决策人", "微信", "商机"):
        assert text in body


def test_many_promises_are_told_by_number(sign_in, cast, account):
    visits_of(cast, account, 13, next_step="Call", next_step_on=clock.today())
    answer = sign_in("rep").get(f"/accounts/{account.pk}/")
    assert len(answer.context["steps"]) == 10
    assert "3 more, due later than these." in answer.content.decode()
