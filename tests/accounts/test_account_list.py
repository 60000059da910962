"""The list page: one sentence, rows, saved views, and what to do when there are none."""

from __future__ import annotations

import pytest

from accounts import services
from accounts.models import SavedView
from foundation.errors import RuleBroken
from tests.cast import make_account


def test_an_empty_list_says_what_to_do(sign_in, db):
    assert "Create your first account" in sign_in("rep").get("/accounts/").content.decode()


def test_a_search_without_a_hit_says_what_to_do(sign_in, account):
    assert "No account matches" in sign_in("rep").get("/accounts/?q=nothing").content.decode()


def test_the_same_fragment_serves_page_and_swap(sign_in, account):
    client = sign_in("rep")
    part = client.get("/accounts/?q=bj", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert account.name in part
    assert account.name in client.get("/accounts/?q=bj").content.decode()


def test_pages_hold_fifty_rows(sign_in, cast):
    for number in range(53):
        make_account(cast.rep, f"Account {number:02}")
    client = sign_in("rep")
    assert len(client.get("/accounts/").context["rows"]) == 50
    assert [row.name for row in client.get("/accounts/?page=2").context["rows"]] == [
        "Account 50", "Account 51", "Account 52",
    ]  # fmt: skip


def test_a_view_is_kept_without_page_and_empty_filters(sign_in, cast):
    answer = sign_in("rep").post(
        "/saved-views/new/account_list/?tier=gold&owner=&page=3&ordering=-name", {"name": " Gold  first "}
    )
    view = SavedView.objects.get()
    assert (view.name, view.query, view.user) == ("Gold first", "tier=gold&ordering=-name", cast.rep)
    assert answer.headers["Location"] == "/accounts/?tier=gold&ordering=-name"


def test_a_view_is_one_click_away_and_marked_where_one_stands(sign_in, cast):
    services.saved_view_create(actor=cast.rep, page="account_list", name="Gold", query="tier=gold")
    client = sign_in("rep")
    assert client.get("/accounts/").context["saved"] is None
    assert client.get("/accounts/?tier=gold&page=1").context["saved"].name == "Gold"


def test_a_name_is_used_once_a_list(sign_in, cast):
    services.saved_view_create(actor=cast.rep, page="account_list", name="Gold", query="tier=gold")
    answer = sign_in("rep").post("/saved-views/new/account_list/?tier=lead", {"name": "Gold"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])
    services.saved_view_create(actor=cast.manager, page="account_list", name="Gold", query="tier=gold")


def test_there_is_an_end_to_views(cast):
    for number in range(30):
        services.saved_view_create(actor=cast.rep, page="account_list", name=f"View {number}", query="")
    with pytest.raises(RuleBroken):
        services.saved_view_create(actor=cast.rep, page="account_list", name="One more", query="")


@pytest.mark.parametrize(("page", "query"), [("password_change", ""), ("account_list", "q=" + "x" * 1000)])
def test_no_such_view(cast, page, query):
    with pytest.raises(RuleBroken):
        services.saved_view_create(actor=cast.rep, page=page, name="X", query=query)


def test_the_form_opens_in_the_side_panel(sign_in, db):
    body = (
        sign_in("rep").get("/saved-views/new/account_list/?tier=gold", headers={"HX-Request": "true"}).content.decode()
    )
    assert 'id="panel-title"' in body
    assert "<html" not in body


def test_a_view_is_deleted_by_its_owner(sign_in, cast, account):
    view = services.saved_view_create(actor=cast.rep, page="account_list", name="Gold", query="tier=gold")
    sign_in("rep").post(f"/saved-views/{view.pk}/delete/")
    assert not SavedView.objects.exists()
