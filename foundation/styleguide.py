"""The page /styleguide/: every component in every state. For people who build pages."""

from __future__ import annotations

from typing import Any

from .ui.samples import samples
from .views import PageView


class StyleguideView(PageView):
    template_name = "styleguide.html"

    def allowed(self, user: Any) -> bool:
        return bool(user.is_staff)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, **samples())
