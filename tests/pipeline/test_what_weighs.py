"""What the pipeline's pages put first: the flag that makes figures wrong, the next move, whose figures they are."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from foundation import clock
from pipeline.models import Opportunity
from pipeline.services.record import LineSpec, lines_write
from tests.cast import Cast
from tests.pipeline.make import opportunity, product

YESTERDAY = clock.today() - dt.timedelta(days=1)


@pytest.fixture
def row(account: Any) -> Opportunity:
    return opportunity(account, amount="1000", stage="upside")


def page_of(client: Any, row: Opportunity) -> str:
    return str(client.get(row.get_absolute_url()).content.decode())


def test_only_a_date_that_is_past_is_grave(cast: Cast, account: Any, sign_in: Any) -> None:
    opportunity(account, name="Late", expected_close_on=YESTERDAY)
    opportunity(account, name="Stepless")
    rows = {row.name: row.flags for row in sign_in("rep").get("/pipeline/opportunities/").context["rows"]}
    grave = {name: [flag.key for flag in flags if flag.is_grave] for name, flags in rows.items()}
    assert grave == {"Late": ["date_past"], "Stepless": []}


def test_the_next_stage_is_one_press_away(cast: Cast, row: Opportunity, sign_in: Any) -> None:
    client = sign_in("rep")
    assert "Move to Committed" in page_of(client, row)
    client.post(f"/pipeline/{row.pk}/move/", {"stage": "committed", "version": row.version})
    page = page_of(client, row)
    assert "Move to Committed</button>" not in page
    assert 'class="button button-main" href="/pipeline/' in page


@pytest.mark.parametrize(
    ("price", "said"),
    [("1400", "400</data> more than the amount"), ("600", "400</data> less"), ("1000", "as the amount says")],
)
def test_lines_are_held_against_the_amount(cast: Cast, row: Opportunity, sign_in: Any, price: str, said: str) -> None:
    lines = [LineSpec(product(), Decimal(1), Decimal(price))]
    lines_write(row, actor=cast.rep, version=row.version, lines=lines)
    assert said in page_of(sign_in("rep"), row)


def test_a_deals_step_leads_to_the_next_one(cast: Cast, row: Opportunity, sign_in: Any) -> None:
    Opportunity.objects.update(next_step="Call", next_step_on=YESTERDAY)
    page = sign_in("rep").get("/due/").content.decode()
    assert f'href="/pipeline/{row.pk}/edit/#id_next_step"' in page
    assert 'id="id_next_step"' in sign_in("rep").get(f"/pipeline/{row.pk}/edit/").content.decode()


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("rep", "Yours and what is shared with you"),
        ("manager", "<bdi>North</bdi> and what is shared with it"),
        ("director", "The whole company"),
        ("admin", "The whole company"),
    ],
)
@pytest.mark.parametrize("page", ["/pipeline/", "/pipeline/opportunities/"])
def test_each_list_says_whose_rows_it_shows(cast: Cast, sign_in: Any, page: str, who: str, said: str) -> None:
    assert said in sign_in(who).get(page).content.decode()


@pytest.mark.parametrize(
    ("who", "said"),
    [("rep", "Your own"), ("manager", "<bdi>North</bdi></span>"), ("director", "The whole company")],
)
@pytest.mark.parametrize("page", ["/reports/funnel/", "/reports/ageing/"])
def test_each_report_says_whose_figures_it_shows(cast: Cast, sign_in: Any, page: str, who: str, said: str) -> None:
    assert said in sign_in(who).get(page).content.decode()


def test_a_movement_has_no_columns_without_figures(cast: Cast, row: Opportunity, sign_in: Any) -> None:
    lines = [name for name, _label in sign_in("rep").get("/reports/movement/").context["lines"]]
    assert lines == ["start", "new", "won", "lost", "end"]
