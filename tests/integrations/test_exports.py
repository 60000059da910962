"""Lists as files: the same rows as on the page, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accounts.models import Account
from integrations import exporting
from integrations.exporting import csv_lines, neutral
from integrations.importing.cells import text_of
from pipeline.models import Opportunity, Stage
from tests.cast import make_account


def rows_of(answer: Any) -> list[dict[str, str]]:
    text = answer.getvalue().decode()
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-cmd", "@A1", "\t=1", "\r=1", "\n=1", "＝1+2"])
def test_what_a_spreadsheet_takes_for_a_formula_is_neutralised(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("value", [Decimal("-12.50"), -3, dt.date(2026, 1, 2), "plain", "a=b"])
def test_numbers_dates_and_plain_text_stay_as_they_are(value: Any) -> None:
    assert neutral(value) == value


def test_negative_numbers_are_numbers_in_the_file() -> None:
    assert list(csv_lines(["a"], [[Decimal("-1.50")], ["-1.50"]]))[1:] == ["-1.50\r\n", "'-1.50\r\n"]


def test_payloads_are_harmless(shared) -> None:
    for payload in json.loads((shared / "bad_input" / "csv_injection" / "payloads.json").read_text("utf-8")):
        cell = (
            next(csv.reader([list(csv_lines(["a"], [[payload]]))[1]]))[0] if "\n" not in payload else neutral(payload)
        )
        assert cell[0] not in "=+-@\t\r\n＝", payload


def test_the_account_list_comes_as_it_is_filtered(cast, sign_in) -> None:
    make_account(cast.rep, "=Formula Ltd", industry="steel")
    make_account(cast.rep, "Other", industry="glass")
    make_account(cast.outsider, "Hidden", industry="steel")
    answer = sign_in("rep").get("/accounts/export.csv?industry=steel")
    assert [(row["name"], row["owner"]) for row in rows_of(answer)] == [("'=Formula Ltd", cast.rep.email)]
    assert "attachment" in answer["Content-Disposition"]


def test_an_unknown_filter_is_refused(sign_in) -> None:
    assert sign_in("rep").get("/accounts/export.csv?owner__password=x").status_code == 400


def test_opportunities_keep_their_cents(cast, account, sign_in) -> None:
    Opportunity.objects.create(
        account=account, owner=cast.rep, team=cast.north, name="Mill", stage=Stage.objects.order_by("position")[0],
        stage_since=timezone.now(), opened_on="2026-01-02", amount="1234.50", currency="CNY",
    )  # fmt: skip
    (row,) = rows_of(sign_in("manager").get("/pipeline/opportunities/export.csv"))
    assert (row["amount"], row["account"], row["stage"]) == ("1234.50", "北京钢铁 Steel", "leads")


def test_more_rows_than_the_limit_are_refused_with_what_to_do(cast, account, sign_in, monkeypatch) -> None:
    from integrations.views import exports

    monkeypatch.setattr(exports, "LIMIT", 1)
    make_account(cast.rep, "Second")
    answer = sign_in("rep").get("/accounts/export.csv?tier=unrated", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/?tier=unrated"
    assert "Narrow the list" in answer.content.decode()
    assert exporting.LIMIT == 1_000_000


def test_what_was_exported_comes_back_as_it_was(cast, sign_in, load) -> None:
    make_account(cast.rep, "北京钢铁", industry="steel", external_id="A1", notes="one\ntwo")
    file = sign_in("admin").get("/accounts/export.csv").getvalue()
    assert load("accounts", file).counts == (0, 0, 1)
    assert Account.objects.get().notes == "one\ntwo"


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")).map(str.strip))
@example("'+86")
@example("''=x")
def test_what_was_neutralised_is_read_as_it_was(text: str) -> None:
    assert text_of(neutral(text)) == text


ODD = ["+86 138", "=1+1", "-5", "@home", "'+86", "＝1", "'quoted'"]


@pytest.mark.parametrize("odd", ODD)
def test_every_text_of_an_account_survives_leaving_and_coming_back(odd: str, cast, sign_in, load) -> None:
    columns = ("external_id", "industry", "territory", "phone", "address", "filtered_reason", "notes")
    made = make_account(cast.rep, f"{odd} name", stage="filtered", **{column: f"{odd} {column}" for column in columns})
    file = sign_in("admin").get("/accounts/export.csv").getvalue()
    assert load("accounts", file).counts == (0, 0, 1)
    Account.objects.update(**dict.fromkeys(columns[1:], "x"))
    assert load("accounts", file).counts == (0, 1, 0)
    kept = Account.objects.get()
    assert [getattr(kept, column) for column in ("name", *columns)] == [
        getattr(made, column) for column in ("name", *columns)
    ]


@pytest.mark.parametrize("odd", ODD)
def test_every_text_of_an_opportunity_survives_leaving_and_coming_back(odd: str, cast, sign_in, load) -> None:
    columns = ("name", "product", "source", "next_step")
    account = make_account(cast.rep, f"{odd} account", external_id=f"{odd} C1")
    made = Opportunity.objects.create(
        account=account, owner=cast.rep, team=cast.north, stage=Stage.objects.order_by("position")[0],
        stage_since=timezone.now(), opened_on="2026-01-02", amount="1234.50", currency="CNY", status="lost",
        closed_on="2026-01-03", close_reason="other", close_note=f"{odd} close_note", external_id=f"{odd} O1",
        expected_close_on="2026-01-03", next_step_on="2026-01-03", **{column: f"{odd} {column}" for column in columns},
    )  # fmt: skip
    file = sign_in("manager").get("/pipeline/opportunities/export.csv").getvalue()
    assert load("opportunities", file).counts == (0, 0, 1)
    Opportunity.objects.all().delete()
    assert load("opportunities", file).counts == (1, 0, 0)
    kept = Opportunity.objects.get()
    wanted = ("account", "external_id", "close_note", *columns)
    assert [getattr(kept, column) for column in wanted] == [getattr(made, column) for column in wanted]


@pytest.mark.parametrize("path", [
    "/accounts/export.csv?tier=golden", "/accounts/export.csv?owner=999", "/reports/profit/export.csv?owner=999",
    "/reports/forecast/export.csv?owner=999", "/reports/movement/export.csv?since=soon",
    "/reports/quota/export.csv?x=1", "/reports/productivity/export.csv?x=1",
])  # fmt: skip
def test_a_file_is_refused_where_the_page_would_show_an_error(sign_in, path: str) -> None:
    assert sign_in("manager").get(path).status_code == 400
