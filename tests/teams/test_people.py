from __future__ import annotations

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from teams import services
from teams.models import Role, User
from tests.cast import PASSWORD, Cast


def create(cast: Cast, **fields) -> User:
    fields = {"email": "zhao@kam.example", "name": "Zhao Lei", "role": Role.REP, "team": cast.north, **fields}
    return services.person_create(actor=cast.admin, **fields)


def test_a_new_person_has_no_password(cast: Cast) -> None:
    assert not create(cast).has_usable_password()


def test_emails_are_kept_in_one_spelling(cast: Cast) -> None:
    assert create(cast, email="Zhao.LEI@Kam.Example").email == "zhao.lei@kam.example"


def test_an_email_signs_in_one_person(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refusal:
        create(cast, email="REP@kam.example")
    assert refusal.value.field == "email"
    assert not Event.objects.exists()


def test_an_email_cannot_be_taken_over_by_an_edit(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refusal:
        services.person_update(cast.peer, actor=cast.admin, version=1, email="Rep@kam.example")
    assert refusal.value.field == "email"


@pytest.mark.parametrize("role", [Role.REP, Role.MANAGER, Role.DIRECTOR, Role.INTEGRATION])
def test_everybody_but_administrators_works_in_a_team(cast: Cast, role: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        create(cast, role=role, team=None)
    assert refusal.value.field == "team"


def test_an_administrator_needs_no_team(cast: Cast) -> None:
    assert create(cast, role=Role.ADMIN, team=None).team is None


def test_taking_the_team_away_needs_another_role(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        services.person_update(cast.rep, actor=cast.admin, version=1, team=None)


@pytest.mark.parametrize(("field", "value"), [("timezone", "Mars/Base"), ("language", "tlh"), ("role", "king")])
def test_unknown_words_are_refused_at_their_field(cast: Cast, field: str, value: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        services.person_update(cast.rep, actor=cast.admin, version=1, **{field: value})
    assert refusal.value.field == field


def test_an_edit_tells_what_changed(cast: Cast) -> None:
    services.person_update(cast.rep, actor=cast.admin, version=1, team=cast.south, name="Rep")
    event = Event.objects.get(verb="person.updated")
    assert event.changes == {"team": [f"{cast.north.pk} North", f"{cast.south.pk} South"]}


def test_the_last_administrator_keeps_the_role(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refusal:
        services.person_update(cast.admin, actor=cast.admin, version=1, role=Role.DIRECTOR, team=cast.hq)
    assert refusal.value.field == "role"


def test_one_of_two_administrators_may_go(cast: Cast) -> None:
    second = create(cast, role=Role.ADMIN, team=None)
    services.person_deactivate(cast.admin, actor=second, version=1)
    assert not User.objects.get(pk=cast.admin.pk).is_active


def test_nobody_ends_his_own_access(cast: Cast) -> None:
    create(cast, role=Role.ADMIN, team=None)
    with pytest.raises(RuleBroken):
        services.person_deactivate(cast.admin, actor=cast.admin, version=1)


def test_an_inactive_administrator_does_not_count(cast: Cast) -> None:
    second = create(cast, role=Role.ADMIN, team=None)
    services.person_deactivate(second, actor=cast.admin, version=1)
    with pytest.raises(RuleBroken):
        services.person_update(cast.admin, actor=cast.admin, version=1, role=Role.REP, team=cast.north)


def test_after_coming_back_the_old_password_is_gone(cast: Cast) -> None:
    services.person_deactivate(cast.rep, actor=cast.admin, version=1)
    services.person_reactivate(cast.rep, actor=cast.admin, version=2)
    request = RequestFactory().post("/sign-in/")
    assert authenticate(request, username=cast.rep.email, password=PASSWORD) is None


@pytest.mark.parametrize("name", ["rep", "manager", "director"])
def test_only_administrators_manage_people(cast: Cast, name: str) -> None:
    with pytest.raises(Forbidden):
        services.person_update(cast.peer, actor=cast[name], version=1, name="X")


def test_a_stale_edit_is_refused(cast: Cast) -> None:
    services.person_update(cast.rep, actor=cast.admin, version=1, name="First")
    with pytest.raises(StaleEdit) as refusal:
        services.person_update(cast.rep, actor=cast.admin, version=1, name="Second")
    assert refusal.value.current.name == "First"


def test_preferences_disturb_no_edit(cast: Cast) -> None:
    services.preferences_set(actor=cast.rep, theme="dark")
    services.person_update(cast.rep, actor=cast.admin, version=1, name="Still version one")
    assert User.objects.get(pk=cast.rep.pk).theme == "dark"


@pytest.mark.parametrize("wrong", [{"theme": "pink"}, {"language": "tlh"}, {"timezone": "Mars/Base"}])
def test_unknown_preferences_are_refused(cast: Cast, wrong: dict[str, str]) -> None:
    with pytest.raises(RuleBroken):
        services.preferences_set(actor=cast.rep, **wrong)
