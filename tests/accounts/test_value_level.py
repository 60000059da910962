"""On what level value passes, and how the account is covered: said on its form and by API, kept by merges."""

from __future__ import annotations

import pytest

from accounts import services
from accounts.choices import CoveredBy, ValueLevel
from accounts.value_level import LEVELS, better_covered_by
from tests.cast import make_account

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("covered_by", ["", *CoveredBy.values])
@pytest.mark.parametrize("level", ["", *ValueLevel.values])
def test_only_what_is_said_and_unusual_is_remarked(level, covered_by):
    told = better_covered_by(level, covered_by)
    unusual = bool(level and covered_by) and LEVELS[level].covered_by != covered_by
    assert bool(told) == unusual


def test_the_form_asks_and_the_page_tells(account, sign_in):
    client = sign_in("rep")
    sent = {"name": account.name, "stage": account.stage, "version": account.version}
    answer = client.post(f"/accounts/{account.pk}/edit/", {**sent, "value_level": "company", "covered_by": "person"})
    assert answer.status_code == 302
    page = client.get(f"/accounts/{account.pk}/").content.decode()
    assert "3 Company to company" in page
    assert "usual on this level: A team for this account" in page
    listed = client.get("/accounts/").content.decode()
    assert "3 Company to company</span>" in listed


def test_nothing_is_said_of_an_account_of_which_nothing_is_known(account, sign_in):
    page = sign_in("rep").get(f"/accounts/{account.pk}/").content.decode()
    assert "Value level" not in page.split('id="facts"')[1].split("</section>")[0]


@pytest.mark.parametrize("sent", [{"value_level": "4"}, {"covered_by": "everybody"}, {"value_level": None}])
def test_the_api_knows_no_other(account, api, sent):
    path = f"/api/v1/accounts/{account.pk}/"
    answer = api("rep").patch(path, sent, format="json", headers={"If-Match": f'"{account.version}"'})
    assert answer.status_code == 400
    account.refresh_from_db()
    assert (account.value_level, account.covered_by) == ("", "")


def test_the_api_writes_and_tells(account, api):
    path = f"/api/v1/accounts/{account.pk}/"
    sent = {"value_level": "solution", "covered_by": "person"}
    answer = api("rep").patch(path, sent, format="json", headers={"If-Match": f'"{account.version}"'})
    assert {name: answer.json()[name] for name in sent} == sent


def test_a_merge_lets_one_choose(account, cast):
    other = make_account(cast.rep, "Acme", value_level="company", covered_by="team")
    merge = services.account_merge(
        account, other, actor=cast.manager, version=account.version, merged_version=other.version, take=["value_level"]
    )
    account.refresh_from_db()
    assert (account.value_level, account.covered_by) == ("company", "")
    services.merge_undo(merge, actor=cast.manager)
    account.refresh_from_db()
    other.refresh_from_db()
    assert (account.value_level, other.value_level, other.covered_by) == ("", "company", "team")


def test_its_history_tells_of_it_in_words(account, sign_in):
    client = sign_in("rep")
    sent = {"name": account.name, "stage": account.stage, "version": account.version, "value_level": "solution"}
    client.post(f"/accounts/{account.pk}/edit/", sent)
    page = client.get(f"/history/accounts.account/{account.pk}/").content.decode()
    assert "Value level" in page
    assert "2 Solution" in page
