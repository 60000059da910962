"""Fault 36: a link to another team's row is refused exactly like a link to nothing, in every form and every body."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.db.models import Model
from rest_framework.relations import ManyRelatedField, PrimaryKeyRelatedField

from accounts.models import Account, Contact, Visit
from accounts.serializers import AccountSerializer, ContactSerializer, VisitSerializer
from care.models import Complaint
from care.services import complaint_open
from dossier.models import Contract
from losses.models import LossReason
from pipeline.models import Competitor, Opportunity, Product, Stage
from pipeline.serializers import OpportunitySerializer
from plans.models import AccountPlan, Objective
from teams.models import Team, User
from tests.accounts.make import contact_of
from tests.faults.test_naughty_strings import FORMS
from tests.permissions.evidence import fingerprint
from tests.permissions.routes import stated
from tests.permissions.table import Route
from tests.permissions.world import World
from tests.pipeline.make import opportunity

MISSING = 987654321
EVERYBODYS = {Stage, Product, Competitor, LossReason}
"""Of the company: no team has any that another may not see."""
NOUNS = {
    "accounts": AccountSerializer,
    "contacts": ContactSerializer,
    "visits": VisitSerializer,
    "opportunities": OpportunitySerializer,
}


@pytest.fixture
def world(cast: Any) -> World:
    return World(cast)


@pytest.fixture
def theirs(world: World, cast: Any) -> dict[type[Model], int]:
    """A row of each kind that nobody of team North may see."""
    account = world.outsiders_account
    plan = AccountPlan.objects.create(account=account, year=2026, aim="Theirs")
    return {
        Account: account.pk,
        Contact: contact_of(account, "Stranger").pk,
        Visit: Visit.objects.create(
            account=account, by=cast.outsider, starts_at="2026-03-01T10:00Z", currency="CNY"
        ).pk,
        Objective: Objective.objects.create(plan=plan, text="Theirs", baseline=0, target=1, due_on="2026-12-31").pk,
        Contract: Contract.objects.create(
            account=account, title="Theirs", starts_on="2026-01-01", owner=cast.outsider, currency="CNY"
        ).pk,
        Opportunity: opportunity(account).pk,
        Complaint: complaint_open(actor=cast.outsider, account=account, text="Theirs").pk,
        User: cast.outsider.pk,
        Team: cast.south.pk,
    }


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("method", ["post", "patch"])
def test_in_the_api(noun: str, method: str, world: World, theirs: dict[type[Model], int], api: Any) -> None:
    route, links = _write(noun, method), _links(noun, method)
    path, body, send = route.path_in(world), route.data_in(world), getattr(api("manager"), method)
    assert links
    before = fingerprint()
    for name, model in links.items():
        answers = [send(path, {**body, name: _one_or_many(noun, name, pk)}) for pk in (theirs[model], MISSING)]
        assert [answer.status_code for answer in answers] == [400, 400], name
        assert list(answers[0].json()["errors"]) == [name]
        assert _without_numbers(answers[0].content) == _without_numbers(answers[1].content), name
    assert fingerprint() == before


@pytest.mark.parametrize("pk", ["theirs", "missing"])
@pytest.mark.parametrize("many", [False, True])
def test_in_the_ledger(pk: str, many: bool, world: World, theirs: dict[type[Model], int], api: Any) -> None:
    entry = {"account": theirs[Account] if pk == "theirs" else MISSING, "date": "2026-03-01", "revenue": "1"}
    answer = api("manager").post("/api/v1/ledger-entries/", [entry] if many else entry)
    assert answer.status_code == 400
    assert "account" in (answer.json()["errors"]["0"] if many else answer.json()["errors"])


@pytest.mark.parametrize("route", FORMS, ids=lambda route: route.name)
def test_in_a_form(route: Route, world: World, theirs: dict[type[Model], int], sign_in: Any) -> None:
    if route.expect["manager"] not in {201, 302}:
        pytest.skip("not a manager's form")
    client, path, data = sign_in("manager"), route.path_in(world), route.data_in(world) or {}
    links = _choices(client.get(path).context["form"])
    before = fingerprint()
    for name, model in links.items():
        answers = [client.post(path, {**data, name: pk}) for pk in (theirs[model], MISSING)]
        assert [answer.status_code for answer in answers] == [422, 422], name
        told = [dict(answer.context["form"].errors) for answer in answers]
        assert list(told[0]) == [name]
        assert _without_numbers(str(told[0]).encode()) == _without_numbers(str(told[1]).encode()), name
    assert fingerprint() == before


@pytest.mark.parametrize(
    "path", ["/accounts/", "/pipeline/opportunities/", "/pipeline/", "/reports/funnel/", "/tiers/"]
)
@pytest.mark.parametrize("name", ["owner", "team"])
def test_in_a_filter(path: str, name: str, cast: Any, theirs: dict[type[Model], int], sign_in: Any) -> None:
    client, model = sign_in("manager"), {"owner": User, "team": Team}[name]
    answers = [client.get(path, {name: pk}) for pk in (theirs[model], MISSING)]
    assert answers[0].status_code == answers[1].status_code
    assert cast.outsider.name not in answers[0].content.decode()
    assert f'value="{theirs[model]}"' not in answers[0].content.decode()


def _write(noun: str, method: str) -> Route:
    name = NOUNS[noun].Meta.model._meta.model_name + ("-list" if method == "post" else "-detail")
    return next(route for route in stated() if (route.name, route.method.lower()) == (name, method))


def _links(noun: str, method: str) -> dict[str, type[Model]]:
    """Fields of the body that name a row, and of which kind; what cannot be edited is another test's."""
    fields = NOUNS[noun](instance=object() if method == "patch" else None).fields
    related = {name: getattr(field, "child_relation", field) for name, field in fields.items() if not field.read_only}
    named = {name: field.queryset.model for name, field in related.items() if isinstance(field, PrimaryKeyRelatedField)}
    return {name: model for name, model in named.items() if model not in EVERYBODYS}


def _one_or_many(noun: str, name: str, pk: int) -> Any:
    return [pk] if isinstance(NOUNS[noun]().fields[name], ManyRelatedField) else pk


def _choices(form: forms.BaseForm) -> dict[str, type[Model]]:
    chosen = {name: field for name, field in form.fields.items() if isinstance(field, forms.ModelChoiceField)}
    return {name: field.queryset.model for name, field in chosen.items() if field.queryset.model not in EVERYBODYS}


def _without_numbers(text: bytes) -> str:
    return re.sub(r"\d+", "N", text.decode())
