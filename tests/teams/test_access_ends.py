"""Faults 33 and 37: after a change of password, role or team, or the end of access, the next request is refused."""

from __future__ import annotations

import pytest
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import Account
from teams import services
from teams.models import Role
from tests.cast import PASSWORD, Cast, make_account, make_key

NEW = {"old_password": PASSWORD, "new_password1": "a-new-river-77", "new_password2": "a-new-river-77"}


def with_key(cast: Cast, name: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {make_key(cast[name])}")
    return client


def is_out(client: Client) -> bool:
    response = client.get("/")
    return response.status_code == 302 and response["Location"].startswith("/sign-in/")


@pytest.fixture
def key(cast: Cast) -> APIClient:
    return with_key(cast, "rep")


def test_a_new_password_ends_other_sessions_and_keys_and_keeps_this_one(cast: Cast, sign_in, key) -> None:
    here, elsewhere = sign_in("rep"), sign_in("rep")
    assert here.post("/password/", NEW).status_code == 302
    assert not is_out(here)
    assert is_out(elsewhere)
    assert key.get("/api/v1/accounts/").status_code == 401


def test_a_wrong_old_password_changes_nothing(cast: Cast, sign_in, key) -> None:
    client = sign_in("rep")
    assert client.post("/password/", {**NEW, "old_password": "wrong"}).status_code == 422
    assert key.get("/api/v1/accounts/").status_code == 200


@pytest.mark.parametrize("weak", ["short1", "password123", "1234567890123", "rep@kam.example"])
def test_weak_passwords_are_refused(cast: Cast, sign_in, weak: str) -> None:
    typed = {"old_password": PASSWORD, "new_password1": weak, "new_password2": weak}
    assert sign_in("rep").post("/password/", typed).status_code == 422


def test_a_new_role_ends_all_sessions_and_keys(cast: Cast, sign_in, key) -> None:
    client = sign_in("rep")
    services.person_update(cast.rep, actor=cast.admin, version=1, role=Role.MANAGER)
    assert is_out(client)
    assert key.get("/api/v1/accounts/").status_code == 401


def test_the_end_of_access_is_now(cast: Cast, sign_in, key) -> None:
    client = sign_in("rep")
    services.person_deactivate(cast.rep, actor=cast.admin, version=1)
    assert is_out(client)
    assert key.get("/api/v1/accounts/").status_code == 401


def test_coming_back_revives_neither_sessions_nor_keys(cast: Cast, sign_in, key) -> None:
    client = sign_in("rep")
    services.person_deactivate(cast.rep, actor=cast.admin, version=1)
    services.person_reactivate(cast.rep, actor=cast.admin, version=2)
    assert is_out(client)
    assert key.get("/api/v1/accounts/").status_code == 401


def test_becoming_an_integration_ends_the_pages(cast: Cast, sign_in) -> None:
    client = sign_in("rep")
    services.person_update(cast.rep, actor=cast.admin, version=1, role=Role.INTEGRATION)
    assert is_out(client)


def test_a_moved_manager_sees_the_new_team_and_no_longer_the_old(cast: Cast, sign_in, account: Account) -> None:
    theirs = make_account(cast.outsider, "Southern Glass")
    client, key = sign_in("manager"), with_key(cast, "manager")
    services.person_update(cast.manager, actor=cast.admin, version=1, team=cast.south)
    assert client.get(f"/accounts/{account.pk}/").status_code == 404
    assert client.get(f"/accounts/{theirs.pk}/").status_code == 200
    assert key.get(f"/api/v1/accounts/{account.pk}/").status_code == 404
    assert [row["id"] for row in key.get("/api/v1/accounts/").json()["results"]] == [theirs.pk]


def test_a_moved_rep_loses_what_the_old_team_shares_and_keeps_his_own(cast: Cast, sign_in) -> None:
    own = make_account(cast.rep, "Own")
    shared = make_account(cast.peer, "Shared", shared_with=[cast.north.pk])
    client = sign_in("rep")
    assert client.get(f"/accounts/{shared.pk}/").status_code == 200
    services.person_update(cast.rep, actor=cast.admin, version=1, team=cast.south)
    assert client.get(f"/accounts/{shared.pk}/").status_code == 404
    assert client.get(f"/accounts/{own.pk}/").status_code == 200
