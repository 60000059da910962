"""How far long work is, in a terminal."""

from __future__ import annotations

import time
from typing import TextIO


class Bar:
    """A progress bar, redrawn ten times a second at most; nothing where the output is not a terminal."""

    WIDTH = 30

    def __init__(self, output: TextIO) -> None:
        self._output = output if output.isatty() else None
        self._drawn = 0.0

    def show(self, what: str, done: int, whole: int) -> None:
        """`what` is under way, `done` of `whole`."""
        if self._output is None or (time.monotonic() - self._drawn < 0.1 and done < whole):
            return
        self._drawn = time.monotonic()
        share = min(1.0, done / whole) if whole else 1.0
        full = "█" * round(share * self.WIDTH)
        self._output.write(f"\r{what:<18} {full:░<{self.WIDTH}} {share:4.0%}")
        self._output.flush()

    def clear(self) -> None:
        if self._output is not None and self._drawn:
            self._output.write("\r" + " " * (self.WIDTH + 26) + "\r")
