"""Whatever goes wrong, programs get a problem document and people a page; nobody gets a stack trace."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import Cast

WRONG = [
    ("/nope/", {}, 404),
    ("/accounts/?q=%00", {}, 400),
    ("/accounts/", {"Host": "evil.example"}, 400),
]


@pytest.fixture
def rep(cast: Cast) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(cast.rep)
    return client


@pytest.mark.parametrize(("path", "headers", "status"), WRONG)
def test_programs_get_a_problem_document(rep: Client, path: str, headers: dict[str, str], status: int) -> None:
    response = rep.get(f"/api/v1{path}", headers=headers)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == status


@pytest.mark.parametrize(("path", "headers", "status"), WRONG)
def test_people_get_a_page(rep: Client, path: str, headers: dict[str, str], status: int) -> None:
    response = rep.get(path, headers=headers)
    assert response.status_code == status
    assert response.headers["Content-Type"].startswith("text/html")
    assert "<h1>" in response.content.decode()


@pytest.mark.parametrize(
    ("method", "path", "body", "content_type", "status"),
    [
        ("DELETE", "/api/v1/accounts/", "", "application/json", 405),
        ("POST", "/api/v1/accounts/", "a=b", "text/plain", 415),
        ("POST", "/api/v1/accounts/", "{", "application/json", 400),
        ("POST", "/api/v1/accounts/", "[]", "application/json", 400),
        ("POST", "/api/v1/accounts/", '"x"', "application/json", 400),
        ("GET", "/api/v1/accounts/99999/", "", "application/json", 404),
        ("GET", "/api/v1/accounts/9999999999999999999999/", "", "application/json", 404),
        ("GET", "/api/v1/accounts/abc/", "", "application/json", 404),
    ],
)
def test_every_refusal_of_the_api_has_one_shape(rep: Client, method, path, body, content_type, status) -> None:
    response = rep.generic(method, path, body, content_type)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= response.json().keys()


@pytest.mark.parametrize("path", ["/", "/api/v1/accounts/"])
def test_a_broken_page_tells_nothing_of_the_inside(rep: Client, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_: object) -> None:
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr("accounts.models.Account.objects._queryset_class.visible_to", explode)
    response = rep.get(path)
    assert response.status_code == 500
    assert b"swordfish" not in response.content
    assert b"Traceback" not in response.content


def test_without_a_key_the_api_says_how_to_come_in(db: None) -> None:
    response = Client().get("/api/v1/accounts/")
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer kam_nope", "Bearer ", "Bearer a b", "Bearer \xe9", "Basic cmVwOng="])
def test_a_wrong_key_is_refused(db: None, header: str) -> None:
    assert Client().get("/api/v1/accounts/", headers={"Authorization": header}).status_code == 401
