"""Fault 34: every naughty string through every form and every text field of the API; kept as typed, shown as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, zip_longest
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import Account
from accounts.serializers import AccountSerializer, ContactSerializer, VisitSerializer
from foundation.serializers import StrictSerializer
from pipeline.serializers import OpportunitySerializer
from scoring.ledger_serializers import BookingSerializer
from tests.cast import make_account
from tests.faults.reading import Seen, Tag, read
from tests.faults.strings import COLLECTION, OWN, known, packed, storable
from tests.permissions.routes import stated
from tests.permissions.table import Route
from tests.permissions.world import World

TEXTS = storable([*OWN, *known()])
ELSEWHERE = {"login", "logout", "preferences", "password_change"}
FORMS = [
    route
    for route in stated()
    if route.method == "POST" and not route.api and route.name not in ELSEWHERE
    if any(page.name == route.name and page.method == "GET" for page in stated())
]
NAMES = {route.name for route in FORMS}
NOUNS: dict[str, type[StrictSerializer]] = {
    "accounts": AccountSerializer,
    "contacts": ContactSerializer,
    "visits": VisitSerializer,
    "opportunities": OpportunitySerializer,
    "ledger-entries": BookingSerializer,
}
ALSO = {
    "accounts": {"stage": "filtered", "filtered_reason": "too small"},
    "visits": {"next_step_on": "2099-01-01"},
    "opportunities": {"next_step_on": "2099-01-01"},
}
"""Without it a field would not be kept."""
OWN_WORDS = {"currency", "tier", "state", "channel", "client_id"}
"""Text to the serializer, but one of a few words to the rule behind it."""


def test_the_collection_is_at_hand() -> None:
    if not known():
        pytest.skip(f"{COLLECTION.name} is missing: only our own strings are tried")
    assert len(known()) > 400


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(cast: Any) -> World:
    return World(cast)


@pytest.mark.parametrize("route", FORMS, ids=lambda route: route.name)
def test_through_a_form(route: Route, world: World, sign_in: Any) -> None:
    """Fields that take any words together, then those that are particular about what they take.

    A refusal shows what was typed at once. Where a form leads to another page, that is looked at for our own strings
    and every eighth piece: a page escapes all texts of a field alike, and opening each costs more than saving it.
    What a form for a new row has taken is spared the form that edits it; our own strings go through both.
    """
    collection = known() if route.name.replace("_edit", "_new") not in NAMES - {route.name} else []
    client = sign_in("director" if route.expect["director"] in {201, 302} else "admin")
    path, data = route.path_in(world), route.data_in(world) or {}
    fields = _fields_to_type_in(client, path)
    particular = _particular(client, path, data, fields)
    harmless = Harmless(client, path, data, fields)
    for names in (fields.keys() - particular, fields.keys() & particular):
        sizes = {name: fields[name] for name in names}
        for number, typed in enumerate(chain(_rounds(sizes, OWN), _rounds(sizes, collection))):
            with undone():
                answer = client.post(path, {**data, **typed})
                assert answer.status_code in {201, 302, 422}, (typed, answer.status_code)
                if answer.status_code == 302 and number >= len(OWN) and number % 8:
                    continue
                shown = _after(client, answer)
            _assert_only_text(shown, harmless, typed)
            if answer.status_code == 422:
                kept = {name: _lines(shown.fields[name]) for name in typed if name in shown.fields}
                assert kept == {name: _lines(text) for name, text in typed.items() if name in shown.fields}


@pytest.mark.parametrize("noun", NOUNS)
def test_through_the_api(noun: str, world: World, api: Any) -> None:
    client, url = api("manager"), f"/api/v1/{noun}/"
    least = next(route for route in stated() if route.api and route.method == "POST" and route.path == url)
    body = least.data_in(world) | ALSO.get(noun, {})
    fields = _text_fields(NOUNS[noun])
    own = _zipped({name: packed(storable(OWN), min(size, 2000)) for name, size in fields.items()})
    for typed in chain(own, _rounds(fields, known())):
        with undone():
            answer = client.post(url, {**body, **typed})
            assert answer.status_code in {201, 400}, (typed, answer.content)
            refused = answer.json().get("errors", {}) if answer.status_code == 400 else {}
        with undone():
            taken = {name: text for name, text in typed.items() if name not in refused}
            if refused:
                answer = client.post(url, {**body, **taken})
            assert answer.status_code == 201, (taken, answer.content)
            for name, text in taken.items():
                assert answer.json()[name] in _kept(text), (name, text)


def test_each_alone_as_the_name_of_an_account(sign_in: Any, api: Any, cast: Any) -> None:
    """Sent in, listed; our own and every eighth found by searching for it."""
    client, key = sign_in("rep"), api("rep")
    for number in range(101):
        make_account(cast.rep, f"Plain steel {number}")
    pages = ["/accounts/?page=1", "/accounts/?page=2", "/accounts/?page=3", "/accounts/search/?q=steel"]
    harmless = set[Tag]().union(*(read(client.get(page)).tags for page in pages))
    for number, text in enumerate(text for text in TEXTS if len(text) <= 200):
        answer = key.post("/api/v1/accounts/", {"name": text}, format="json")
        assert answer.status_code == 400 or answer.json()["name"] in _kept(text), (text, answer.content)
        if text in OWN or number % 8 == 0:
            _assert_only_text(read(client.get("/accounts/search/", {"q": text})), harmless, text)
    for number in range(1, 2 + Account.objects.count() // 50):
        _assert_only_text(read(client.get(f"/accounts/?page={number}")), harmless, number)


def _fields_to_type_in(client: Client, path: str) -> dict[str, int]:
    """Names and lengths of the form's text fields (without the search box above it and the boxes of pickers)."""
    fields = read(client.get(path)).text_fields
    return {name: size for name, size in fields.items() if name and name != "q" and not name.endswith("_text")}


