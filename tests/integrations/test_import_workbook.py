"""Workbooks: the same rows as from CSV, typed cells meant as they are shown, bombs refused before they are parsed."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from accounts.models import Account, Visit
from integrations.importing import workbook
from integrations.importing.workbook import text_of_cell
from scoring.models import LedgerEntry
from tests.cast import make_account

HEADER = ["id", "customer id", "date", "revenue", "cost"]
DAY = dt.date(2026, 3, 4)
HALF_PAST = dt.datetime.combine(DAY, dt.time(9, 30))
Sheets = dict[str, list[list[Any]]]


@pytest.fixture
def acme(cast) -> Account:
    return make_account(cast.rep, "Acme", external_id="C1")


@pytest.fixture
def book(tmp_path) -> Callable[..., Path]:
    """book({"Sheet": rows}): a workbook with these sheets."""

    def make(sheets: Sheets) -> Path:
        path = tmp_path / "file.xlsx"
        with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as file:
            for name, rows in sheets.items():
                sheet = file.add_worksheet(name)
                for line, row in enumerate(rows):
                    sheet.write_row(line, 0, row)
        return path

    return make


def test_numbers_and_dates_come_in_as_they_are(load, acme, book) -> None:
    rows = [HEADER, [1, "C1", DAY, 1234.5, 0.1 + 0.2], ["2", "C1", "2026-03-05", "1,000.25", None]]
    outcome = load("ledger", book({"Ledger": rows}))
    assert outcome.counts == (2, 0, 0)
    assert list(LedgerEntry.objects.order_by("date").values_list("external_id", "date", "revenue", "cost")) == [
        ("1", DAY, Decimal("1234.5"), Decimal("0.3")),
        ("2", dt.date(2026, 3, 5), Decimal("1000.25"), 0),
    ]


def test_the_same_as_csv_adds_nothing(load, acme, book) -> None:
    load("ledger", "customer id,date,revenue,cost\nC1,2026-03-04,12.5,3\n")
    assert load("ledger", book({"A": [HEADER[1:], ["C1", DAY, 12.5, 3]]})).counts == (0, 0, 1)


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("accounts", [["name", "industry"], ["Beta", "Steel"]]),
        ("contacts", [["name", "account"], ["Li Na", "Acme"]]),
        ("visits", [["account", "starts_at", "minutes"], ["Acme", HALF_PAST, 45]]),
        ("opportunities", [["name", "account", "amount"], ["Rolling mill", "Acme", 50000]]),
        ("ledger", [HEADER, [7, "C1", DAY, 5, 1]]),
    ],
)
def test_every_kind(load, acme, book, kind, rows) -> None:
    assert load(kind, book({"A": rows})).counts == (1, 0, 0)


def test_a_moment_keeps_its_hour(load, acme, book) -> None:
    load("visits", book({"A": [["account", "starts_at"], ["Acme", HALF_PAST]]}))
    assert Visit.objects.get().starts_at.astimezone(dt.UTC).minute == 30


def test_a_sheet_is_chosen_by_name(load, acme, book) -> None:
    path = book({"Notes": [["nothing"]], "Ledger": [HEADER, [1, "C1", DAY, 5, 1]]})
    assert load("ledger", path, "--sheet", "Ledger").counts == (1, 0, 0)
    assert "Notes, Ledger" in load("ledger", path, "--sheet", "Missing").messages


def test_a_text_file_has_no_sheets(load, acme) -> None:
    assert "none" in load("ledger", "customer id,date,revenue\nC1,2026-03-04,1\n", "--sheet", "A").error


def test_problems_are_told_by_the_line_of_the_sheet(load, acme, book) -> None:
    rows = [[], HEADER, [1, "C1", DAY, 5, 1], [], [2, "C1", DAY, "many", 1], [3, "C1", DAY]]
    assert load("ledger", book({"A": rows})).problems == [(5, "revenue"), (6, "revenue")]


def test_a_footer_is_left_out(load, acme, book) -> None:
    outcome = load("ledger", book({"A": [HEADER, [1, "C1", DAY, 5, 1], ["Total", 5]]}))
    assert (outcome.counts, "footer" in outcome.notes) == ((1, 0, 0), True)


def test_more_than_200_mb_unpacked_is_refused_before_it_is_parsed(load, acme, tmp_path, monkeypatch) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as file,
    ):
        for _ in range(201):
            file.write(b" " * 1024 * 1024)
    assert path.stat().st_size < 1_000_000
    monkeypatch.delattr(workbook, "calamine")
    assert "200 MB" in load("ledger", path).messages


def test_two_cells_in_far_corners_are_refused(load, acme, book) -> None:
    path = book({"A": [HEADER]})
    with xlsxwriter.Workbook(path) as file:
        file.add_worksheet().write("XFD1048576", 1)
    assert "ten million" in load("ledger", path).messages


@pytest.mark.parametrize("cut", [100, 1000])
def test_a_broken_archive_is_told(load, acme, book, cut) -> None:
    path = book({"A": [HEADER]})
    path.write_bytes(path.read_bytes()[:-cut])
    assert "cannot be read" in load("ledger", path).messages


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (10001.0, "10001"),
        (-0.5, "-0.5"),
        (1e20, "100000000000000000000"),
        (True, "true"),
        (dt.datetime.combine(DAY, dt.time()), "2026-03-04"),
        (dt.datetime.combine(DAY, dt.time(9, 5)), "2026-03-04 09:05:00"),
        (dt.date(2026, 3, 4), "2026-03-04"),
        (" as it is ", " as it is "),
    ],
)
def test_a_typed_cell_as_text(cell, text) -> None:
    assert text_of_cell(cell) == text


def test_with_a_decimal_comma_a_number_is_still_the_number(load, acme, book) -> None:
    load("ledger", book({"A": [HEADER, [1, "C1", DAY, 1.234, "1.234,5"]]}), "--decimal-comma")
    entry = LedgerEntry.objects.get()
    assert (entry.revenue, entry.cost) == (Decimal("1.234"), Decimal("1234.5"))
