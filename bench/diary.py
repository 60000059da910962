"""What has been measured on a kept company: a bench that was cut off goes on where it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


class Diary:
    """Measurements by name in a file beside the database; each is made once. Without the file all are made again."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}

    def once(self, name: str, measure: Callable[[], Any]) -> Any:
        """What `measure` returns, as JSON has it; written down before the next one begins."""
        if name not in self._kept:
            self._kept[name] = measure()
            self._file.write_text(json.dumps(self._kept, indent=1))
        return self._kept[name]
