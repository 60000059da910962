"""tools/venv.sh on machines that lack something says what."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "venv.sh"


@pytest.fixture
def machine(tmp_path: Path):
    """machine(python3="…shell…"): runs the script in an empty folder, with only the given programs added."""
    programs = tmp_path / "bin"
    programs.mkdir()

    def run(python: str = "", **scripts: str) -> str:
        for name, body in scripts.items():
            (programs / name).write_text(f"#!/bin/sh\n{body}\n")
            (programs / name).chmod(0o755)
        environ = os.environ | {"PATH": f"{programs}:/usr/bin:/bin", "PYTHON": python}
        done = subprocess.run(
            ["/bin/sh", str(SCRIPT)], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert not (tmp_path / ".venv").exists()
        return done.stderr

    return run


def test_no_python(machine):
    said = machine(python=str(Path("/nowhere/python3.12")))
    assert said.startswith("Python 3.11 or newer is needed, and none was found (looked for: /nowhere/python3.12).")


def test_an_old_python(machine):
    assert "Python 3.11 or newer is needed" in machine(python="old", old="exit 1")


def test_a_python_without_venv(machine):
    bare = 'case "$2" in *ensurepip*) exit 1 ;; esac'
    assert machine(python="bare", bare=bare) == (
        "bare has no 'venv' or no 'ensurepip'. On Debian and Ubuntu: apt-get install python3-venv\n"
    )


def test_no_room(machine):
    full = "printf 'Filesystem 1024-blocks Used Available\\n/dev/x 9 9 2048\\n'"
    assert "Only 2 MB are free in" in machine(python="good", good="exit 0", df=full)
