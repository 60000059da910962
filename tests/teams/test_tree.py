from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from teams import services
from teams.models import Team
from tests.cast import Cast, make_account, make_team


def test_a_new_team_stands_below_its_parent(cast: Cast) -> None:
    team = services.team_create(actor=cast.admin, name="East", parent=cast.hq)
    assert team.path == f"{cast.hq.path}{team.pk}/"
    assert team.depth == 1


def test_a_team_without_a_parent_is_a_root(cast: Cast) -> None:
    team = services.team_create(actor=cast.admin, name="Sister company")
    assert team.path == f"/{team.pk}/"


def test_creating_tells_the_journal(cast: Cast) -> None:
    team = services.team_create(actor=cast.admin, name="East", parent=cast.hq)
    event = Event.objects.get()
    assert (event.verb, event.subject_id, event.actor) == ("team.created", team.pk, cast.admin)
    assert event.changes == {"name": [None, "East"], "parent": [None, "HQ"]}


@pytest.mark.parametrize("name", ["rep", "manager", "director", "integration"])
def test_only_administrators_draw_the_tree(cast: Cast, name: str) -> None:
    with pytest.raises(Forbidden):
        services.team_create(actor=cast[name], name="East", parent=cast.hq)


def test_moving_takes_everything_below_along(cast: Cast) -> None:
    city = make_team("City", cast.north)
    quarter = make_team("Quarter", city)
    services.team_update(cast.north, actor=cast.admin, version=1, parent=cast.south)
    paths = dict(Team.objects.values_list("name", "path"))
    assert paths["North"] == f"{cast.south.path}{cast.north.pk}/"
    assert paths["Quarter"] == f"{paths['North']}{city.pk}/{quarter.pk}/"


def test_a_team_can_become_a_root(cast: Cast) -> None:
    services.team_update(cast.north, actor=cast.admin, version=1, parent=None)
    assert cast.north.path == f"/{cast.north.pk}/"


@pytest.mark.parametrize("below", ["itself", "its own child"])
def test_a_team_cannot_stand_below_itself(cast: Cast, below: str) -> None:
    parent = cast.hq if below == "itself" else cast.north
    with pytest.raises(RuleBroken) as refusal:
        services.team_update(cast.hq, actor=cast.admin, version=1, parent=parent)
    assert refusal.value.field == "parent"
    cast.hq.refresh_from_db()
    assert cast.hq.parent is None


def test_a_managers_sight_follows_the_move_at_once(cast: Cast, sign_in) -> None:
    account = make_account(cast.rep)
    rival = sign_in("rival")
    assert rival.get(f"/accounts/{account.pk}/").status_code == 404
    services.team_update(cast.north, actor=cast.admin, version=1, parent=cast.south)
    assert rival.get(f"/accounts/{account.pk}/").status_code == 200


def test_two_teams_of_one_name_do_not_stand_side_by_side(cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refusal:
        services.team_create(actor=cast.admin, name="north", parent=cast.hq)
    assert refusal.value.field == "name"
    services.team_create(actor=cast.admin, name="North", parent=cast.south)


def test_renaming_to_the_same_name_is_no_change(cast: Cast) -> None:
    services.team_update(cast.north, actor=cast.admin, version=1, name="North")
    assert not Event.objects.exists()


def test_teams_nest_twelve_levels_deep(cast: Cast) -> None:
    team = cast.hq
    for level in range(11):
        team = services.team_create(actor=cast.admin, name=f"Level {level}", parent=team)
    assert team.depth == 11
    with pytest.raises(RuleBroken):
        services.team_create(actor=cast.admin, name="One too many", parent=team)


def test_a_tree_moves_only_where_all_of_it_has_room(cast: Cast) -> None:
    low, tall = cast.hq, services.team_create(actor=cast.admin, name="Tall")
    top = tall
    for level in range(6):
        low = services.team_create(actor=cast.admin, name=f"Low {level}", parent=low)
        top = services.team_create(actor=cast.admin, name=f"Top {level}", parent=top)
    with pytest.raises(RuleBroken):
        services.team_update(tall, actor=cast.admin, version=1, parent=low)
    services.team_update(tall, actor=cast.admin, version=1, parent=cast.north)
    assert Team.objects.get(pk=top.pk).depth == 8


def test_a_stale_edit_is_refused_and_moves_nothing(cast: Cast) -> None:
    services.team_update(cast.north, actor=cast.admin, version=1, name="Northern")
    stale = Team.objects.get(pk=cast.north.pk)
    with pytest.raises(StaleEdit):
        services.team_update(stale, actor=cast.admin, version=1, parent=cast.south)
    assert Team.objects.get(pk=cast.north.pk).path == f"{cast.hq.path}{cast.north.pk}/"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 5), st.integers(-1, 5)), max_size=8))
def test_after_any_moves_every_path_spells_the_way_up(cast: Cast, moves: list[tuple[int, int]]) -> None:
    teams = [make_team(f"T{n}", None) for n in range(6)]
    for which, whither in moves:
        team = Team.objects.get(pk=teams[which].pk)
        parent = None if whither < 0 else teams[whither]
        try:
            services.team_update(team, actor=cast.admin, version=team.version, parent=parent)
        except RuleBroken:
            continue
    for team in Team.objects.select_related("parent"):
        assert team.path == f"{team.parent.path if team.parent else '/'}{team.pk}/"
