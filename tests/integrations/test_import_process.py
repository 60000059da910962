"""The command as a process: exit codes, what stands where, memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.db.models import Sum

from scoring.models import LedgerEntry
from tests.cast import make_account, make_cast
from tests.scoring.waiting import until
from tests.workers import database_url


@pytest.fixture
def acme(transactional_db: None, password_hash: str) -> None:
    make_account(make_cast(password_hash).rep, "Acme", external_id="C1")


def test_a_refused_file_ends_with_an_error_and_a_good_one_without(
    acme, tmp_path: Path, spawn: Callable[..., Any]
) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text("id,account,date,revenue\n1,Acme,2026-01-02,5\n2,Acme,2026-01-02,NaN\n")
    refused = spawn("manage.py", "import_csv", "ledger", str(path))
    assert refused.wait(60) == 1
    assert "line 3, revenue: “NaN”" in refused.log
    assert not LedgerEntry.objects.exists()
    assert spawn("manage.py", "import_csv", "ledger", str(path), "--partial").wait(60) == 0
    assert LedgerEntry.objects.count() == 1


def test_killed_in_the_middle_it_has_left_nothing_and_the_next_run_saves_every_row_once(
    acme, tmp_path: Path, spawn: Callable[..., Any]
) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text("id,account,date,revenue\n" + "".join(f"{n},Acme,2026-01-02,{n}\n" for n in range(1, 2001)))
    holder = psycopg2.connect(database_url())
    with holder.cursor() as cursor:
        cursor.execute("LOCK TABLE scoring_ledgerentry IN EXCLUSIVE MODE")
        killed = spawn("manage.py", "import_csv", "ledger", str(path))
        until(lambda: _waiting(cursor))
        killed.kill()
    holder.close()
    assert spawn("manage.py", "import_csv", "ledger", str(path)).wait(120) == 0
    assert (LedgerEntry.objects.count(), LedgerEntry.objects.aggregate(sum=Sum("revenue"))["sum"]) == (2000, 2_001_000)


def _waiting(cursor: Any) -> bool:
    """Whether the import has read the file and waits to write its rows."""
    cursor.execute("SELECT 1 FROM pg_locks WHERE relation = 'scoring_ledgerentry'::regclass AND NOT granted")
    return cursor.fetchone() is not None


MEASURED = """
import json, os, resource, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "kam.settings"
import django
django.setup()
from django.core.management import call_command
call_command("import_csv", "ledger", sys.argv[1], stdout=open(os.devnull, "w"))
print("PEAK", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_file(acme, tmp_path: Path, spawn: Callable[..., Any]) -> None:
    peaks = []
    for rows in (2_000, 60_000):
        path = tmp_path / f"{rows}.csv"
        with path.open("w") as file:
            file.write("id,account,date,revenue,note\n")
            file.writelines(f"{rows}-{n},Acme,2026-01-02,{n}.25,{'some words ' * 8}\n" for n in range(rows))
        process = spawn("-c", MEASURED, str(path))
        assert process.wait(120) == 0, process.log
        peaks.append(int(process.log.split("PEAK ")[1].split()[0]) // 1024)
    assert peaks[1] < peaks[0] + 25, peaks  # megabytes; the larger file has 7
    assert LedgerEntry.objects.count() == 62_000
