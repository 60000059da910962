from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from journal.models import Event
from teams import services
from teams.models import Team, User
from tests.cast import Cast

NEW = {"name": "Zhao Lei", "email": "zhao@kam.example", "role": "rep"}
CHOSEN = {"new_password1": "a-new-river-77", "new_password2": "a-new-river-77"}


def link_in(page: bytes) -> str:
    found = re.search(r"http://testserver(/password/[^<\s]+)", page.decode())
    assert found
    return found[1]


def is_used_up(link: str) -> bool:
    return Client().get(link, follow=True).context["validlink"] is False


@pytest.fixture
def admin(sign_in) -> Client:
    return sign_in("admin")


def test_a_new_person_comes_in_by_the_link(cast: Cast, admin: Client, client: Client) -> None:
    page = admin.post("/people/new/", {**NEW, "team": cast.north.pk})
    assert page.headers["Cache-Control"] == "no-store"
    form = client.get(link_in(page.content), follow=True)
    response = client.post(form.redirect_chain[-1][0], CHOSEN)
    assert response["Location"] == "/"
    assert client.get("/").wsgi_request.user.email == "zhao@kam.example"
    assert Event.objects.latest("id").verb == "person.password_set"


def test_a_link_works_once(cast: Cast, admin: Client, client: Client) -> None:
    link = link_in(admin.post(f"/people/{cast.rep.pk}/link/").content)
    client.post(client.get(link, follow=True).redirect_chain[-1][0], CHOSEN)
    assert is_used_up(link)


def test_a_link_dies_with_the_access(cast: Cast, admin: Client, client: Client) -> None:
    link = link_in(admin.post(f"/people/{cast.rep.pk}/link/").content)
    services.person_deactivate(cast.rep, actor=cast.admin, version=1)
    assert is_used_up(link)


def test_a_link_ends_after_three_days(cast: Cast, admin: Client, client: Client, time_machine) -> None:
    link = link_in(admin.post(f"/people/{cast.rep.pk}/link/").content)
    time_machine.move_to(timezone.now() + dt.timedelta(days=3, minutes=1))
    assert is_used_up(link)


@pytest.mark.parametrize("uid", ["MQ", "AAAA", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "%00", "é"])
def test_a_made_up_link_is_used_up(db: None, client: Client, uid: str) -> None:
    assert client.get(f"/password/{uid}/set-password/").status_code in {200, 400}


def test_an_integration_gets_no_link(cast: Cast, admin: Client) -> None:
    page = admin.post(f"/people/{cast.integration.pk}/link/", follow=True)
    assert "does not sign in to pages" in page.content.decode()


def test_a_broken_rule_keeps_what_was_typed(cast: Cast, admin: Client) -> None:
    response = admin.post("/people/new/", {**NEW, "email": "rep@kam.example", "team": cast.north.pk})
    assert response.status_code == 422
    assert 'value="Zhao Lei"' in response.content.decode()


def test_a_stale_edit_shows_both_texts(cast: Cast, admin: Client) -> None:
    services.person_update(cast.peer, actor=cast.admin, version=1, name="Saved First")
    kept = {"email": cast.peer.email, "role": "rep", "team": cast.north.pk}
    response = admin.post(f"/people/{cast.peer.pk}/", {**kept, "name": "Typed Later", "version": 1})
    page = response.content.decode()
    assert response.status_code == 412
    assert 'value="Typed Later"' in page
    assert "Saved meanwhile: Saved First" in page
    assert 'name="version" value="2"' in page


def test_people_are_found_by_name_team_and_role(cast: Cast, admin: Client) -> None:
    def names(query: str) -> set[str]:
        return {person.name for person in admin.get(f"/people/?{query}").context["rows"]}

    assert names("q=pee") == {"Peer"}
    assert names(f"team={cast.south.pk}") == {"Outsider", "Rival"}
    assert names(f"team={cast.hq.pk}&role=manager") == {"Manager", "Rival"}
    assert names("is_active=false") == set()


def test_the_tree_shows_each_team_below_its_own(cast: Cast, admin: Client) -> None:
    services.team_create(actor=cast.admin, name="City", parent=cast.north)
    (top,) = admin.get("/people/").context["branches"]
    assert (top.team.name, top.team.active) == ("HQ", 1)
    assert [(branch.team.name, [one.team.name for one in branch.below]) for branch in top.below] == [
        ("North", ["City"]),
        ("South", []),
    ]


@pytest.mark.parametrize("people", [3, 60])
def test_the_list_costs_the_same_at_any_size(cast: Cast, admin: Client, django_assert_num_queries, people) -> None:
    User.objects.bulk_create(User(email=f"p{n}@kam.example", name=f"P{n}", team=cast.south) for n in range(people))
    admin.get("/people/")
    with django_assert_num_queries(6):
        admin.get("/people/")


def test_moving_a_team_by_the_page(cast: Cast, admin: Client) -> None:
    admin.post(f"/teams/{cast.south.pk}/", {"name": "South", "parent": cast.north.pk, "version": 1})
    assert Team.objects.get(pk=cast.south.pk).path.startswith(cast.north.path)


def test_an_action_without_a_version_is_refused(cast: Cast, admin: Client) -> None:
    assert admin.post(f"/people/{cast.peer.pk}/deactivate/").status_code == 400
    assert User.objects.get(pk=cast.peer.pk).is_active


def test_an_action_on_a_stale_version_is_told_and_does_nothing(cast: Cast, admin: Client) -> None:
    services.person_update(cast.peer, actor=cast.admin, version=1, name="Changed")
    page = admin.post(f"/people/{cast.peer.pk}/deactivate/", {"version": 1}, follow=True)
    assert "Somebody changed it meanwhile" in page.content.decode()
    assert User.objects.get(pk=cast.peer.pk).is_active
