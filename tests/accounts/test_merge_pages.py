"""Merging by page and API; old addresses lead to the account that survived."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from accounts import services
from accounts.models import Account, Merge, Visit
from tests.accounts.test_pages_of_visits import report
from tests.cast import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(cast) -> Account:
    return make_account(cast.rep, "Beijing Steel Ltd", external_id="K-2", phone="010 62345678")


@pytest.fixture
def merged(cast, account, twin) -> Merge:
    return services.account_merge(account, twin, actor=cast.manager, version=1, merged_version=1)


def test_what_comes_together_is_scrolled_by_keyboard(sign_in: Any, account, twin) -> None:
    page = sign_in("manager").get(f"/accounts/{account.pk}/merge/{twin.pk}/").content.decode()
    assert '<div class="table-wrap" tabindex="0" role="region" aria-label="What comes together">' in page


def test_whose_value_stays_is_chosen_on_the_page(sign_in: Any, account, twin) -> None:
    told = {"name": "theirs", "phone": "theirs", "external_id": "ours", "version": 1, "merged_version": 1}
    answer = sign_in("manager").post(f"/accounts/{account.pk}/merge/{twin.pk}/", told)
    account.refresh_from_db()
    assert (account.name, account.phone, account.external_id) == (twin.name, twin.phone, "")
    assert answer["Location"] == f"/merges/{Merge.objects.get().pk}/"


def test_a_stale_page_is_told_and_shows_both_as_they_are(sign_in: Any, cast, account, twin) -> None:
    services.account_update(twin, actor=cast.rep, version=1, phone="999")
    told = {"name": "ours", "phone": "ours", "external_id": "ours", "version": 1, "merged_version": 1}
    answer = sign_in("manager").post(f"/accounts/{account.pk}/merge/{twin.pk}/", told)
    assert answer.status_code == 412
    assert 'name="merged_version" value="2"' in answer.content.decode()
    assert not Merge.objects.exists()


def test_an_archived_account_is_refused_with_what_was_chosen(sign_in: Any, cast, account, twin) -> None:
    services.account_archive(twin, actor=cast.rep, version=1)
    told = {"name": "ours", "phone": "ours", "external_id": "ours", "version": 1, "merged_version": 2}
    assert sign_in("manager").post(f"/accounts/{account.pk}/merge/{twin.pk}/", told).status_code == 422


def test_an_account_is_not_compared_with_itself(sign_in: Any, account) -> None:
    assert sign_in("manager").get(f"/accounts/{account.pk}/merge/{account.pk}/").status_code == 400


def test_the_page_undoes(sign_in: Any, account, twin, merged) -> None:
    client = sign_in("manager")
    assert "data-open" in client.get(f"/merges/{merged.pk}/").content.decode()
    client.post(f"/merges/{merged.pk}/undo/")
    assert client.get(f"/accounts/{twin.pk}/").status_code == 200


@pytest.mark.parametrize("page", ["", "edit/", "merge/", "?timeline=1"])
def test_an_old_address_leads_to_the_survivor(sign_in: Any, account, twin, merged, page) -> None:
    answer = sign_in("manager").get(f"/accounts/{twin.pk}/{page}")
    assert (answer.status_code, answer["Location"]) == (301, f"/accounts/{account.pk}/{page}")
    assert answer["Cache-Control"] == "no-store"


def test_a_form_for_the_old_account_leads_on(sign_in: Any, account, twin, merged) -> None:
    assert sign_in("rep").get(f"/visits/new/?account={twin.pk}")["Location"] == f"/visits/new/?account={account.pk}"


@pytest.mark.parametrize("name", ["rep", "integration"])
def test_the_apis_old_address_leads_on(api: Any, account, twin, merged, name) -> None:
    answer = api(name).get(f"/api/v1/accounts/{twin.pk}/")
    assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/accounts/{account.pk}/")


def test_who_does_not_see_the_survivor_is_led_nowhere(sign_in: Any, twin, merged) -> None:
    assert sign_in("rival").get(f"/accounts/{twin.pk}/").status_code == 404


def test_nothing_is_written_to_an_old_address(sign_in: Any, twin, merged) -> None:
    assert sign_in("manager").post(f"/accounts/{twin.pk}/archive/", {"version": 1}).status_code == 404


def test_a_visit_sent_before_and_after_the_merge_is_one_at_the_survivor(sign_in: Any, cast, account, twin) -> None:
    told = report(starts_at=f"{timezone.localtime():%Y-%m-%dT%H:%M}")
    client, url = sign_in("rep"), f"/visits/new/?account={twin.pk}"
    assert client.post(url, told).status_code == 302
    services.account_merge(account, twin, actor=cast.manager, version=1, merged_version=1)
    answer = client.post(url, told)
    assert (answer.status_code, answer["Location"]) == (308, f"/visits/new/?account={account.pk}")
    client.post(answer["Location"], told)
    assert Visit.objects.get().account == account


def test_the_api_understands_the_old_number(api: Any, account, twin, merged) -> None:
    made = api("rep").post("/api/v1/visits/", {"account": twin.pk, "channel": "phone"}, format="json")
    assert (made.status_code, made.data["account"]) == (201, account.pk)
    listed = api("rep").get(f"/api/v1/visits/?account={twin.pk}", follow=True)
    assert [row["id"] for row in listed.data["results"]] == [made.data["id"]]


def test_the_old_number_of_an_account_out_of_sight_is_nobodys(api: Any, twin, merged) -> None:
    answer = api("rival").post("/api/v1/visits/", {"account": twin.pk, "channel": "phone"}, format="json")
    assert answer.status_code == 400


def test_the_api_merges_and_undoes(api: Any, account, twin) -> None:
    body = {"survivor": account.pk, "merged": twin.pk, "version": 1, "merged_version": 1, "take": ["phone"]}
    made = api("manager").post("/api/v1/merges/", body, format="json")
    assert (made.status_code, Account.objects.get(pk=account.pk).phone) == (201, twin.phone)
    assert api("manager").post(f"/api/v1/merges/{made.data['id']}/undo/").data["undone_at"]


@pytest.mark.parametrize(("more", "status"), [({"version": 9}, 412), ({"take": ["tier"]}, 400), ({"merged": 0}, 400)])
def test_the_api_refuses(api: Any, account, twin, more, status) -> None:
    body = {"survivor": account.pk, "merged": twin.pk, "version": 1, "merged_version": 1, **more}
    assert api("manager").post("/api/v1/merges/", body, format="json").status_code == status
    assert not Merge.objects.exists()


def test_both_in_one_is_refused_by_the_api(api: Any, account) -> None:
    body = {"survivor": account.pk, "merged": account.pk, "version": 1, "merged_version": 1}
    assert api("manager").post("/api/v1/merges/", body, format="json").status_code == 400
