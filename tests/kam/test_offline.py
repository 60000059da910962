"""What browsers are told about working without network."""

from __future__ import annotations

import pytest
from django.templatetags.static import static

from tests.cast import make_account


@pytest.mark.parametrize("path", ["/", "/visits/offline/"])
def test_a_kept_page_says_whose_it_is(sign_in, cast, path):
    assert sign_in("rep").get(path)["X-Kept-For"] == str(cast.rep.pk)


@pytest.mark.parametrize("path", ["/?scope=mine", "/accounts/", "/api/v1/accounts/", "/accounts/0/", "/no-connection/"])
def test_nothing_else_is_kept(sign_in, path):
    assert "X-Kept-For" not in sign_in("rep").get(path)


@pytest.mark.parametrize("path", ["/", "/visits/offline/", "/sign-in/"])
def test_nothing_is_kept_of_who_is_not_signed_in(client, db, path):
    assert "X-Kept-For" not in client.get(path)


def test_the_service_worker_counts_for_all_pages_and_is_asked_for_anew(client, db):
    answer = client.get("/service-worker.js")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/javascript", "no-cache")
    assert "'self'" in answer["Content-Security-Policy"]
    assert static("js/app.js") in answer.content.decode()


def test_the_manifest_has_icons_that_are_there(client, db):
    manifest = client.get("/app.webmanifest")
    assert manifest["Content-Type"] == "application/manifest+json"
    assert [client.get(icon["src"])["Content-Type"] for icon in manifest.json()["icons"]] == ["image/png"] * 2


def test_the_phone_takes_along_the_readers_own_accounts_alone(sign_in, cast):
    make_account(cast.rep, "Mine")
    make_account(cast.peer, "Beside")
    assert [account.name for account in sign_in("rep").get("/visits/offline/").context["accounts"]] == ["Mine"]
    assert list(sign_in("manager").get("/visits/offline/").context["accounts"]) == []


def test_as_many_queries_for_forty_accounts_as_for_one(sign_in, cast, django_assert_max_num_queries):
    for n in range(40):
        make_account(cast.rep, f"Account {n}")
    client = sign_in("rep")
    with django_assert_max_num_queries(12):
        client.get("/visits/offline/")
