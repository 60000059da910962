"""The way in: faults 28 (open redirect) and 31–33 through real requests."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import PASSWORD, Cast


def enter(client: Client, email: str = "rep@kam.example", password: str = PASSWORD, **more: str):
    return client.post("/sign-in/", {"username": email, "password": password, **more})


def test_email_and_password_lead_to_my_day(cast: Cast, client: Client) -> None:
    response = enter(client)
    assert (response.status_code, response["Location"]) == (302, "/")
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("typed", ["REP@kam.example", " rep@kam.example ", "ｒｅｐ@kam.example"])
def test_an_email_is_found_however_it_is_typed(cast: Cast, client: Client, typed: str) -> None:
    assert enter(client, typed).status_code == 302


@pytest.mark.parametrize(("email", "password"), [("rep@kam.example", "wrong"), ("nobody@kam.example", PASSWORD)])
def test_a_wrong_pair_says_the_same_for_known_and_unknown(
    cast: Cast, client: Client, email: str, password: str
) -> None:
    response = enter(client, email, password)
    assert response.status_code == 422
    assert "Nobody signs in with this email and password" in response.content.decode()


def test_what_was_typed_stays_except_the_password(cast: Cast, client: Client) -> None:
    page = enter(client, "someone@kam.example", "secret-typed").content.decode()
    assert 'value="someone@kam.example"' in page
    assert "secret-typed" not in page


@pytest.mark.parametrize("who", ["integration", "inactive"])
def test_who_has_no_pages_cannot_sign_in(cast: Cast, client: Client, who: str) -> None:
    if who == "inactive":
        cast.rep.is_active = False
        cast.rep.save()
    assert enter(client, cast["integration" if who == "integration" else "rep"].email).status_code == 422


def test_after_signing_in_one_is_where_one_wanted_to_go(cast: Cast, client: Client) -> None:
    asked = client.get("/preferences/?a=1")
    assert asked["Location"] == "/sign-in/?next=/preferences/%3Fa%3D1"
    assert enter(client, next="/preferences/?a=1")["Location"] == "/preferences/?a=1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "\thttps://evil.example",
        "http://testserver@evil.example/",
    ],
)
@pytest.mark.parametrize("path", ["/sign-in/", "/preferences/"])
def test_next_never_leads_to_another_host(cast: Cast, client: Client, path: str, elsewhere: str) -> None:
    if path == "/sign-in/":
        response = enter(client, next=elsewhere)
    else:
        response = client.post(path, {"theme": "dark", "next": elsewhere})
    assert response.status_code == 302
    assert response["Location"] in {"/", "/sign-in/"}


def test_a_signed_in_reader_is_not_asked_again(sign_in) -> None:
    assert sign_in("rep").get("/sign-in/")["Location"] == "/"


def test_signing_out_takes_a_post(sign_in) -> None:
    client = sign_in("rep")
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/")["Location"].startswith("/sign-in/")


def test_a_post_without_session_leads_back_to_the_page_that_was_open(cast: Cast, client: Client) -> None:
    response = client.post("/rates/1/remove/", headers={"Referer": "http://testserver/rates/?page=2"})
    assert response["Location"] == "/sign-in/?next=/rates/%3Fpage%3D2"


def test_a_foreign_referer_is_not_followed(cast: Cast, client: Client) -> None:
    response = client.post("/company/", headers={"Referer": "http://evil.example/trap"})
    assert response["Location"] == "/sign-in/?next=/company/"


def test_the_language_of_the_sign_in_page_can_be_chosen(cast: Cast, client: Client) -> None:
    response = client.get("/sign-in/?next=/rules/&language=zh-hans")
    assert response["Location"] == "/sign-in/?next=%2Frules%2F"
    assert client.get("/sign-in/").headers["Content-Language"] == "zh-hans"


def test_an_unknown_language_changes_nothing(client: Client, db: None) -> None:
    client.get("/sign-in/?language=tlh")
    assert client.get("/sign-in/").headers["Content-Language"] == "en"


def test_signing_in_remembers_the_persons_language(cast: Cast, client: Client) -> None:
    cast.rep.language = "zh-hans"
    cast.rep.save()
    enter(client)
    client.post("/sign-out/")
    assert client.get("/sign-in/").headers["Content-Language"] == "zh-hans"


def test_the_session_changes_its_name_at_the_door(cast: Cast, client: Client) -> None:
    client.get("/sign-in/")
    enter(client)
    first = client.cookies["sessionid"].value
    client.post("/sign-out/")
    enter(client)
    assert client.cookies["sessionid"].value != first
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"
