"""Real ledgers: published parameters, accuracy, and silence where nothing can be told (../shared/data; skipped where
it is missing). Through the command, as anybody can repeat it."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from scoring.models import ChurnFit, LedgerEntry
from tests.cast import make_account

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="no ../shared/data beside the project")


def rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def put(owner: Any, lines: list[tuple[str, dt.date, str]]) -> None:
    accounts = {name: make_account(owner, name) for name in dict.fromkeys(line[0] for line in lines)}
    LedgerEntry.objects.bulk_create(
        [LedgerEntry(account=accounts[name], date=day, revenue=value, currency="CNY") for name, day, value in lines],
        batch_size=5000,
    )


def backtest(capsys: Any, day: str, days: int) -> dict[str, Any]:
    call_command("churn_backtest", "--as-of", day, "--horizon-days", str(days), "--json")
    return json.loads(capsys.readouterr().out)


def test_cdnow(cast, capsys):
    put(
        cast.rep,
        [(r["master_id"], dt.date.fromisoformat(r["date"]), r["value"]) for r in rows("cdnow/cdnow_sample.csv")],
    )
    told = backtest(capsys, "1997-09-30", 273)
    for name, published in {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}.items():
        assert told["parameters"][name] == pytest.approx(published, rel=0.01)
    assert told["auc_all"] >= 0.775
    assert told["auc_repeat"] >= 0.725
    assert told["brier"] <= 0.161
    assert (told["method"], told["dropout_found"]) == ("combined", True)


def test_online_retail(cast, capsys):
    file = "online_retail/invoices_to_2011-08-31.csv"
    put(cast.rep, [(r["CustomerID"], dt.date.fromisoformat(r["InvoiceDate"][:10]), r["amount"]) for r in rows(file)])
    told = backtest(capsys, "2011-05-31", 91)
    assert told["auc_all"] >= max(row["auc_all"] for row in told["comparison"].values())
    assert told["brier"] < told["brier_base"]
    assert "dropout_not_found" in told["notes"]


@pytest.mark.parametrize(("day", "days"), [("2016-12-31", 182), ("2017-06-30", 91)])
def test_superstore_has_no_signal(cast, capsys, day, days):
    def date(typed: str) -> dt.date:
        month, day_of, year = map(int, typed.split("/"))
        return dt.date(year, month, day_of)

    file = "superstore/superstore_9994.csv"
    put(cast.rep, [(r["Customer ID"], date(r["Order Date"]), r["Sales"]) for r in rows(file)])
    told = backtest(capsys, day, days)
    assert (told["state"], told["signal"], told["auc_all"]) == ("no_signal", False, None)
    assert not ChurnFit.objects.exists()
