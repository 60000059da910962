"""Whatever a night adds up is bounded where it is written: no accepted amount stops a night."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Visit
from care.models import Complaint
from care.rules import MOST_MINUTES
from foundation import clock
from foundation.columns import BASE_LIMIT
from foundation.errors import RuleBroken
from scoring.models import LedgerEntry
from scoring.services import night_now
from teams.models import CostRate, ExchangeRate
from teams.models.rate import HOURLY_LIMIT
from teams.services import cost_rate_set
from tests.accounts.test_check_in import report
from tests.cast import make_account
from tests.scoring.make import DATE, complaint, visit

CENT = Decimal("0.01")
DEAR = Decimal("9999999999")
VISITS, COMPLAINTS = "/api/v1/visits/", "/api/v1/complaints/"


@pytest.fixture
def account(cast):
    return make_account(cast.rep, "Harbour Steel")


@pytest.fixture
def dear():
    ExchangeRate.objects.create(currency="EUR", date="2020-01-01", rate=DEAR)


@pytest.fixture
def open_complaint(account):
    return complaint(account, clock.today())


def said(account, **fields):
    return {"account": account.pk, "channel": "phone", "summary": "x", **fields}


def test_expenses_that_no_sum_could_hold_are_refused_by_api(api, account, dear):
    refused = api("rep").post(VISITS, said(account, expenses="1000000.01", currency="EUR"))
    assert (refused.status_code, list(refused.json()["errors"])) == (400, ["expenses"])
    made = api("rep").post(VISITS, said(account, expenses="1000000", currency="EUR"))
    assert made.status_code == 201
    one = Visit.objects.get()
    edited = api("rep").patch(f"{VISITS}{one.pk}/", {"expenses": "1000001"}, headers={"If-Match": f'"{one.version}"'})
    assert (edited.status_code, list(edited.json()["errors"])) == (400, ["expenses"])


def test_nor_by_page(sign_in, account, dear):
    typed = report(expenses="1000000.01", currency="EUR")
    answer = sign_in("rep").post(f"/visits/new/?account={account.pk}", typed)
    assert answer.status_code == 422
    assert "9999999999" in answer.content.decode()
    assert not Visit.objects.exists()


@pytest.mark.parametrize(("column", "value"), [("expenses", "1000000.01"), ("minutes", "1441")])
def test_nor_by_import(cast, account, dear, tmp_path, capsys, column, value):
    file = tmp_path / "visits.csv"
    rows = f"account,date,summary,currency,{column}\n{account.name},2026-03-01,x,EUR,{value}\n"
    file.write_text(rows, encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_csv", "visits", str(file), "--as", cast.manager.email)
    assert value in capsys.readouterr().out
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"compensation": "1000000.01", "currency": "EUR"}, "compensation"), ({"minutes": MOST_MINUTES + 1}, "minutes")],
)
def test_nor_what_a_complaint_costs(api, open_complaint, dear, fields, field):
    address = f"{COMPLAINTS}{open_complaint.pk}/"
    refused = api("manager").patch(address, fields, headers={"If-Match": f'"{open_complaint.version}"'})
    assert (refused.status_code, list(refused.json()["errors"])) == (400, [field])


def test_nor_what_an_hour_costs(sign_in, cast):
    typed = {"valid_from": "2026-01-01", "hourly": str(HOURLY_LIMIT)}
    assert sign_in("manager").post(reverse("cost_rate_list"), typed).status_code == 422
    with pytest.raises(RuleBroken) as broken:
        cost_rate_set(actor=cast.manager, user=None, valid_from=DATE, hourly=HOURLY_LIMIT)
    assert broken.value.field == "hourly"


def test_the_tables_refuse_it_too(account):
    for make in (
        lambda: visit(account, expenses=10**10, rate=DEAR),
        lambda: visit(account, minutes=1441),
        lambda: complaint(account, compensation=10**10, rate=DEAR),
        lambda: complaint(account, minutes=MOST_MINUTES + 1),
        lambda: CostRate.objects.create(user=None, valid_from=DATE, hourly=HOURLY_LIMIT),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


def test_a_night_over_the_largest_of_everything_passes(account, cast):
    CostRate.objects.create(user=None, valid_from="2020-01-01", hourly=HOURLY_LIMIT - CENT)
    largest = {"currency": "CNY", "account": account}
    for sign in (1, -1):
        LedgerEntry.objects.bulk_create(
            LedgerEntry(date=DATE, revenue=sign * (BASE_LIMIT - 1), cost=-sign * (BASE_LIMIT - 1), **largest)
            for _ in range(500)
        )
        LedgerEntry.objects.bulk_create(
            LedgerEntry(date=DATE, kind=kind, revenue=0, cost=sign * (BASE_LIMIT - 1), **largest)
            for kind in ("rebate", "complaint", "service")
            for _ in range(500)
        )
    visit(account)
    complaint(account)
    one, other = Visit.objects.get(), Complaint.objects.get()
    Visit.objects.bulk_create(_like(one, minutes=1440, expenses=BASE_LIMIT - CENT, external_id="") for _ in range(1000))
    dearest = {"minutes": MOST_MINUTES, "compensation": BASE_LIMIT - CENT}
    Complaint.objects.bulk_create(_like(other, **dearest) for _ in range(1000))
    run, _is_new = night_now(DATE)
    assert run.state == "done"
    assert run.profit < -2000 * BASE_LIMIT
    assert night_now(DATE, full=True)[0].state == "done"


def _like(row, **fields):
    names = [field.attname for field in row._meta.concrete_fields if not (field.primary_key or field.generated)]
    return type(row)(**{**{name: getattr(row, name) for name in names}, **fields})