def _rounds(fields: dict[str, int], all_texts: list[str]) -> Iterator[dict[str, str]]:
    """What to type in, so that in the end each of the texts has stood in one of the fields it fits."""
    turns: dict[str, list[str]] = {name: [] for name in fields}
    for text in storable(all_texts):
        fitting = [name for name, size in fields.items() if len(text) <= size]
        if fitting:
            turns[min(fitting, key=lambda name: sum(map(len, turns[name])) / fields[name])].append(text)
    return _zipped({name: packed(texts, min(fields[name], 2000)) for name, texts in turns.items()})


def _zipped(columns: dict[str, Iterator[str]]) -> Iterator[dict[str, str]]:
    for texts in zip_longest(*columns.values(), fillvalue="x"):
        yield dict(zip(columns, texts, strict=True))


def _particular(client: Client, path: str, data: dict[str, Any], fields: dict[str, int]) -> set[str]:
    """Fields that refuse plain words."""
    with undone():
        answer = client.post(path, {**data, **dict.fromkeys(fields, "two words")})
    return set(answer.context["form"].errors) & set(fields) if answer.status_code == 422 else set()


class Harmless:
    """Everything the pages of a form are made of when nobody means any harm.

    Its fields filled all at once show nearly all of it; one by one only while a page holds something beyond that.
    """

    def __init__(self, client: Client, path: str, data: dict[str, Any], fields: dict[str, int]) -> None:
        self.client, self.path, self.data = client, path, data
        self.fillings = chain([[*fields]], ([name] for name in fields))
        self.tags = read(client.get(path)).tags

    def beyond(self, tags: set[Tag]) -> set[Tag]:
        """Those of `tags` that no harmless word brings about."""
        while not tags <= self.tags and (names := next(self.fillings, None)):
            self.tags |= self._after_filling(names)
        return tags - self.tags

    def _after_filling(self, names: list[str]) -> set[Tag]:
        tags = set[Tag]()
        for word in ("x", "1", "2026-03-01", "x" * 5000):
            with undone():
                answer = self.client.post(self.path, {**self.data, **dict.fromkeys(names, word)})
                tags |= _after(self.client, answer).tags
        return tags


def _after(client: Client, answer: Any) -> Seen:
    """The page the answer shows, or leads to."""
    return read(client.get(answer["Location"]) if answer.status_code == 302 else answer)


def _assert_only_text(shown: Seen, harmless: Harmless | set[Tag], what: object) -> None:
    tags = {tag for tag in shown.tags if tag[0] not in {"mark", "br", "p"}}
    strange = harmless.beyond(tags) if isinstance(harmless, Harmless) else tags - harmless
    assert not strange, (what, strange)
    running = [link for link in shown.links if re.match(r"\s*(javascript|data|vbscript):", link, re.IGNORECASE)]
    assert not running, (what, running)


def _text_fields(serializer: type[StrictSerializer]) -> dict[str, int]:
    """Names and lengths of the free text an API body takes."""
    return {
        name: getattr(field, "max_length", None) or 2000
        for name, field in serializer().fields.items()
        if type(field).__name__ == "CharField" and not field.read_only and name not in OWN_WORDS
    }


def _kept(text: str) -> set[str]:
    return {text, text.strip(), " ".join(text.split())}


def _lines(text: str) -> str:
    return text.strip().replace("\r\n", "\n").replace("\r", "\n")
