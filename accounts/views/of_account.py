"""Pages that hang on one account."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from accounts.models import Account
from foundation.views import Page


class OfAccount(Page):
    """Of the account whose number stands in the address, where the reader sees it."""

    @cached_property
    def account(self) -> Account:
        return self.visible(Account.objects, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, account=self.account)  # type: ignore[misc]
