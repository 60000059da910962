"""What work in the database costs: seconds on the clock, and seconds of processor of all its processes.

On a machine that others use too, the clock tells as much about them as about the work; the processor hardly does.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TICKS: Final = os.sysconf("SC_CLK_TCK")
PARENT, OWN, CHILDREN = 3, slice(13, 15), slice(15, 17)
"""Where /proc/…/stat has the parent, and the processor time of a process and of its children that have ended."""


@dataclass(frozen=True)
class Cost:
    """`processor` is that of the database, a tick at least; the clock's seconds where the system tells nothing about
    processes."""

    seconds: float
    processor: float


def costs(folder: Path, work: Callable[[], object]) -> Cost:
    """Of `work` on the embedded database of `folder`."""
    before, started = _processor(folder), time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    after = _processor(folder)
    return Cost(seconds, seconds if before is None or after is None else max(after - before, 1 / TICKS))


def _processor(folder: Path) -> float | None:
    """Seconds so far of the server of `folder` and all its processes, those that have ended too."""
    if not Path("/proc/self/stat").exists():
        return None
    server = int((folder / "postgres" / "postmaster.pid").read_text().split()[0])
    own = _stat(server)
    total = sum(map(int, [*own[OWN], *own[CHILDREN]]))
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (stat := _stat(int(entry.name))) and int(stat[PARENT]) == server:
            total += sum(map(int, stat[OWN]))
    return total / TICKS


def _stat(process: int) -> list[str]:
    """Its fields, a name with spaces in it taken for one; none if it has ended."""
    try:
        text = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return []
    return ["", "", *text.rpartition(") ")[2].split()]
