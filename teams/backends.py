"""Who may sign in to the pages."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from .models import User


class PeopleBackend(ModelBackend):
    """Email and password, for people who work here. An integration acts by its API keys alone.

    The reader comes with his team and the teams below it: every request asks for them.
    """

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(user.signs_in)

    def get_user(self, user_id: int) -> User | None:
        user = User.objects.with_reach().filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
