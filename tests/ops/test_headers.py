"""What every answer tells browsers, and which callers are believed."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import RequestFactory

from kam import proxy


@pytest.fixture
def answer(client, db):
    return client.get(settings.LOGIN_URL)


def test_content_security_policy_allows_only_ourselves(answer):
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


def test_pages_are_compressed_and_answers_of_the_api_are_not(sign_in):
    client = sign_in("rep")
    page, api = (client.get(url, headers={"accept-encoding": "gzip"}) for url in ("/accounts/", "/api/v1/accounts/"))
    assert page["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in api


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_header(answer, header, value):
    assert answer[header] == value


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost:80@evil.example", ""])
def test_forged_host_is_refused(client, db, host):
    assert client.get(settings.LOGIN_URL, headers={"host": host}).status_code == 400


def test_forwarded_host_is_not_believed(client, db):
    answer = client.get("/admin/", headers={"x-forwarded-host": "evil.example"})
    assert "evil.example" not in answer["Location"]


def test_forwarded_scheme_is_not_believed_without_a_proxy(rf):
    assert not rf.get("/", headers={"x-forwarded-proto": "https"}).is_secure()


def request(forwarded: str) -> object:
    return RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", headers={"x-forwarded-for": forwarded})


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.2.3.4", "10.0.0.9"),
        (1, "", "10.0.0.9"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.9"),
    ],
)
def test_client_address_is_what_the_outermost_trusted_proxy_saw(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    assert proxy.client_address(request(forwarded)) == address


def test_a_static_file_may_be_kept_for_ever(client, db):
    from django.templatetags.static import static

    answer = client.get(static("css/base.css"))
    assert answer.status_code == 200
    assert "immutable" in answer["Cache-Control"]
