"""`python -m bench`: makes a company up, serves it, measures, prints a table. Ends with 1 where a promise is missed.

KAM_BENCH_ACCOUNTS=1000000 sizes the night and the search (default 100,000), KAM_BENCH_OPPORTUNITIES the pipeline
(default 1,000,000); KAM_BENCH_ROUNDS=200 the rounds of requests; KAM_BENCH_DIR keeps the databases for the next time;
KAM_BENCH_ONLY=pages, =night, =search or =pipeline does a part of it.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from foundation.embedded import PROJECT

from . import browser, timing
from .company import PAGES, company, night_sizes
from .night import Night, night
from .pipeline import LARGE, pipeline
from .search import search
from .server import serving
from .table import Figure, text_of

RATIOS = {"API account list": 3, "account page": 6, "funnel": 8, "visit coverage": 8, "POST visit": 2}
MOST_QUERIES = {"my day": 20, "funnel": 20, "tiers": 20}
DETAIL_QUERIES = 12


def main() -> int:
    only = os.environ.get("KAM_BENCH_ONLY", "")
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="kam-bench-") as scratch:
        folder = Path(os.environ.get("KAM_BENCH_DIR") or scratch).resolve()
        if only in {"", "pages"}:
            figures += pages(folder / "pages")
        if only in {"", "night"}:
            figures += nights(folder, int(os.environ.get("KAM_BENCH_ACCOUNTS", "100000")))
        if only in {"", "search"}:
            figures += search(folder, int(os.environ.get("KAM_BENCH_ACCOUNTS", "100000")), say=say)
        if only in {"", "pipeline"}:
            figures += pipeline(folder, large=int(os.environ.get("KAM_BENCH_OPPORTUNITIES", LARGE)), say=say)
    print(f"\n{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    print(text_of(figures))
    return 0 if all(figure.holds for figure in figures) else 1


def pages(folder: Path) -> list[Figure]:
    """Requests, queries, bytes and paint on 20,000 accounts, 60,000 contacts, 40,000 opportunities, 100,000 visits."""
    with company(folder, PAGES, say=say) as environ:
        command = [sys.executable, "manage.py", "score", "--json"]
        subprocess.run(command, cwd=PROJECT, env=environ, check=True, capture_output=True)
        command = [sys.executable, "-m", "bench.cast"]
        made = subprocess.run(command, cwd=PROJECT, env=environ, check=True, text=True, stdout=subprocess.PIPE)
        cast: dict[str, Any] = json.loads(made.stdout)
        say("asking …")
        with serving(environ) as port:
            timings = timing.measure(port, cast, int(os.environ.get("KAM_BENCH_ROUNDS", "120")))
            say("looking …")
            looks = browser.look(port, cast)
    return [*_ratios(timings), *_queries(cast["queries"]), *_looks(looks)]


JUDGED_FROM = 500_000
NIGHTS = {
    "first": ("night: the first ever", None),
    "next": ("night: the next one", None),
    "late": ("night: again after late rows for 1 %", 1.0),
    "late, large": ("night: again after large late rows for 1 %", None),
    "all": ("night: every account's sums made anew", 4.0),
    "quiet": ("night: the next day, 1 % of accounts changed", 1.0),
    "from nothing": ("night: from nothing (score --full)", None),
    "churn, first": ("churn: everybody's first risk", None),
    "churn, next": ("churn: the next night's", 4.0),
    "what-if": ("what-if", 1.5),
    "what-if, window": ("what-if, another window", None),
    "what-if, window, own": ("what-if, another window: in U of that window", 1.5),
}


def nights(folder: Path, accounts: int) -> list[Figure]:
    """The nightly run on a company of that many accounts with ten ledger rows each, and on a tenth of it; the pages of
    both, and of the company that the pages are measured on."""
    small, large = (_night(folder, size) for size in (accounts // 10, accounts))
    pages = _night(folder, PAGES.accounts) if accounts > PAGES.accounts else small
    return [
        Figure("U: one aggregate and rank", large.floor.processor, unit="s", note=f"{accounts:,} accounts"),
        *(
            Figure(label, large.times[name], most if is_judged(accounts) else None, "U", _note(large, name))
            for name, (label, most) in NIGHTS.items()
        ),
        Figure("night: growth of tenfold", _growth(small, large), 12, "×", f"from {small.accounts:,}"),
        *(
            Figure(
                f"{name}: against {pages.accounts:,}",
                large.seconds[name] / pages.seconds[name],
                1.5,
                "×",
                f"{1000 * large.seconds[name]:.0f} ms",
            )
            for name in ("tier page", "account list")
        ),
        Figure("memory of the largest worker", large.memory, 1024, "MB"),
    ]


def is_judged(accounts: int) -> bool:
    """Promises in U are made of a million accounts. With few of them U is hundredths of a second, and what a night
    costs however small it is would be measured: then they are told for the record."""
    return accounts >= JUDGED_FROM


def _note(measured: Night, name: str) -> str:
    changed = f"{measured.changed:,} accounts changed, " if name == "quiet" else ""
    return f"{changed}{measured.costs[name].seconds:.1f} s on the clock"


def _growth(small: Night, large: Night) -> float:
    return large.costs["all"].processor / small.costs["all"].processor


def _night(folder: Path, accounts: int) -> Night:
    own = folder / f"night-{accounts}"
    with company(own, night_sizes(accounts), say=say) as environ:
        say(f"scoring {accounts:,} accounts …")
        return night(environ, own, accounts)


def _ratios(timings: dict[str, timing.Timing]) -> list[Figure]:
    floor = Figure("floor: bare DRF list, 50 rows", timings["floor"].median, unit="ms", note="median")
    return [floor] + [
        Figure(name, timings[name].ratio, most, "×", f"{timings[name].median:.1f} ms") for name, most in RATIOS.items()
    ]


def _queries(counts: dict[str, int]) -> list[Figure]:
    return [Figure(f"queries: {name}", count, MOST_QUERIES.get(name, DETAIL_QUERIES)) for name, count in counts.items()]


def _looks(looks: list[browser.Look]) -> list[Figure]:
    if not looks:
        say("no Chromium here: bytes and paint are not measured")
        return []
    heaviest, styled, shifting = (
        max(looks, key=lambda look: float(getattr(look, what))) for what in ("scripts", "styles", "shift")
    )
    return [
        Figure("JavaScript, the heaviest page", heaviest.scripts, 120, "kB", heaviest.name),
        Figure("CSS, the heaviest page", styled.styles, 100, "kB", styled.name),
        *(Figure(f"largest paint: {look.name}", look.paint, 1000, "ms") for look in looks),
        Figure("layout shift, the worst page", shifting.shift, 0.001, note=shifting.name),
    ]


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
