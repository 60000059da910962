"""Pages that are not for everybody."""

from __future__ import annotations

from typing import Any

from foundation.views import Page


class ForLeads(Page):
    """A page of those who make the rules."""

    def allowed(self, user: Any) -> bool:
        return bool(user.leads)


class ForAdministrators(Page):
    """A page of administrators alone."""

    def allowed(self, user: Any) -> bool:
        return bool(user.sees_all)
