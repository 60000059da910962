"""`import_csv people`: our own people and their teams."""

from __future__ import annotations

from typing import Any

from teams.models import Role, Team, User

STAFF = "name,leader,regional office\nAnna,Dustin,Central\nBo,Dustin,Central\nCara,Rocco,East\n"


def people() -> dict[str, tuple[str, str]]:
    """Name → role and team of everybody the file speaks of."""
    rows = User.objects.filter(email__endswith="@imported.invalid").values_list("name", "role", "team__name")
    return {name: (role, team) for name, role, team in rows}


def test_teams_are_called_after_their_leaders_and_stand_below_their_region(load: Any, cast: Any) -> None:
    outcome = load("people", STAFF, "--create-teams")
    assert outcome.counts == (3, 0, 0)
    assert people() == {
        "Anna": ("rep", "Dustin"),
        "Bo": ("rep", "Dustin"),
        "Cara": ("rep", "Rocco"),
        "Dustin": ("manager", "Dustin"),
        "Rocco": ("manager", "Rocco"),
    }
    assert Team.objects.get(name="Dustin").parent.name == "Central"


def test_the_same_file_twice_adds_nobody(load: Any, cast: Any) -> None:
    load("people", STAFF, "--create-teams")
    assert load("people", STAFF).counts == (0, 0, 3)


def test_a_team_that_nobody_knows_is_refused(load: Any, cast: Any) -> None:
    outcome = load("people", STAFF)
    assert outcome.refused
    assert outcome.problems[0] == (2, "team")
    assert people() == {}


def test_a_person_who_is_known_by_email_changes_team_but_not_role(load: Any, cast: Any) -> None:
    outcome = load("people", f"email,role,team\n{cast.rep.email},admin,South\n")
    assert outcome.counts == (0, 1, 0)
    cast.rep.refresh_from_db()
    assert (cast.rep.team, cast.rep.role) == (cast.south, Role.REP)
    assert "stays it" in outcome.notes


def test_a_leader_with_a_row_of_his_own_is_made_once(load: Any, cast: Any) -> None:
    load("people", "name,role,team,leader\nAnna,sales rep,North,Dustin\nDustin,director,North,\n")
    assert people() == {"Anna": ("rep", "North"), "Dustin": ("director", "North")}


def test_an_address_that_is_none_is_refused(load: Any, cast: Any) -> None:
    assert load("people", "name,email,team\nAnna,anna at home,North\n").problems == [(2, "email")]


def test_a_leader_named_by_his_address_is_known_however_it_is_written(load: Any, cast: Any) -> None:
    load("people", "name,email,role,team\nBoss,boss@acme.com,manager,North\n")
    assert load("people", "name,team,leader\nAnna,North,Boss@Acme.com\n").counts == (1, 0, 0)
    assert User.objects.filter(email__iexact="boss@acme.com").count() == 1


def test_a_leader_whose_address_is_none_is_refused(load: Any, cast: Any) -> None:
    assert load("people", "name,team,leader\nAnna,North,Boss @ Acme\n").problems == [(2, "leader")]


def test_only_administrators_bring_people(load: Any, cast: Any) -> None:
    outcome = load("people", "name,team\nAnna,North\n", "--as", cast.director.email)
    assert outcome.refused
    assert people() == {}
