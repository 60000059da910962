"""Real files of other systems, where they are at hand."""

from __future__ import annotations

import csv
import datetime as dt
import json
import zoneinfo
from collections import Counter
from decimal import Decimal

import pytest
from django.db.models import Count, F, Q, Sum

from accounts.models import Account, Contact
from pipeline.models import Move, Opportunity
from pipeline.queries.movement import Span
from pipeline.services import progress_recount
from scoring.models import LedgerEntry
from tests.cast import make_account
from tests.pipeline.movements import agrees_with_the_moves


def test_superstore_comes_in_to_the_last_digit(load, shared) -> None:
    outcome = load(
        "ledger", shared / "superstore" / "superstore_9994.csv", "--create-accounts", "--date-format", "%m/%d/%Y",
        "--map", "account=Customer Name", "date=Order Date", "revenue=Sales", "profit=Profit", "external_id=Row ID",
    )  # fmt: skip
    assert outcome.counts == (9994, 0, 0)
    assert Account.objects.count() == 793
    sums = LedgerEntry.objects.aggregate(sales=Sum("revenue"), profit=Sum(F("revenue") - F("cost")))
    assert sums == {"sales": Decimal("2297200.8603"), "profit": Decimal("286397.0217")}


def test_a_whole_pipeline_comes_in_and_no_row_vanishes(load, shared) -> None:
    folder = shared / "b2b_crm"
    accounts = load("accounts", folder / "accounts.csv")
    deals = load("opportunities", folder / "sales_pipeline.csv", "--create-people")
    assert (accounts.counts, deals.counts) == ((85, 0, 0), (8800, 0, 0))
    by_status = Opportunity.objects.aggregate(
        won=Count("pk", filter=Q(status="won")),
        lost=Count("pk", filter=Q(status="lost")),
        worth=Sum("amount", filter=Q(status="won")),
        alone=Count("pk", filter=Q(account=None)),
    )
    assert by_status == {"won": 4238, "lost": 2473, "worth": 10_005_534, "alone": 1425}
    assert "“technolgy” looks like “technology”" in accounts.notes
    assert "“Philipines” looks like “Philippines”" in accounts.notes
    rows = {note["message"][:10]: note["rows"] for note in deals.report["notes"]}
    assert (rows["no account"], rows["“GTXPro” l"]) == (1425, 1480)


def test_every_link_of_a_salesforce_export_survives(load, shared) -> None:
    folder = shared / "import" / "salesforce_devorg" / "data"
    assert load("accounts", folder / "Account.csv").counts == (18, 0, 0)
    assert load("contacts", folder / "Contact.csv").counts == (25, 0, 0)
    assert load("opportunities", folder / "Opportunity.csv").counts == (36, 0, 0)
    assert Opportunity.objects.aggregate(total=Sum("amount"))["total"] == 5_760_000
    assert not Opportunity.objects.filter(account=None).exists()
    assert Contact.objects.exclude(account__external_id="").count() == 25


def test_stage_history_of_salesforce_becomes_the_moves_dated_then(load, shared) -> None:
    folder = shared / "import" / "salesforce_devorg" / "data"
    load("accounts", folder / "Account.csv")
    load("opportunities", folder / "Opportunity.csv")
    history = folder / "OpportunityHistory.csv"
    assert load("moves", history, "--map", "external_id=Id").counts == (48, 0, 0)
    told = {(row["OpportunityId"], row["CreatedDate"]) for row in csv.DictReader(history.open(encoding="utf-8-sig"))}
    moves = Move.objects.filter(opportunity__external_id__in={opportunity for opportunity, _at in told})
    zone = zoneinfo.ZoneInfo("Asia/Shanghai")
    dated = {(move.opportunity.external_id, f"{move.at.astimezone(zone):%m/%d/%y %I:%M %p}") for move in moves}
    assert dated == told
    assert Counter(moves.values_list("kind", flat=True)) == {"opened": 18, "won": 19, "lost": 8, "stage": 3}
    agrees_with_the_moves(Span(dt.date(2026, 2, 1), dt.date(2026, 2, 28)))
    agrees_with_the_moves(Span(dt.date(2026, 3, 1), dt.date(2026, 3, 31)))
    assert progress_recount(Opportunity.objects.all()) == 0
    assert load("moves", history, "--map", "external_id=Id").counts == (0, 0, 48)


