"""`make check`: everything that can be judged without running the product, two checks at a time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.messages import ROOMS

ROOT = Path(__file__).resolve().parent.parent
PYTHON = [sys.executable, "-m"]
CHECKS = {
    # From nothing each time: Django's plugin invents errors about managers out of a cache of changed models.
    "types": [
        *PYTHON,
        "mypy",
        "--no-incremental",
        *ROOMS,
        "tools",
        *(["bench"] if (ROOT / "bench").exists() else []),
        "manage.py",
    ],
    "lint": [*PYTHON, "ruff", "check", "."],
    "format": [*PYTHON, "ruff", "format", "--check", "."],
    "layers": [str(Path(sys.executable).with_name("lint-imports"))],
    "idioms": [*PYTHON, "pytest", "-q", "tests/idioms"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    "system": [sys.executable, "manage.py", "check", "--fail-level", "WARNING"],
    "translations": [*PYTHON, "tools.messages", "--check"],
    "templates": [*PYTHON, "djlint", "--lint", "--quiet", "templates"],
}
# None of these may wait for a database or start one.
NOWHERE = {"DATABASE_URL": "postgresql://127.0.0.1:9/none", "REDIS_URL": "redis://127.0.0.1:9/0"}


def run(name: str) -> bool:
    """Run one check and say how it went, with its output when it failed."""
    started = time.monotonic()
    environ = os.environ | ({} if name == "idioms" else NOWHERE)
    done = subprocess.run(CHECKS[name], cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    failed = done.returncode != 0
    report = f"{'FAILED' if failed else 'ok':6} {name} ({time.monotonic() - started:.1f} s)"
    print(f"{report}\n{done.stdout}{done.stderr}" if failed else report, flush=True)
    return not failed


def locks_are_clean() -> bool:
    """Locks hold names, versions and hashes only: where packages come from is the machine's own business."""
    bad = [lock.name for lock in ROOT.glob("*.lock") if re.search(r"://|--(index|find)", lock.read_text())]
    print(f"FAILED locks: an address in {', '.join(bad)}" if bad else "ok     locks")
    return not bad


def main(names: list[str]) -> int:
    with ThreadPoolExecutor(2) as pool:
        results = [*pool.map(run, names or CHECKS)]
    return 0 if all([*results, locks_are_clean()]) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
