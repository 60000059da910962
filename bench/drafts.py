"""What a draft of the policy would do, and the pages of a large company: timed inside the product, told as JSON.

Run as `python -m bench.drafts FOLDER`.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from .cost import costs


def main() -> None:
    import django  # noqa: PLC0415  (the environment decides which settings)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    json.dump({"costs": _drafts(Path(sys.argv[1])), "seconds": _pages()}, sys.stdout)


def _drafts(folder: Path) -> dict[str, Any]:
    from scoring.services import policy_draft, what_if_now  # noqa: PLC0415

    drafts = {
        "what-if": policy_draft(actor=None, platinum_share=Decimal("0.4")),
        "what-if, window": policy_draft(actor=None, window_months=18),
    }
    return {
        name: asdict(costs(folder, lambda draft=draft: what_if_now(draft)))  # type: ignore[misc]
        for name, draft in drafts.items()
    }


def _pages() -> dict[str, float]:
    """Medians of what the director sees."""
    from django.test import Client  # noqa: PLC0415

    from kam import assets  # noqa: PLC0415
    from teams.models import User  # noqa: PLC0415

    assets.collect()
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email="director@synthetic.example"), backend="teams.backends.PeopleBackend")
    pages = {"tier page": "/tiers/", "account list": "/accounts/"}
    return {name: statistics.median(_page(client, path) for _ in range(7)) for name, path in pages.items()}


def _page(client: Any, path: str) -> float:
    def ask() -> None:
        if client.get(path).status_code != 200:
            raise RuntimeError(path)

    return _timed(ask)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
