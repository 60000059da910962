from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Account
from teams.models import Role, Team, User
from teams.visibility import visible_q
from tests.cast import ROLES, SEES_REPS_ACCOUNT, Cast, make_account, make_team


@pytest.mark.parametrize("name", ROLES)
def test_who_sees_an_account_of_rep(cast: Cast, account: Account, name: str) -> None:
    assert Account.objects.visible_to(cast[name]).exists() == (name in SEES_REPS_ACCOUNT)


@pytest.mark.parametrize("name", ROLES)
def test_shared_with_a_team_its_people_see_it_too(cast: Cast, name: str) -> None:
    make_account(cast.rep, shared_with=[cast.south.pk])
    expected = SEES_REPS_ACCOUNT | {"outsider", "rival"}
    assert Account.objects.visible_to(cast[name]).exists() == (name in expected)


def test_shared_with_the_reps_own_team_peers_see_it(cast: Cast) -> None:
    make_account(cast.rep, shared_with=[cast.north.pk])
    assert Account.objects.visible_to(cast.peer).exists()


def test_an_owner_sees_his_account_wherever_it_belongs(cast: Cast) -> None:
    make_account(cast.rep, team=cast.south)
    assert Account.objects.visible_to(cast.rep).exists()


@pytest.mark.parametrize("name", ["rep", "manager", "admin", "integration"])
def test_the_inactive_see_nothing(cast: Cast, account: Account, name: str) -> None:
    cast[name].is_active = False
    assert not Account.objects.visible_to(cast[name]).exists()


@pytest.mark.parametrize("name", ROLES)
def test_how_far_somebody_reaches_is_the_same_where_it_came_with_him(cast: Cast, name: str) -> None:
    for number in range(8):
        team = make_team(f"Team {number}", cast.north)
    with_him = User.objects.with_reach().get(pk=cast[name].pk)
    asked = User.objects.get(pk=cast[name].pk)
    assert (with_him.reaches_all, with_him.reaches_little) == (asked.reaches_all, asked.reaches_little)
    assert asked.reaches_all == (name == "director")
    assert asked.reaches_little == (name in {"rep", "peer", "outsider", "rival", "admin"})
    assert team.pk in with_him.reach or name not in {"manager", "director", "integration"}


def test_nobody_sees_nothing(cast: Cast, account: Account) -> None:
    assert not Account.objects.visible_to(AnonymousUser()).exists()


def test_a_manager_without_a_team_sees_his_own_alone(cast: Cast, account: Account) -> None:
    cast.manager.team = None
    assert not Account.objects.visible_to(cast.manager).exists()


def test_teams_one_sees(cast: Cast) -> None:
    seen = {name: {team.name for team in Team.objects.visible_to(cast[name])} for name in ("rep", "director", "admin")}
    everything = {"HQ", "North", "South"}
    assert seen == {"rep": {"North"}, "director": everything, "admin": everything}


def test_people_one_sees(cast: Cast) -> None:
    assert set(User.objects.visible_to(cast.rival)) == {cast.rival, cast.outsider}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_rule_agrees_with_its_words(cast: Cast, data: st.DataObject) -> None:
    """Domain §9, computed a second time in Python from the tree, for any owner, team, sharing and reader."""
    teams, people = [cast.hq, cast.north, cast.south], [cast[name] for name in ROLES]
    owner, team = data.draw(st.sampled_from(people)), data.draw(st.sampled_from(teams))
    shared = data.draw(st.lists(st.sampled_from(teams), unique=True, max_size=3))
    account = make_account(owner, "Any", team=team, shared_with=[one.pk for one in shared])
    for reader in people:
        seen = Account.objects.filter(visible_q(reader), pk=account.pk).exists()
        assert seen == _may_see(reader, account, team, shared), reader


def _may_see(reader: User, account: Account, team: Team, shared: list[Team]) -> bool:
    if reader.role == Role.ADMIN or account.owner_id == reader.pk:
        return True
    if reader.role == Role.REP:
        return reader.team in shared
    return any(one.path.startswith(reader.team.path) for one in [team, *shared])
