"""API keys: made once, kept as a digest, ended at once; scopes; how much they may ask."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient
from rest_framework.throttling import UserRateThrottle

from foundation.errors import RuleBroken
from integrations import services
from integrations.models import ApiKey
from integrations.scopes import NOUNS, SCOPES
from journal.models import Event
from tests.cast import make_key


def client_of(secret: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def made_by_command(*options: str) -> str:
    out = io.StringIO()
    call_command("api_key", *options, stdout=out)
    return out.getvalue().strip()


def test_the_command_prints_a_key_that_works(cast, account) -> None:
    secret = made_by_command("--user", "REP@kam.example", "--name", "shop")
    answer = client_of(secret).get("/api/v1/accounts/")
    assert [row["id"] for row in answer.json()["results"]] == [account.pk]


def test_only_a_digest_is_kept(cast) -> None:
    secret = made_by_command("--user", cast.rep.email, "--name", "shop")
    key = ApiKey.objects.get()
    kept = " ".join(str(value) for value in vars(key).values())
    assert secret not in kept
    assert len(key.prefix) == 12
    assert secret not in str(list(Event.objects.values_list("changes", flat=True)))


@pytest.mark.parametrize(
    "options", [["--user", "nobody@kam.example"], ["--user", "rep@kam.example", "--scopes", "x:y"]]
)
def test_the_command_refuses_who_and_what_there_is_not(options, cast) -> None:
    with pytest.raises(CommandError):
        made_by_command(*options, "--name", "shop")
    assert not ApiKey.objects.exists()


def test_scopes_may_be_parted_by_commas(cast) -> None:
    made_by_command("--user", cast.rep.email, "--name", "shop", "--scopes", "accounts:read,visits:write")
    assert ApiKey.objects.get().scopes == ["accounts:read", "visits:write"]


def test_a_key_sees_what_its_person_sees(cast, account) -> None:
    assert client_of(make_key(cast.outsider)).get(f"/api/v1/accounts/{account.pk}/").status_code == 404


def test_the_page_counts_the_keys_that_open_something(cast, sign_in) -> None:
    for name in ("live", "revoked"):
        services.api_key_create(actor=cast.rep, user=cast.rep, name=name)
    services.api_key_revoke(ApiKey.objects.get(name="revoked"), actor=cast.rep)
    services.api_key_create(actor=cast.peer, user=cast.peer, name="ended")
    cast.peer.set_password("another-river-9")
    cast.peer.save()
    page = sign_in("admin").get("/api-keys/").context
    assert page["holding"] == 1
    assert [(key.name, key.holds) for key in page["keys"]] == [("ended", False), ("live", True), ("revoked", False)]


def test_a_revoked_key_is_refused_at_once(cast) -> None:
    client = client_of(make_key(cast.rep))
    services.api_key_revoke(ApiKey.objects.get(), actor=cast.rep)
    answer = client.get("/api/v1/accounts/")
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    assert answer["Content-Type"] == "application/problem+json"


def test_revoking_twice_is_revoking_once(cast) -> None:
    make_key(cast.rep)
    first = services.api_key_revoke(ApiKey.objects.get(), actor=cast.rep).revoked_at
    assert services.api_key_revoke(ApiKey.objects.get(), actor=cast.rep).revoked_at == first
    assert Event.objects.filter(verb="api_key.revoked").count() == 1


def test_a_new_password_ends_the_keys(cast) -> None:
    client = client_of(make_key(cast.rep))
    cast.rep.set_password("another-river-43")
    cast.rep.save()
    assert client.get("/api/v1/accounts/").status_code == 401


def test_a_new_role_ends_the_keys(cast) -> None:
    client = client_of(make_key(cast.rep))
    cast.rep.role = "manager"
    cast.rep.save()
    assert client.get("/api/v1/accounts/").status_code == 401


def test_leaving_ends_the_keys(cast) -> None:
    client = client_of(make_key(cast.rep))
    cast.rep.is_active = False
    cast.rep.save()
    assert client.get("/api/v1/accounts/").status_code == 401


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer kam_nonsense", "Bearer kam_" + "x" * 5000, "Basic eA=="]
)
def test_what_is_no_key_is_refused(header, cast) -> None:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=header)
    assert client.get("/api/v1/accounts/").status_code == 401


def test_a_missing_scope_is_named(cast) -> None:
    client = client_of(make_key(cast.rep, "accounts:read"))
    assert client.get("/api/v1/accounts/").status_code == 200
    refused = client.post("/api/v1/accounts/", {"name": "Acme"})
    assert (refused.status_code, refused.json()["detail"]) == (403, "This API key lacks the scope accounts:write.")
    assert client.get("/api/v1/visits/").json()["detail"] == "This API key lacks the scope visits:read."


def test_every_noun_of_the_api_has_a_scope() -> None:
    from kam.api import router

    assert {view.scope for _prefix, view, _name in router.registry} == set(NOUNS)
    written = {
        view.scope
        for _prefix, view, _name in router.registry
        if ({"create", "partial_update"} & set(dir(view)) and set(view.http_method_names) & {"post", "patch"})
        or any("post" in action.mapping for action in view.get_extra_actions())
    }
    assert {scope.removesuffix(":write") for scope in SCOPES if scope.endswith(":write")} == written


def test_use_is_noted_once_a_day(cast, django_assert_num_queries) -> None:
    client = client_of(make_key(cast.rep))
    ApiKey.objects.update(last_used_on=None)
    client.get("/api/v1/")
    assert ApiKey.objects.get().last_used_on is not None
    with django_assert_num_queries(2):  # the company's zone, the key with its person
        client.get("/api/v1/")


def test_today_is_the_day_of_the_keys_person(cast) -> None:
    from django.utils import timezone

    client = client_of(make_key(cast.rep))
    cast.rep.timezone = "Pacific/Kiritimati"
    cast.rep.save()
    client.get("/api/v1/")
    assert str(timezone.get_current_timezone()) != "Pacific/Kiritimati"


def test_too_many_requests_are_told_when_to_come_back(cast, monkeypatch) -> None:
    monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "2/minute"})
    client = client_of(make_key(cast.manager))
    statuses = [client.get("/api/v1/").status_code for _ in range(3)]
    answer = client.get("/api/v1/")
    assert statuses == [200, 200, 429]
    assert 1 <= int(answer["Retry-After"]) <= 61
    assert answer.json()["status"] == 429


def test_a_page_shows_the_secret_once_and_never_again(cast, sign_in) -> None:
    page = sign_in("rep").post("/api-keys/new/", {"name": "Web shop", "scopes": ["accounts:read"]})
    key = ApiKey.objects.get()
    assert (page.status_code, page["Cache-Control"]) == (201, "no-store")
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert secret not in sign_in("rep").get("/api-keys/").content.decode()
    assert (key.user, key.scopes) == (cast.rep, ["accounts:read"])


def test_the_page_lists_ones_own_keys_and_the_administrator_all(cast, sign_in) -> None:
    make_key(cast.rep)
    ApiKey.objects.update(name="Shop of rep")
    assert "Shop of rep" in sign_in("rep").get("/api-keys/").content.decode()
    assert "Shop of rep" not in sign_in("peer").get("/api-keys/").content.decode()
    assert "Shop of rep" in sign_in("admin").get("/api-keys/").content.decode()


def test_a_name_that_is_code_is_shown_as_text(cast, sign_in) -> None:
    sign_in("rep").post("/api-keys/new/", {"name": "<script>alert(1)</script>"})
    assert "<script>alert" not in sign_in("rep").get("/api-keys/").content.decode()


def test_only_an_administrator_makes_keys_for_somebody_else(cast) -> None:
    with pytest.raises(RuleBroken):
        services.api_key_create(actor=cast.rep, user=cast.peer, name="x")
    key, _secret = services.api_key_create(actor=cast.admin, user=cast.integration, name="x", scopes=list(SCOPES))
    assert key.user == cast.integration
