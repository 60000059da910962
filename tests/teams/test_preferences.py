from __future__ import annotations

from django.test import Client

from teams.models import User
from tests.cast import Cast


def test_language_zone_and_theme_are_kept_and_shown_at_once(cast: Cast, sign_in) -> None:
    client = sign_in("rep")
    client.post("/preferences/", {"language": "zh-hans", "timezone": "Asia/Tokyo", "theme": "dark"})
    person = User.objects.get(pk=cast.rep.pk)
    assert (person.language, person.timezone, person.theme) == ("zh-hans", "Asia/Tokyo", "dark")
    page = client.get("/preferences/")
    assert page.headers["Content-Language"] == "zh-hans"
    assert 'data-theme="dark"' in page.content.decode()


def test_the_menu_changes_one_thing_and_comes_back(cast: Cast, sign_in) -> None:
    cast.rep.theme = "dark"
    cast.rep.save()
    response = sign_in("rep").post("/preferences/", {"language": "zh-hans", "next": "/?scope=mine"})
    assert response["Location"] == "/?scope=mine"
    person = User.objects.get(pk=cast.rep.pk)
    assert (person.language, person.timezone, person.theme) == ("zh-hans", "UTC", "dark")


def test_before_signing_in_the_browser_remembers(db: None, client: Client) -> None:
    client.post("/preferences/", {"language": "zh-hans", "theme": "dark"})
    page = client.get("/sign-in/")
    assert page.headers["Content-Language"] == "zh-hans"
    assert 'data-theme="dark"' in page.content.decode()


def test_an_empty_choice_is_forgotten(db: None, client: Client) -> None:
    client.post("/preferences/", {"theme": "dark"})
    client.post("/preferences/", {"theme": ""})
    assert 'data-theme="dark"' not in client.get("/sign-in/").content.decode()


def test_what_is_no_choice_changes_nothing(cast: Cast, sign_in) -> None:
    assert sign_in("rep").post("/preferences/", {"theme": "pink", "language": "zh-hans"}).status_code == 422
    assert User.objects.get(pk=cast.rep.pk).language == ""


def test_the_browsers_language_counts_until_one_is_chosen(db: None, client: Client) -> None:
    page = client.get("/sign-in/", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert page.headers["Content-Language"] == "zh-hans"
