"""Pages and API of satisfaction: one account, all accounts, asking, recording, the rules."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from accounts.models import Account, Contact
from accounts.services import record_judge
from foundation import clock
from surveys.links import link_path
from surveys.models import Survey, SurveyPoint
from surveys.views.survey import _mail
from tests.cast import make_account

from .make import answers, asked, points, recorded, typed

API = "/api/v1"
DAY = dt.timedelta(days=1)


def test_the_account_tells_what_to_mend_first(account, sign_in):
    recorded(account, (4, 4), answered_on=clock.today() - 90 * DAY)
    recorded(account, (5, 2), (4, 4))
    page = sign_in("rep").get(f"/accounts/{account.pk}/satisfaction/").content.decode()
    assert "Mend first" in page
    assert "−1.5" in page
    assert "±0.0" in page
    assert page.count('<svg class="chart-') == 2
    short = sign_in("rep").get(f"/accounts/{account.pk}/").content.decode()
    assert "Product quality" in short
    assert "Asked how content they are" in short


@pytest.mark.parametrize("surveys", [1, 8])
def test_the_page_asks_the_same_at_any_number(account, sign_in, django_assert_num_queries, surveys):
    for n in range(surveys):
        recorded(account, (5, 3), answered_on=clock.today() - (n + 1) * DAY)
    client = sign_in("rep")
    client.get("/")
    with django_assert_num_queries(7):
        assert client.get(f"/accounts/{account.pk}/satisfaction/").status_code == 200


@pytest.mark.parametrize("accounts", [1, 12])
def test_the_list_asks_the_same_at_any_number(cast, sign_in, django_assert_num_queries, accounts):
    for n in range(accounts):
        recorded(make_account(cast.rep, f"Works {n}"), (5, 3))
    client = sign_in("rep")
    client.get("/")
    with django_assert_num_queries(9):
        assert client.get("/reports/satisfaction/").status_code == 200


@pytest.fixture
def four(cast: Any) -> dict[str, Account]:
    """below, met, old (and below then), never."""
    made = {name: make_account(cast.rep, name) for name in ("below", "met", "old", "never")}
    recorded(made["below"], (5, 3))
    recorded(made["met"], (3, 4))
    recorded(made["old"], (5, 1), answered_on=clock.today() - 300 * DAY)
    return made


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["old", "below", "met", "never"]),
        ("?standing=below", ["old", "below"]),
        ("?standing=met", ["met"]),
        ("?standing=stale", ["old"]),
        ("?standing=never", ["never"]),
        ("?ordering=-gap", ["never", "met", "below", "old"]),
        ("?ordering=account&q=met", ["met"]),
        ("?ordering=tier", ["below", "met", "old", "never"]),
    ],
)
def test_accounts_by_satisfaction(four, sign_in, api, query, names):
    rows = sign_in("rep").get(f"/reports/satisfaction/{query}").context["rows"]
    assert [row.name for row in rows] == names
    told = api("rep").get(f"{API}/satisfaction/{query}").json()["results"]
    assert [row["account"] for row in told] == [four[name].pk for name in names]
    file = sign_in("rep").get(f"/reports/satisfaction/export.csv{query}")
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == names


def test_strange_filters_are_refused(sign_in, api, cast):
    assert sign_in("rep").get("/reports/satisfaction/?owner__password=x").status_code == 400
    assert api("rep").get(f"{API}/satisfaction/?standing=angry").status_code == 400
    assert api("rep").get(f"{API}/surveys/?ordering=key").status_code == 400


def test_a_conversation_is_recorded_on_its_day(account, sign_in):
    client = sign_in("rep")
    day = clock.today() - 3 * DAY
    path = f"/accounts/{account.pk}/surveys/new/"
    assert client.get(path).status_code == 200
    bad = client.post(path, typed(None, (5, 3), answered_on=day.isoformat()) | {f"expectation_{points()[0].pk}": ""})
    assert bad.status_code == 422
    assert "Give both" in bad.content.decode()
    assert client.post(path, typed(None, (5, 3), answered_on=day.isoformat())).status_code == 302
    row = Survey.objects.get()
    assert (timezone.localdate(row.answered_at), row.asked_by.email) == (day, "rep@kam.example")


def test_the_mail_says_until_when_by_our_clock(account):
    with time_machine.travel(dt.datetime(2026, 5, 10, 18, 30, tzinfo=dt.UTC), tick=False):
        survey = asked(account, link_days=1)
    with timezone.override(ZoneInfo("Asia/Shanghai")):
        assert quote("2026-05-12 02:30") in _mail(survey, "link")


def test_a_link_is_made_shown_and_mailed_by_the_rep_himself(account, sign_in):
    contact = Contact.objects.create(
        account=account, name="Ann Lee", email="ann@acme.example", sort_key="ann", search_text="ann"
    )
    sent = sign_in("rep").post(
        f"/accounts/{account.pk}/surveys/ask/", {"contact": contact.pk, "language": "zh-hans", "link_days": 7}
    )
    row = Survey.objects.get()
    page = sign_in("rep").get(sent["Location"]).content.decode()
    assert link_path(row) in page
    assert f'href="mailto:ann@acme.example?subject={quote("您对")}' in page
    assert (row.expires_at - row.asked_at).days == 7


def test_another_accounts_person_is_no_choice(account, cast, sign_in):
    other = make_account(cast.outsider, "Other")
    stranger = Contact.objects.create(account=other, name="Ann", sort_key="ann", search_text="ann")
    said = {"contact": stranger.pk, "language": "en", "link_days": 7}
    assert sign_in("rep").post(f"/accounts/{account.pk}/surveys/ask/", said).status_code == 422
    assert not Survey.objects.exists()


def test_the_api_records_asks_and_withdraws(account, api):
    rep, point = api("rep"), points()[0]
    body = {"account": account.pk, "answers": [{"point": point.pk, "expectation": 5, "experience": 2}]}
    made = rep.post(f"{API}/surveys/", body)
    assert (made.status_code, made.json()["gap"], made.json()["worst"]) == (201, "-3.00", point.pk)
    link = rep.post(f"{API}/surveys/ask/", {"account": account.pk, "language": "en"})
    assert link.status_code == 201
    assert "/survey/" in link.json()["link"]
    assert "link" not in rep.get(f"{API}/surveys/{link.json()['id']}/").json()
    gone = rep.post(f"{API}/surveys/{link.json()['id']}/withdraw/", {"note": "Wrong"}, headers={"If-Match": '"1"'})
    assert gone.json()["state"] == "withdrawn"
    assert rep.post(f"{API}/surveys/{made.json()['id']}/withdraw/", {"note": "x"}).status_code == 428
    assert len(rep.get(f"{API}/surveys/?below=true").json()["results"]) == 1


@pytest.mark.parametrize(
    "said",
    [
        [],
        [{"point": 999_999, "expectation": 3, "experience": 3}],
        [{"point": 1, "expectation": 3, "experience": 9}],
        [{"point": 1, "expectation": "NaN", "experience": 3}],
        [{"point": 1, "expectation": 3, "experience": 3, "gap": 0}],
        "5",
    ],
)
def test_the_api_refuses_bad_answers(account, api, said):
    answer = api("rep").post(f"{API}/surveys/", {"account": account.pk, "answers": said})
    assert answer.status_code == 400
    assert not Survey.objects.exists()


def test_another_team_sees_none_of_it(account, sign_in, api):
    row = recorded(account)
    assert sign_in("outsider").get(f"/accounts/{account.pk}/satisfaction/").status_code == 404
    assert sign_in("outsider").get(f"/surveys/{row.pk}/").status_code == 404
    assert api("outsider").get(f"{API}/surveys/").json()["results"] == []
    assert api("outsider").get(f"{API}/satisfaction/{account.pk}/").status_code == 404
    assert api("outsider").post(f"{API}/surveys/ask/", {"account": account.pk, "language": "en"}).status_code == 400


def test_the_questionnaire_is_changed_by_who_leads(cast, sign_in):
    form = sign_in("manager").get("/rules/surveys/").context["form"]
    told = {name: form[name].value() for name in form.fields if form[name].value() not in {None, "", False}}
    told |= {"text_new": "Packing", "text_zh_new": "包装", "kind_new": "satisfaction"}
    assert sign_in("manager").post("/rules/surveys/", told).status_code == 302
    assert SurveyPoint.objects.get(text="Packing").is_offered
    assert sign_in("manager").get("/rules/history/surveys/").status_code == 200
    form = sign_in("manager").get("/rules/surveys/").context["form"]
    again = {name: form[name].value() for name in form.fields if form[name].value() not in {None, "", False}}
    again |= {f"version_{points()[0].pk}": 7}
    assert sign_in("manager").post("/rules/surveys/", again).status_code == 412


def test_a_key_account_that_was_never_asked_lacks_it(account, sign_in):
    Account.objects.filter(pk=account.pk).update(tier="gold")
    record_judge(account.pk)
    account.completeness.refresh_from_db()
    assert "satisfaction" in account.completeness.missing
    recorded(account)
    account.completeness.refresh_from_db()
    assert "satisfaction" not in account.completeness.missing
    page = sign_in("rep").get(f"/accounts/{make_account(account.owner, 'New').pk}/satisfaction/")
    assert "Never asked" in page.content.decode()


def test_an_answer_that_is_withdrawn_counts_no_more(account, sign_in):
    row = recorded(account, (5, 1))
    answer = sign_in("rep").post(f"/surveys/{row.pk}/withdraw/", {"version": 1, "note": "Wrong account"})
    assert answer.status_code == 302
    found = sign_in("rep").get("/reports/satisfaction/").context["rows"][0]
    assert (found.gap, found.survey) == (None, None)
    assert answers((4, 4))
    assert asked(account).is_open
