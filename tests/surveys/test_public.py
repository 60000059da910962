"""The customer's own page: no sign-in, one answer, nothing about us, and every way in which a link can be wrong."""

from __future__ import annotations

import datetime as dt
import re
import threading
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Account, Contact
from journal.models import Event
from surveys import services
from surveys.links import link_path
from surveys.models import Survey
from surveys.views.public import AnswerRate

from .make import answers, asked, points, typed


@pytest.fixture(autouse=True)
def _fresh_rates():
    cache.clear()


@pytest.fixture
def anybody() -> Client:
    return Client()


@pytest.fixture
def survey(account: Account, cast: Any) -> Survey:
    contact = Contact.objects.create(account=account, name="李娜", sort_key="li na", search_text="李娜")
    return asked(account, contact=contact)


def test_a_customer_answers_once(anybody, survey):
    path = link_path(survey)
    page = anybody.get(path)
    assert page.status_code == 200
    assert "Product quality" in page.content.decode()
    sent = anybody.post(path, typed(survey, comment="Trucks come late"))
    assert (sent.status_code, sent["Location"]) == (302, path)
    survey.refresh_from_db()
    assert (survey.state, survey.comment, survey.way) == ("answered", "Trucks come late", "link")
    assert "Thank you" in anybody.get(path).content.decode()
    again = anybody.post(path, typed(survey, (1, 1)))
    assert again.status_code == 410
    survey.refresh_from_db()
    assert survey.experience == 3.5
    assert Event.objects.get(verb="survey.dissatisfied").actor is None


def test_what_the_customer_wrote_is_set_aside_by_a_manager_alone(anybody, survey, sign_in):
    anybody.post(link_path(survey), typed(survey))
    page = f"/surveys/{survey.pk}/withdraw/"
    assert [sign_in(who).get(page).status_code for who in ("rep", "manager")] == [403, 200]


def test_looking_uses_nothing_up(anybody, survey):
    for _time in range(3):
        assert anybody.get(link_path(survey)).status_code == 200
        assert anybody.head(link_path(survey)).status_code == 200
        assert anybody.options(link_path(survey)).status_code == 200
    survey.refresh_from_db()
    assert (survey.state, survey.version) == ("open", 1)


def test_it_says_nothing_of_us_but_what_is_asked(anybody, survey, cast):
    page = anybody.get(link_path(survey))
    text = page.content.decode()
    for secret in (survey.account.name, "李娜", cast.rep.name, cast.rep.email, survey.key.hex[:8]):
        assert secret not in re.sub(r'action="[^"]*"|href="[^"]*"', "", text), secret
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Cache-Control"] == "no-store"
    assert 'name="robots" content="noindex' in text


@pytest.mark.parametrize(
    "forge", ["", "x", "00000000000000000000000000000000.abc", "{key}", "{key}.abc", "{token}x", "é\u202e"]
)
def test_a_forged_link_is_a_page_that_tells_nothing(anybody, survey, forge):
    token = link_path(survey).split("/")[-2]
    wrong = forge.format(key=survey.key.hex, token=token)
    for answer in (anybody.get(f"/survey/{wrong}/"), anybody.post(f"/survey/{wrong}/", typed(survey))):
        assert answer.status_code == 404
        assert survey.account.name not in answer.content.decode()
    survey.refresh_from_db()
    assert survey.is_open


@pytest.mark.parametrize(
    ("end", "says"),
    [("expire", "This link has ended"), ("withdraw", "This survey is closed"), ("archive", "This survey is closed")],
)
def test_a_link_that_is_over_says_so_and_takes_nothing(anybody, survey, cast, end, says):
    match end:
        case "expire":
            Survey.objects.filter(pk=survey.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
        case "withdraw":
            services.survey_withdraw(survey, actor=cast.rep, version=1, note="Wrong person")
        case "archive":
            Account.objects.filter(pk=survey.account_id).update(archived_at=timezone.now())
    for answer in (anybody.get(link_path(survey)), anybody.post(link_path(survey), typed(survey))):
        assert answer.status_code == 410
        assert says in answer.content.decode()
        assert survey.account.name not in answer.content.decode()
    assert not Survey.objects.answered().exists()


def test_a_form_of_another_site_is_refused(survey):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link_path(survey), typed(survey)).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', strict.get(link_path(survey)).content.decode())
    assert token
    assert strict.post(link_path(survey), typed(survey, csrfmiddlewaretoken=token[1])).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [{"expectation": "6"}, {"experience": "0"}, {"expectation": ""}, {"experience": "abc"}, {"experience": "NaN"}],
)
def test_a_bad_answer_keeps_what_was_typed(anybody, survey, wrong):
    first = points()[0].pk
    form = typed(survey, (5, 3), (4, 4), comment="Kept") | {f"{name}_{first}": mark for name, mark in wrong.items()}
    page = anybody.post(link_path(survey), form)
    assert page.status_code == 422
    assert "Kept" in page.content.decode()
    assert 'role="alert"' in page.content.decode()
    survey.refresh_from_db()
    assert survey.is_open


def test_an_empty_form_is_no_answer(anybody, survey):
    page = anybody.post(link_path(survey), {})
    assert page.status_code == 422
    assert "Answer one dimension at least" in page.content.decode()


def test_it_speaks_the_customers_language_and_another_where_he_asks(anybody, account):
    path = link_path(asked(account, language="zh-hans"))
    page = anybody.get(path).content.decode()
    assert 'lang="zh-Hans"' in page
    assert "产品质量" in page
    assert "Product quality" in anybody.get(f"{path}?language=en").content.decode()
    assert "产品质量" in anybody.get(f"{path}?language=xx").content.decode()


def test_what_messengers_add_to_a_link_is_passed_over(anybody, survey):
    path = f"{link_path(survey)}?from=singlemessage&isappinstalled=0&utm_source=mail&next=https://evil.example"
    assert anybody.get(path).status_code == 200
    answer = anybody.post(path, typed(survey))
    assert (answer.status_code, answer["Location"].startswith(link_path(survey))) == (302, True)
    assert anybody.get(path).status_code == 200


def test_who_comes_too_often_waits(anybody, survey, monkeypatch):
    monkeypatch.setattr(AnswerRate, "THROTTLE_RATES", {"anon": "2/minute"})
    codes = [anybody.get(f"/survey/guess{n}/").status_code for n in range(3)]
    assert codes == [404, 404, 429]
    refused = anybody.post(link_path(survey), typed(survey))
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    survey.refresh_from_db()
    assert survey.is_open


@pytest.mark.django_db(transaction=True)
def test_of_two_who_answer_at_once_one_counts(survey):
    ready, codes = threading.Barrier(2), []

    def send(mark: int) -> None:
        client = Client()
        ready.wait()
        codes.append(client.post(link_path(survey), typed(survey, (5, mark))).status_code)
        connection.close()

    threads = [threading.Thread(target=send, args=[mark]) for mark in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [302, 410]
    assert Event.objects.filter(verb="survey.dissatisfied").count() == 1


def test_a_survey_answered_meanwhile_is_told_as_that(anybody, survey):
    services.survey_answer(survey, answers=answers((4, 4)))
    assert anybody.get(link_path(survey)).status_code == 200
