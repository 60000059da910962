"""`python -m bench.history`: what the history of changes costs, on a company made up for it and taken back.

Each write of 10,000 rows is measured with the triggers of the history and without, turn by turn; the median counts.
The database is that of DATABASE_URL and must have the product's tables; nothing stays in it.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from typing import Any, Final

import django
from django.conf import settings
from django.db import connection, transaction

from .table import lines_of

ROWS: Final = 10_000
ROUNDS: Final = 3
TRIGGERS: Final = ("history_made", "history_changed", "history_gone")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kam.settings")
    django.setup()
    settings.DEBUG = False
    with transaction.atomic():
        owner = _owner()
        told = [_compared(name, write) for name, write in _writes(owner).items()]
        transaction.set_rollback(True)
    print("\n".join(lines_of([("10,000 rows", "without", "with", "a row more"), *told])))


def _owner() -> Any:
    from teams.models import Team, User  # noqa: PLC0415  (needs Django set up)

    team = Team.objects.create(name="Bench", path="/bench/")
    return User.objects.create(email="bench@example.com", name="Bench", team=team)


def _writes(owner: Any) -> dict[str, Callable[[], object]]:
    from accounts.models import Account  # noqa: PLC0415

    rows = Account.objects.filter(owner=owner)

    def made() -> None:
        named = (f"Firm {number}" for number in range(ROWS))
        Account.objects.bulk_create(
            (Account(name=name, sort_key=name, search_text=name, owner=owner, team=owner.team) for name in named),
            batch_size=2000,
        )

    def single() -> None:
        for number in rows.order_by("pk").values_list("pk", flat=True)[:1000]:
            Account.objects.filter(pk=number).update(notes=f"n{time.monotonic_ns()}")

    return {
        "accounts by bulk_create": made,
        "phone in one UPDATE": lambda: rows.update(phone=str(time.monotonic_ns())[-20:]),
        "notes in 1,000 UPDATEs": single,
        "tier, as a night publishes it": lambda: rows.update(
            tier="gold", churn_risk=str(time.monotonic_ns() % 10 / 10)
        ),
        "DELETE": lambda: rows._raw_delete(rows.db),
    }


def _compared(name: str, write: Callable[[], object]) -> tuple[str, ...]:
    """Each time on the same rows: what a turn wrote is taken back."""
    taken: dict[bool, list[float]] = {True: [], False: []}
    _fill(name)
    for _round in range(ROUNDS):
        for kept in (False, True):
            with transaction.atomic():
                _switch(on=kept)
                started = time.perf_counter()
                write()
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                taken[kept].append(time.perf_counter() - started)
                transaction.set_rollback(True)
    without, kept_time = (statistics.median(taken[kept]) for kept in (False, True))
    rows = 1000 if "1,000" in name else ROWS
    more = (kept_time - without) / rows * 1_000_000
    return name, f"{without * 1000:.0f} ms", f"{kept_time * 1000:.0f} ms", f"{more:.0f} µs"


def _fill(name: str) -> None:
    from accounts.models import Account  # noqa: PLC0415
    from teams.models import User  # noqa: PLC0415

    owner = User.objects.get(email="bench@example.com")
    if "bulk_create" not in name and not Account.objects.filter(owner=owner).exists():
        _writes(owner)["accounts by bulk_create"]()


def _switch(*, on: bool) -> None:
    word = "ENABLE" if on else "DISABLE"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for trigger in TRIGGERS:
            cursor.execute(f"ALTER TABLE accounts_account {word} TRIGGER {trigger}")


if __name__ == "__main__":
    main()