@pytest.mark.parametrize("name", ["customers_gb18030_nobom_crlf", "customers_utf8_bom_crlf", "customers_utf8"])
def test_chinese_sheets_are_recognised_without_a_map(name, load, shared) -> None:
    assert load("accounts", shared / "import" / "chinese" / f"{name}.csv").counts == (3, 0, 0)
    found = dict(Account.objects.values_list("name", "stage"))
    assert found == {"示例企业1": "key", "示例企业2": "ordinary", "示例个人": "ordinary"}


def test_the_footer_of_a_report_is_left_out_and_told(load, shared) -> None:
    outcome = load("accounts", shared / "import" / "fixtures" / "salesforce_report_with_footer.csv")
    assert outcome.counts == (6, 0, 0)
    assert "footer" in outcome.notes


@pytest.mark.parametrize(
    ("kind", "name", "created"),
    [
        ("accounts", "hubspot_b_companies", 4),
        ("accounts", "zoho_accounts", 3),
        ("contacts", "zoho_contacts", 3),
        ("contacts", "messy_european_semicolon", 2),
        # One of its four says $, and the company counts in CNY.
        ("opportunities", "zoho_deals", 3),
        ("opportunities", "pipedrive_sample_import_with_products", 1),
    ],
)
def test_other_crms_are_recognised_without_a_map(kind, name, created, load, shared) -> None:
    options = ["--partial", "--create-accounts", "--date-format", "%m/%d/%Y"]
    outcome = load(kind, shared / "import" / "fixtures" / f"{name}.csv", *options)
    assert (outcome.refused, outcome.counts[0]) == (False, created)


def test_csv_of_every_shape_reads_as_it_should(shared) -> None:
    from integrations.importing.reading import TextFile

    folder = shared / "bad_input" / "csv_spectrum"
    for path in sorted((folder / "csvs").glob("*.csv")):
        if path.stem == "location_coordinates":  # its expected parse hides the telephone number
            continue
        wanted = json.loads((folder / "json" / f"{path.stem}.json").read_text("utf-8"))
        with TextFile(path, "UTF-8", "utf-8", (), "").opened() as sheet:
            rows = [dict(zip(sheet.header, record.cells, strict=True)) for record in sheet.records]
        same = [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in rows]
        assert same == [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in wanted], path.name


def test_naughty_strings_are_text_or_refused(load, shared) -> None:
    import io

    strings = json.loads((shared / "bad_input" / "blns.json").read_text("utf-8"))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "name", "notes", "phone"])
    writer.writerows([f"N{number}", f"{number} x", text, ""] for number, text in enumerate(strings))
    outcome = load("accounts", out.getvalue().encode("utf-8", "surrogatepass"), "--partial")
    assert outcome.report["created"] + outcome.report["refused"] == len(strings)
    kept = dict(Account.objects.values_list("external_id", "notes"))
    refused = {problem["line"] for problem in outcome.report["problems"]}
    assert len(refused) <= 5
    assert all(kept[f"N{n}"] == text.strip() for n, text in enumerate(strings) if f"N{n}" in kept)


def test_formula_payloads_stay_text(load, cast, shared) -> None:
    make_account(cast.rep, "Acme")
    payloads = json.loads((shared / "bad_input" / "csv_injection" / "payloads.json").read_text("utf-8"))
    rows = "".join('Acme,2026-01-02,"' + text.replace('"', '""') + '"\n' for text in payloads)
    assert load("visits", f"account,date,summary\n{rows}").counts[0] == len(payloads)
