from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from teams.models import User
from tests.cast import PASSWORD, Cast
from tests.journeys.thumb import Thumb


@pytest.fixture
def said(request: pytest.FixtureRequest) -> Any:
    """`said("Save visit")`: our words in the language of the test (its parameter `language`, else English)."""
    language = request.node.callspec.params.get("language", "en") if hasattr(request.node, "callspec") else "en"

    def say(text: str, context: str = "") -> str:
        with translation.override(language):
            return translation.pgettext(context, text) if context else translation.gettext(text)

    return say


@pytest.fixture
def in_language(transactional_db: None, cast: Cast) -> Callable[[str, str], User]:
    """`in_language("rep", "zh-hans")`: that member of the cast, who reads this language."""

    def choose(name: str, language: str) -> User:
        User.objects.filter(pk=cast[name].pk).update(language=language)
        return User.objects.get(pk=cast[name].pk)

    return choose


@pytest.fixture
def phone(new_page: Callable[..., Any]) -> Callable[..., Any]:
    """`phone(user=None)`: a page of 360 × 740 that is touched."""

    def open_phone(user: Any = None, **options: Any) -> Any:
        return new_page(user, width=360, height=740, has_touch=True, is_mobile=True, **options)

    return open_phone


@pytest.fixture
def thumb(phone: Callable[..., Any]) -> Callable[..., Thumb]:
    """`thumb(user)`: somebody with one thumb on such a page, whose taps and letters are counted."""
    return lambda user=None: Thumb(phone(user))


@pytest.fixture
def enter() -> Callable[..., None]:
    """`enter(page, user)`: signs in through the form that the page shows."""

    def through_the_form(page: Any, user: User, password: str = PASSWORD) -> None:
        page.locator("[name=username]").fill(user.email)
        page.locator("[name=password]").fill(password)
        page.locator("form button[type=submit]").click()
        page.wait_for_url(lambda url: "/sign-in/" not in url)

    return through_the_form
