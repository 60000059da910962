"""Products, competitors, quotas and stakeholders: in by a file, out by a file, the same file twice changes nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Contact
from pipeline.models import Competitor, Product, Quota, Stakeholder
from tests.cast import Cast
from tests.pipeline.make import opportunity


def exported(client: Any, path: str) -> bytes:
    return b"".join(client.get(path).streaming_content)


PRODUCTS = "code,name,unit,list_price,currency\nMILL,Rolling mill,set,1200.50,EUR\nOIL,Oil,,,\n"
COMPETITORS = "name,strengths,weaknesses\nNorvik,Price,Service\nSouth,,\n"
QUOTAS = (
    "person,team,period,starts_on,base,stretch,currency\n"
    "rep@kam.example,,quarter,2026-05-20,1000,1200,CNY\n,North,year,2026-01-01,9000,,CNY\n"
)


@pytest.mark.parametrize(
    ("kind", "content", "path"),
    [
        ("products", PRODUCTS, "/rules/products/export.csv"),
        ("competitors", COMPETITORS, "/rules/competitors/export.csv"),
        ("quotas", QUOTAS, "/rules/quotas/export.csv"),
    ],
)
def test_what_comes_in_goes_out_and_in_again_unchanged(kind, content, path, cast: Cast, load, sign_in) -> None:
    assert load(kind, content).counts == (2, 0, 0)
    assert load(kind, content).counts == (0, 0, 2)
    assert load(kind, exported(sign_in("director"), path)).counts == (0, 0, 2)


def test_what_differs_is_updated_and_a_blank_erases_nothing(cast: Cast, load) -> None:
    load("products", PRODUCTS)
    assert load("products", "code,name,unit,list_price\nMILL,Cold mill,,1300\n").counts == (0, 1, 0)
    mill = Product.objects.get(code="MILL")
    assert (mill.name, mill.unit, mill.list_price, mill.currency) == ("Cold mill", "set", Decimal(1300), "EUR")


def test_a_trial_run_saves_nothing(cast: Cast, load) -> None:
    assert load("competitors", COMPETITORS, "--dry-run").counts == (2, 0, 0)
    assert not Competitor.objects.exists()


def test_quotas_stand_for_their_whole_period(cast: Cast, load) -> None:
    load("quotas", QUOTAS)
    told = Quota.objects.order_by("base").values_list("person__email", "team__name", "starts_on", "ends_on", "stretch")
    assert [(who, team, str(first), str(last), stretch) for who, team, first, last, stretch in told] == [
        ("rep@kam.example", None, "2026-04-01", "2026-06-30", 1200),
        (None, "North", "2026-01-01", "2026-12-31", 9000),
    ]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("nobody@kam.example,,quarter,2026-05-20,1000,,", "person"),
        (",Nowhere,quarter,2026-05-20,1000,,", "team"),
        ("rep@kam.example,North,quarter,2026-05-20,1000,,", "person"),
        ("rep@kam.example,,fortnight,2026-05-20,1000,,", "period"),
        ("rep@kam.example,,month,2026-05-20,1000,,", "day"),
        ("peer@kam.example,,month,2026-05-20,0,,", "base"),
        ("peer@kam.example,,month,2026-05-20,10,5,", "stretch"),
        ("peer@kam.example,,month,2026-05-20,10,,EUR", "currency"),
        ("rival@kam.example,,month,2026-05-20,10,,", "person"),
    ],
)
def test_a_bad_quota_refuses_the_file(line, column, cast: Cast, load) -> None:
    outcome = load("quotas", f"{QUOTAS}{line}\n", "--as", "manager@kam.example")
    assert outcome.refused
    assert outcome.problems == [(4, column)]
    assert not Quota.objects.exists()


def test_whom_the_importer_does_not_lead_gets_no_quota(cast: Cast, load) -> None:
    outcome = load("quotas", QUOTAS, "--as", "rep@kam.example")
    assert outcome.refused
    assert not Quota.objects.exists()


@pytest.fixture
def deal(account: Any) -> Any:
    Contact.objects.create(account=account, name="王芳", external_id="C1")
    return opportunity(account, external_id="D1")


STAKEHOLDERS = (
    "opportunity,contact,roles,influence,stance,need,holder\nD1,王芳,decision_maker;user,高,for,Safe,rep@kam.example\n"
)


def test_stakeholders_come_in_and_go_out(deal, load, sign_in) -> None:
    assert load("stakeholders", STAKEHOLDERS).counts == (1, 0, 0)
    row = Stakeholder.objects.get()
    assert (row.roles, row.influence, row.stance, row.need) == (["decision_maker", "user"], 3, "for", "Safe")
    file = exported(sign_in("rep"), f"/pipeline/stakeholders/export.csv?opportunity={deal.pk}")
    assert load("stakeholders", file).counts == (0, 0, 1)
    assert load("stakeholders", STAKEHOLDERS.replace("for", "against")).counts == (0, 1, 0)


@pytest.mark.parametrize(
    ("said", "by", "column"),
    [("D1,Nobody", "rep", "contact"), ("D9,王芳", "rep", "opportunity"), ("D1,王芳", "outsider", "opportunity")],
)
def test_who_is_not_at_the_deals_account_is_refused(said, by, column, deal, load) -> None:
    outcome = load("stakeholders", f"opportunity,contact\n{said}\n", "--as", f"{by}@kam.example")
    assert (outcome.problems, Stakeholder.objects.count()) == ([(2, column)], 0)
