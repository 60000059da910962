"""Who may sign in to the pages."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.auth.backends import ModelBackend

from .models import User
from .models.user import UserQuerySet


class PeopleBackend(ModelBackend):
    """Email and password, for people who work here. An integration acts by its API keys alone.

    The reader comes with his team and the teams below it: every request asks for them.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(user.signs_in)

    def get_user(self, user_id: int) -> User | None:
        user = _readers().filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None


@cache
def _readers() -> UserQuerySet:
    """Put together once, which takes longer than to run it: every request asks it for somebody."""
    return User.objects.with_reach()
