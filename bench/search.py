"""Searches of a large company against its account list, told as JSON. Run as `python -m bench.search`."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

from foundation.embedded import PROJECT

from .company import company, night_sizes
from .table import Figure

LIST: Final = "/accounts/"
WORDS: Final = {"oup": "every third name", "ing": "scattered", "启明": "one name in sixty", "宁波": "begins names"}
"""Three letters and two characters that stand in many of the names that `synthesize` makes up."""
TIMES: Final = 9


def search(folder: Path, accounts: int, *, say: Any) -> list[Figure]:
    """The page of the search and the list narrowed by the same words, a director's, in the time of his account list."""
    with company(folder / f"night-{accounts}", night_sizes(accounts), say=say) as environ:
        say(f"searching {accounts:,} accounts …")
        command = [sys.executable, "-m", "bench.search"]
        done = subprocess.run(command, cwd=PROJECT, env=environ, check=True, text=True, stdout=subprocess.PIPE)
    times: dict[str, Any] = json.loads(done.stdout)
    note = f"list {times[LIST]['ms']:.0f} ms"
    return [
        *(Figure(f"search: {word}, {what}", times[_page(word)]["ratio"], 3, "×", note) for word, what in WORDS.items()),
        *(Figure(f"list narrowed by {word}", times[_list(word)]["ratio"], None, "×", note) for word in WORDS),
    ]


def main() -> None:
    import django  # noqa: PLC0415  (the environment decides which settings)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    json.dump(_timings(), sys.stdout)


def _timings() -> dict[str, dict[str, float]]:
    from django.test import Client  # noqa: PLC0415

    from kam import assets  # noqa: PLC0415
    from teams.models import User  # noqa: PLC0415

    assets.collect()
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(email="director@synthetic.example"), backend="teams.backends.PeopleBackend")
    paths = [LIST, *map(_page, WORDS), *map(_list, WORDS)]
    rounds = [{path: _milliseconds(client, path) for path in paths} for _ in range(TIMES + 1)][1:]
    return {
        path: {
            "ms": statistics.median(took[path] for took in rounds),
            "ratio": statistics.median(took[path] / took[LIST] for took in rounds),
        }
        for path in paths
    }


def _page(word: str) -> str:
    return f"/search/?q={word}"


def _list(word: str) -> str:
    return f"{LIST}?q={word}"


def _milliseconds(client: Any, path: str) -> float:
    started = time.perf_counter()
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
