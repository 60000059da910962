"""Of many people one is chosen by typing: lists are narrowed by him, and nobody out of sight is found."""

from __future__ import annotations

import pytest

from foundation.ui.fields import MOST_LISTED
from teams.models import Role, User
from tests.cast import make_team


def hire(cast, count):
    people = (
        User(email=f"p{n}@kam.example", name=f"Person {n:03}", role=Role.REP, team=cast.north) for n in range(count)
    )
    return User.objects.bulk_create(people)


@pytest.mark.parametrize("typed", ["李", "lixiao", "lxl", "XIAO", "li xiao"])
def test_found_by_characters_pinyin_and_initials(cast, sign_in, typed):
    User.objects.filter(pk=cast.rep.pk).update(name="李小龙")
    answer = sign_in("manager").get("/people/search/", {"q": typed}).content.decode()
    assert f'data-value="{cast.rep.pk}"' in answer
    assert "李小龙" in answer


def test_who_is_out_of_sight_is_not_found(cast, sign_in):
    answer = sign_in("manager").get("/people/search/", {"q": cast.outsider.name}).content.decode()
    assert f'data-value="{cast.outsider.pk}"' not in answer


def test_a_few_are_offered(cast, sign_in):
    hire(cast, 30)
    answer = sign_in("manager").get("/people/search/", {"q": "person"}).content.decode()
    assert answer.count('role="option"') == 12


def test_names_are_escaped(cast, sign_in):
    User.objects.filter(pk=cast.rep.pk).update(name='"><b>Zhao')
    assert "<b>" not in sign_in("manager").get("/people/search/", {"q": "zhao"}).content.decode()


def test_a_list_of_few_is_drawn(cast, sign_in):
    page = sign_in("manager").get("/accounts/").content.decode()
    assert f'<option value="{cast.rep.pk}"' in page
    assert "/people/search/" not in page


def test_of_many_one_is_typed(cast, sign_in):
    hire(cast, MOST_LISTED)
    client = sign_in("manager")
    page = client.get("/accounts/", {"owner": cast.rep.pk}).content.decode()
    assert 'data-url="/people/search/"' in page
    assert "Person 001" not in page
    assert f'name="owner" value="{cast.rep.pk}"' in page
    assert "owner_text" not in page
    assert client.get("/accounts/", {"owner": cast.rep.pk, "q": ""}).status_code == 200


def test_somebody_out_of_sight_is_still_no_choice(cast, sign_in):
    hire(cast, MOST_LISTED)
    page = sign_in("manager").get("/accounts/", {"owner": cast.outsider.pk}).content.decode()
    assert cast.outsider.name not in page


def test_teams_likewise(cast, sign_in):
    for number in range(MOST_LISTED):
        make_team(f"Branch {number:03}", cast.north)
    page = sign_in("manager").get("/accounts/", {"team": cast.north.pk}).content.decode()
    assert 'data-url="/teams/search/"' in page
    assert f'name="team" value="{cast.north.pk}"' in page
    found = sign_in("manager").get("/teams/search/", {"q": "branch 007"}).content.decode()
    assert found.count('role="option"') == 1
    assert str(cast.south) not in sign_in("manager").get("/teams/search/", {"q": ""}).content.decode()
