"""The OpenAPI document: without a warning, honest about refusals, and shown under the content security policy."""

from __future__ import annotations

import io

import pytest
import yaml
from django.core.management import call_command
from openapi_spec_validator import validate


@pytest.fixture(scope="module")
def document() -> dict:
    out = io.StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    return yaml.safe_load(out.getvalue())


def test_the_document_is_valid_and_made_without_a_warning(document) -> None:
    validate(document)


def test_every_operation_tells_of_its_refusals_as_problem_documents(document) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert {"400", "401", "403", "429"} <= set(operation["responses"]), (method, path)
    problem = document["components"]["responses"]["403"]["content"]
    assert list(problem) == ["application/problem+json"]


def test_writes_name_the_headers_that_make_them_safe(document) -> None:
    create = document["paths"]["/api/v1/accounts/"]["post"]
    edit = document["paths"]["/api/v1/accounts/{id}/"]["patch"]
    assert "Idempotency-Key" in {parameter["name"] for parameter in create["parameters"]}
    assert "If-Match" in {parameter["name"] for parameter in edit["parameters"]}


def test_every_address_of_the_root_is_there(cast, api, document) -> None:
    root = api("rep").get("/api/v1/").json()
    paths = {url.split("/api/v1/")[1] for url in root.values()}
    assert paths == {path.removeprefix("/api/v1/") for path in document["paths"] if path.count("/") == 4}


def test_the_document_is_served_to_programs(client, db) -> None:
    assert client.get("/api/v1/schema/", headers={"Accept": "application/json"}).json()["openapi"].startswith("3.")


def test_the_browsable_page_shows_it_under_our_policy(new_page, transactional_db) -> None:
    page = new_page()
    page.goto("/api/v1/docs/")
    page.wait_for_selector("#operations-accounts-accounts_list")
    assert page.locator("link[rel=stylesheet], script[src]").count() >= 3
    assert page.locator("style, script:not([src])").count() == 0
