"""The database that is measured: made up once in a folder, used again while it fits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foundation.embedded import PROJECT
from foundation.keeper import Keeper


@dataclass(frozen=True)
class Sizes:
    accounts: int
    contacts: int
    visits: int
    opportunities: int
    ledger_rows: int


PAGES = Sizes(accounts=20_000, contacts=60_000, visits=100_000, opportunities=40_000, ledger_rows=200_000)


def night_sizes(accounts: int) -> Sizes:
    """Ten ledger rows an account, as in a company that invoices monthly."""
    return Sizes(accounts=accounts, contacts=0, visits=accounts, opportunities=0, ledger_rows=10 * accounts)


@contextmanager
def company(folder: Path, sizes: Sizes, *, say: Any) -> Iterator[dict[str, str]]:
    """Servers on `folder` with a company of `sizes`, as environment variables for whoever uses them."""
    with servers(folder) as environ:
        _fill(folder, sizes, environ, say)
        yield environ


@contextmanager
def servers(folder: Path) -> Iterator[dict[str, str]]:
    """Database and broker in `folder`, as environment variables for whoever uses them."""
    keeper = Keeper(folder)
    environ = os.environ | keeper.environ | {
        "KAM_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "KAM_LOG_LEVEL": "ERROR",
        "KAM_API_RATE": "1000000/minute",
        "KAM_API_RATE_ANONYMOUS": "1000000/minute",
    }  # fmt: skip
    try:
        yield environ
    finally:
        keeper.close()


def _fill(folder: Path, sizes: Sizes, environ: dict[str, str], say: Any) -> None:
    mark = folder / "made.json"
    manage(environ, "migrate", "--verbosity", "0")
    if mark.exists() and json.loads(mark.read_text()) == vars(sizes):
        return
    say(f"making up {sizes.accounts:,} accounts and what belongs to them …")
    options = [option for name, count in vars(sizes).items() for option in (f"--{name.replace('_', '-')}", str(count))]
    manage(environ, "synthesize", *options)
    mark.write_text(json.dumps(vars(sizes)))


def manage(environ: dict[str, str], *arguments: str) -> str:
    """Output of a management command. Raises CalledProcessError."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=PROJECT, env=environ, check=True, text=True, stdout=subprocess.PIPE).stdout
