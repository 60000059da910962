"""By what shares of wallet are judged, as shipped. The source asks for the share and prints no bands for one account:
ours stand where its bands of market share do (domain §2)."""

from __future__ import annotations

from typing import Any

from .models import WalletRule


def ensure_defaults(**_signal: Any) -> None:
    WalletRule.objects.get_or_create(pk=1)
