"""Fault 20 where an edit is about links rather than columns: sharing, roles, people met, exit criteria."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Account, ContactRole
from accounts.services import account_share, contact_update, visit_update
from pipeline.models import Stage
from pipeline.services import CriterionSpec, stage_update
from tests.accounts.make import contact_of
from tests.permissions.routes import stated
from tests.permissions.world import World


@pytest.fixture
def world(cast: Any) -> World:
    return World(cast)


def body_of(name: str, world: World) -> dict[str, Any]:
    return next(route for route in stated() if route.name == name and route.method == "POST").data_in(world)


def test_sharing_that_was_not_seen_is_not_taken_back(world: World, sign_in: Any) -> None:
    account, cast = world.account, world.cast
    account_share(account, actor=cast.director, version=1, teams=[cast.south])
    typed = {"owner": account.owner_id, "team": account.team_id, "version": 1}
    answer = sign_in("director").post(f"/accounts/{account.pk}/assign/", typed)
    assert answer.status_code == 412
    assert "Saved meanwhile: South" in answer.content.decode()
    assert Account.objects.get().shared_with == [cast.south.pk]


def test_the_form_shown_then_is_an_edit_of_what_it_shows(world: World, sign_in: Any) -> None:
    account, cast = world.account, world.cast
    account_share(account, actor=cast.director, version=1, teams=[cast.south])
    typed = {"owner": account.owner_id, "team": account.team_id, "version": 2}
    assert sign_in("director").post(f"/accounts/{account.pk}/assign/", typed).status_code == 302
    assert Account.objects.get().shared_with == []


def test_roles_that_somebody_gave_meanwhile_are_told(world: World, sign_in: Any) -> None:
    contact = contact_of(world.account, "李娜")
    contact_update(contact, actor=world.cast.rep, version=1, roles=["purchaser"])
    answer = sign_in("rep").post(f"/contacts/{contact.pk}/edit/", {"name": "李娜", "title": "Buyer", "version": 1})
    assert answer.status_code == 412
    assert "Saved meanwhile: Purchaser" in answer.content.decode()
    assert ContactRole.objects.get().role == "purchaser"


def test_people_whom_somebody_added_to_a_visit_are_told(world: World, sign_in: Any) -> None:
    visit, contact = world.visit, contact_of(world.account, "李娜")
    visit_update(visit, actor=world.cast.rep, version=visit.version, contacts=[contact])
    answer = sign_in("rep").post(f"/visits/{visit.pk}/edit/", body_of("visit_edit", world) | {"version": 1})
    assert answer.status_code == 412
    assert "Saved meanwhile: 李娜" in answer.content.decode()
    assert list(visit.contacts.all()) == [contact]


def test_exit_criteria_that_somebody_added_are_told(world: World, sign_in: Any) -> None:
    stage = Stage.objects.order_by("position")[0]
    stage_update(stage, actor=world.cast.director, version=1, criteria=[CriterionSpec("Budget is named", "已有预算")])
    typed = {name: getattr(stage, name) for name in ("name", "name_zh", "probability", "category", "normal_days")}
    answer = sign_in("manager").post(f"/rules/stages/{stage.key}/", {**typed, "version": 1})
    assert answer.status_code == 412
    assert "Saved meanwhile: Budget is named" in answer.content.decode()
    assert stage.criteria.get().text == "Budget is named"
