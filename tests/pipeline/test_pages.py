"""The pages of opportunities: forms that keep what was typed, actions, what each reader is offered."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from foundation import clock
from foundation.ui import lists
from pipeline.models import Opportunity, Rival
from teams.models import ExchangeRate
from tests.cast import make_account
from tests.pipeline.make import close, competitor, move, opportunity, product, stage


@pytest.fixture
def row(account):
    return opportunity(account, name="Rolling mill")


@pytest.fixture
def rep(sign_in):
    return sign_in("rep")


def at(row: Opportunity, action: str = "") -> str:
    return f"/pipeline/{row.pk}/{action}"


def new_form(at_account, **fields):
    form = {
        "account": at_account.pk,
        "name": "Mill",
        "amount": "12.50",
        "currency": "CNY",
        "stage": stage("prospect").pk,
    }
    return {**form, "stage": stage("prospect").pk, **fields}


def test_a_new_one_from_an_account_is_prefilled(rep, account):
    page = rep.get(f"/pipeline/new/?account={account.pk}")
    assert page.context["form"].initial["account"] == account
    assert 'value="CNY" selected' in page.content.decode()


@pytest.mark.parametrize("wanted", ["0", "abc", "9" * 30, "１"])
def test_an_account_that_is_none_is_not_prefilled(rep, account, wanted):
    page = rep.get(f"/pipeline/new/?account={wanted}")
    assert page.context["form"].initial["account"] is None


def test_anothers_account_is_not_prefilled(cast, rep):
    theirs = make_account(cast.outsider, "Southern Glass")
    page = rep.get(f"/pipeline/new/?account={theirs.pk}")
    assert "Southern Glass" not in page.content.decode()


def test_a_new_one_is_made_and_shown(cast, rep, account):
    response = rep.post("/pipeline/new/", new_form(account, expected_close_on="2027-01-31"))
    made = Opportunity.objects.get()
    assert response.headers["Location"] == at(made)
    assert (made.owner, made.stage.key, made.amount) == (cast.rep, "prospect", Decimal("12.50"))


@pytest.mark.parametrize(
    ("field", "value"),
    [("amount", "-1"), ("amount", "1.005"), ("amount", "NaN"), ("amount", "1e400"), ("amount", "9" * 2000),
     ("currency", "XXX"), ("stage", "0"), ("expected_close_on", "soon"), ("account", ""), ("name", "")],
)  # fmt: skip
def test_what_is_wrong_is_said_and_the_rest_is_kept(rep, account, field, value):
    response = rep.post("/pipeline/new/", new_form(account, source="Trade fair", **{field: value}))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "Trade fair" in response.content.decode()
    assert not Opportunity.objects.exists()


def test_a_currency_with_a_rate_is_offered(rep, account):
    ExchangeRate.objects.create(currency="EUR", date=dt.date(2020, 1, 1), rate=8)
    assert rep.post("/pipeline/new/", new_form(account, currency="EUR")).status_code == 302
    assert Opportunity.objects.get().amount_base == 100


def test_a_rep_is_not_asked_for_an_owner_and_a_manager_is(sign_in, rep, account):
    assert "owner" not in rep.get("/pipeline/new/").context["form"].fields
    assert "owner" in sign_in("manager").get("/pipeline/new/").context["form"].fields


def test_an_edit_is_written(rep, row):
    response = rep.post(at(row, "edit/"), {"name": "Mill", "amount": "7", "currency": "CNY", "version": 1})
    row.refresh_from_db()
    assert (response.status_code, row.name, row.amount) == (302, "Mill", 7)


def test_an_edit_form_sent_unchanged_keeps_what_it_does_not_show(cast, rep, row):
    gone, mill = competitor(retired_at=timezone.now()), product(retired_at=timezone.now())
    Rival.objects.create(opportunity=row, competitor=gone)
    row.lines.create(product=mill, quantity=1, unit_price=5, discount=0, position=1)
    row.co_owners.create(person=cast.peer, share=40)
    form = rep.get(at(row, "edit/")).context["form"]
    typed = {field.html_name: "" if (value := field.value()) is None else value for field in form}
    assert rep.post(at(row, "edit/"), typed).status_code == 302
    row.refresh_from_db()
    assert (row.version, row.rivals.get().competitor, row.lines.get().product) == (1, gone, mill)
    assert row.co_owners.get().person == cast.peer


def test_a_stale_edit_shows_both_texts(sign_in, rep, row):
    data = {"amount": "1000", "currency": "CNY", "version": 1}
    sign_in("manager").post(at(row, "edit/"), {**data, "name": "Theirs"})
    response = rep.post(at(row, "edit/"), {**data, "name": "Mine"})
    assert response.status_code == 412
    assert "Mine" in response.content.decode()
    assert "Theirs" in response.content.decode()
    row.refresh_from_db()
    assert row.name == "Theirs"


def test_a_closed_ones_amount_is_not_offered(rep, row):
    row = close(row, "won")
    assert "amount" not in rep.get(at(row, "edit/")).context["form"].fields
    assert rep.post(at(row, "edit/"), {"name": "Mill", "version": row.version}).status_code == 302


def test_the_page_shows_what_must_happen_before_the_next_stage(cast, rep, row):
    cast.rep.language = "zh-hans"
    cast.rep.save()
    page = rep.get(at(row)).content.decode()
    assert "客户已亲口说出需求或问题" in page
    assert "导引" in page


def test_the_page_tells_its_history(cast, rep, row):
    row = close(move(row, "upside", cast.manager, note="They said yes"), "lost", reason="competitor")
    page = rep.get(at(row)).content.decode()
    for words in ("Opened in Leads", "Leads → Upside", "They said yes", "Lost: Competitor"):
        assert words in page


def test_moving_without_script(rep, row):
    response = rep.post(at(row, "move/"), {"stage": "upside", "version": 1})
    row.refresh_from_db()
    assert (response.headers["Location"], row.stage.key) == (at(row), "upside")


def test_moving_second_without_script_asks(cast, rep, row):
    move(row, "prospect", cast.manager)
    response = rep.post(at(row, "move/"), {"stage": "upside", "version": 1})
    assert response.status_code == 412
    assert "Somebody was faster" in response.content.decode()
    again = response.context["form"].initial["version"]
    assert rep.post(at(row, "move/"), {"stage": "upside", "version": again}).status_code == 302


@pytest.mark.parametrize("data", [{}, {"stage": "nowhere", "version": 1}, {"stage": "upside", "version": "x"}])
def test_a_move_to_nowhere_is_a_422(rep, row, data):
    assert rep.post(at(row, "move/"), data).status_code == 422
    assert row.moves.count() == 1


def test_a_move_of_a_closed_one_says_why_not(rep, row):
    row = close(row, "won")
    response = rep.post(at(row, "move/"), {"stage": "upside", "version": row.version})
    assert response.status_code == 422
    assert "Reopen it first" in response.content.decode()


def test_closing_offers_the_reasons_of_its_outcome(rep, row):
    won = dict(rep.get(at(row, "close/?outcome=won")).context["form"].fields["reason"].choices)
    lost = dict(rep.get(at(row, "close/?outcome=lost")).context["form"].fields["reason"].choices)
    assert "budget" not in won
    assert "budget" in lost


def test_closing_keeps_what_was_typed_until_a_reason_is_given(rep, row):
    data = {"outcome": "lost", "version": 1, "note": "Too slow", "closed_on": clock.today().isoformat()}
    response = rep.post(at(row, "close/"), data)
    assert response.status_code == 422
    assert "Too slow" in response.content.decode()
    assert rep.post(at(row, "close/"), {**data, "reason": "timing"}).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.close_reason, row.close_note) == ("lost", "timing", "Too slow")


def test_closing_on_a_stale_page_says_so(cast, rep, row):
    move(row, "prospect", cast.manager)
    data = {"outcome": "won", "reason": "value", "version": 1, "closed_on": clock.today().isoformat()}
    response = rep.post(at(row, "close/"), data)
    assert response.status_code == 412
    assert "Somebody saved this" in response.content.decode()


def test_reopening(rep, row):
    row = close(row, "lost")
    rep.post(at(row, "reopen/"), {"version": row.version})
    row.refresh_from_db()
    assert row.is_open


def test_reopening_twice_is_told_and_changes_nothing(rep, row):
    response = rep.post(at(row, "reopen/"), {"version": 1}, follow=True)
    assert "open already" in response.content.decode()


def test_archiving_and_bringing_back(rep, row):
    rep.post(at(row, "archive/"), {"version": 1})
    assert "Rolling mill" not in rep.get("/pipeline/").content.decode()
    assert "archived" in rep.get(at(row)).content.decode()
    rep.post(at(row, "archive/"), {"version": 2, "restore": "1"})
    assert "Rolling mill" in rep.get("/pipeline/").content.decode()


def test_an_action_without_a_version_is_a_400(rep, row):
    assert rep.post(at(row, "archive/"), {}).status_code == 400


@pytest.fixture
def orphan(cast, row):
    Opportunity.objects.filter(pk=row.pk).update(account=None)
    return row


def test_one_without_account_is_marked_and_offered_to_who_leads(sign_in, rep, orphan):
    assert "no account yet" in rep.get("/pipeline/opportunities/").content.decode()
    assert "Assign it" not in rep.get("/pipeline/opportunities/").content.decode()
    assert "Assign it" in sign_in("manager").get("/pipeline/opportunities/").content.decode()
    assert rep.get("/pipeline/opportunities/?no_account=true").context["total"].count == 1


def test_it_is_given_an_account(cast, sign_in, account, orphan):
    data = {"account": account.pk, "owner": cast.rep.pk, "version": 1}
    assert sign_in("manager").post(at(orphan, "assign/"), data).status_code == 302
    orphan.refresh_from_db()
    assert orphan.account == account


def test_an_owner_who_is_blind_to_the_account_is_refused_at_the_field(cast, sign_in, row):
    response = sign_in("director").post(at(row, "assign/"), {"owner": cast.outsider.pk, "version": 1})
    assert response.status_code == 422
    assert "owner" in response.context["form"].errors


def test_the_board_shows_so_many_cards_and_says_how_many_more(rep, account, monkeypatch):
    from pipeline.queries import columns

    monkeypatch.setattr(columns.board, "__defaults__", (2,))
    for number in range(5):
        opportunity(account, name=f"Deal {number}", amount="100")
    page = rep.get("/pipeline/")
    column = page.context["columns"][0]
    assert (column.count, column.amount, len(column.cards), column.more) == (5, 500, 2, 3)
    assert "3 more in the list" in page.content.decode()


@pytest.mark.parametrize("name", ["funnel", "movement", "forecast", "quota", "productivity"])
def test_a_report_of_many_people_shows_the_first_and_says_so(cast, sign_in, monkeypatch, name):
    for owner in (cast.rep, cast.peer, cast.manager):
        opportunity(make_account(owner), name="Deal", expected_close_on=clock.today())
    client = sign_in("manager")
    assert "Narrow by team" not in client.get(f"/reports/{name}/").content.decode()
    monkeypatch.setattr(lists, "LINES", 2)
    assert "Narrow by team" in client.get(f"/reports/{name}/").content.decode()


def test_a_filter_swaps_board_and_forecast(cast, rep, row):
    page = rep.get(f"/pipeline/?owner={cast.rep.pk}", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert 'id="forecast" hx-swap-oob="true"' in page


def test_empty_pages_say_what_to_do_next(rep):
    assert "Your next opportunity begins at an account" in rep.get("/pipeline/").content.decode()
    assert "first line of your forecast" in rep.get("/pipeline/opportunities/").content.decode()
    assert "Nothing is open." in rep.get("/reports/funnel/").content.decode()
