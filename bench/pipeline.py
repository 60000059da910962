"""The funnel and the movement of a company with a million opportunities, against those of one with ten thousand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from foundation.embedded import PROJECT

from .company import Sizes, company
from .table import Figure

SMALL: Final = 10_000
LARGE: Final = 1_000_000


def pipeline(folder: Path, *, large: int, say: Any) -> list[Figure]:
    """What a person has to do with stays the same: two hundred opportunities each, five moves an opportunity."""
    small, big = (_timed(folder / f"pipeline-{size}", size, say) for size in (SMALL, large))
    note = f"{large:,} opportunities against {SMALL:,}"
    return [
        _against(small, big, "manager", "funnel of a manager, team of 50", 3),
        _against(small, big, "director", "funnel of a director", 10),
        Figure("that, from the rows", big["director, rows"] / big["director"], unit="×", note=note),
        Figure("movement of a director", big["movement"] / big["plain"], 2, "× plain SQL", f"{big['movement']:.2f} s"),
        Figure("movement of a manager", big["movement, manager"], unit="s"),
        Figure("forecast of a director", big["forecast"], unit="s"),
        Figure("board of a manager", big["board, bytes"] / 1000, 100, "kB", f"{big['board, cards']:,.0f} open"),
        Figure("board of a manager: queries", big["board, queries"], 15),
        Figure("keeping the tally with each change", big["write, kept"] / big["write, not kept"], unit="×"),
    ]


def _against(small: dict[str, float], big: dict[str, float], who: str, name: str, most: float) -> Figure:
    return Figure(name, big[who] / small[who], most, "×", f"{1000 * small[who]:.0f} and {1000 * big[who]:.0f} ms")


def _timed(folder: Path, opportunities: int, say: Any) -> dict[str, float]:
    sizes = Sizes(accounts=opportunities, contacts=0, visits=0, opportunities=opportunities, ledger_rows=0)
    with company(folder, sizes, say=say) as environ:
        say(f"asking {opportunities:,} opportunities …")
        command = [sys.executable, "-m", "bench.funnels"]
        done = subprocess.run(command, cwd=PROJECT, env=environ, check=True, text=True, stdout=subprocess.PIPE)
    return dict(json.loads(done.stdout))
