from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.cast import Cast

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


class Outcome:
    """What `import_csv --json` answered. `refused`: the command ended with an error."""

    def __init__(self, report: dict[str, Any], error: str) -> None:
        self.report, self.error = report, error

    @property
    def refused(self) -> bool:
        return bool(self.error)

    @property
    def counts(self) -> tuple[int, int, int]:
        return tuple(self.report[name] for name in ("created", "updated", "unchanged"))  # type: ignore[return-value]

    @property
    def problems(self) -> list[tuple[int, str]]:
        """(line, column) of each."""
        return [(problem["line"], problem["column"]) for problem in self.report["problems"]]

    @property
    def messages(self) -> str:
        return "\n".join(problem["message"] for problem in self.report["problems"])

    @property
    def notes(self) -> str:
        return "\n".join(f"{note['column']}: {note['message']} {note['lines']}" for note in self.report["notes"])


@pytest.fixture
def load(cast: Cast, tmp_path: Path) -> Callable[..., Outcome]:
    """load("accounts", "name\\nAcme\\n", "--partial"): imports text, bytes or a file by the real command."""

    def run(kind: str, content: str | bytes | Path, *options: str) -> Outcome:
        path = content if isinstance(content, Path) else tmp_path / "file.csv"
        if not isinstance(content, Path):
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return imported(kind, path, *options)

    return run


def imported(kind: str, path: Path, *options: str) -> Outcome:
    """The file brought in by the real command."""
    out, error = io.StringIO(), ""
    try:
        call_command("import_csv", kind, str(path), "--json", *options, stdout=out)
    except CommandError as refusal:
        error = str(refusal)
    return Outcome(json.loads(out.getvalue() or "{}"), error)


@pytest.fixture
def shared() -> Path:
    """The folder of third-party data beside the project; the test is skipped, saying so, where it is missing."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is missing")
    return SHARED
