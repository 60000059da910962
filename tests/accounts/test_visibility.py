"""Another team's account does not exist: not in lists, not by its id, not through what hangs on it, not in a write."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Account, SavedView, Visit
from tests.cast import ROLES, SEES_REPS_ACCOUNT, make_account

from .make import contact_of

PAGES_OF = ["admin", "director", "manager", "outsider", "peer", "rep", "rival"]


@pytest.fixture
def contact(account):
    return contact_of(account, "李娜")


@pytest.fixture
def visit(cast, account, contact):
    visit = Visit.objects.create(account=account, by=cast.rep, starts_at=timezone.now(), currency="CNY")
    visit.contacts.add(contact)
    return visit


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("noun", ["accounts", "contacts", "visits"])
def test_lists_and_details_of_the_api(api, account, contact, visit, who, noun):
    row = {"accounts": account, "contacts": contact, "visits": visit}[noun]
    sees = who in SEES_REPS_ACCOUNT
    client = api(who)
    assert len(client.get(f"/api/v1/{noun}/").json()["results"]) == int(sees)
    assert client.get(f"/api/v1/{noun}/{row.pk}/").status_code == (200 if sees else 404)
    assert client.patch(f"/api/v1/{noun}/{row.pk}/", {"version": 1}).status_code == (200 if sees else 404)


@pytest.mark.parametrize("who", PAGES_OF)
def test_pages(sign_in, account, contact, visit, who):
    client, sees = sign_in(who), who in SEES_REPS_ACCOUNT
    for path in (
        f"/accounts/{account.pk}/",
        f"/accounts/{account.pk}/edit/",
        f"/accounts/{account.pk}/contacts/new/",
        f"/contacts/{contact.pk}/",
        f"/visits/{visit.pk}/edit/",
        f"/visits/new/?account={account.pk}",
        f"/visits/plan/?account={account.pk}",
    ):
        assert client.get(path).status_code == (200 if sees else 404), path


@pytest.mark.parametrize("who", PAGES_OF)
def test_totals(sign_in, account, who):
    body = sign_in(who).get("/accounts/").content.decode()
    assert (account.name in body) == (who in SEES_REPS_ACCOUNT)
    assert ("1 account</strong>" in body) == (who in SEES_REPS_ACCOUNT)


def test_a_refused_id_answers_like_a_missing_one(api, foreign):
    client = api("rep")
    hidden, missing = client.get(f"/api/v1/accounts/{foreign.pk}/"), client.get("/api/v1/accounts/999999/")
    assert (hidden.status_code, hidden.json()) == (missing.status_code, missing.json())


@pytest.mark.parametrize(
    ("noun", "body"),
    [
        ("visits", {"account": "foreign"}),
        ("contacts", {"account": "foreign", "name": "Li"}),
        ("accounts", {"parent": "foreign", "name": "Child"}),
        ("visits", {"account": "account", "contacts": ["stranger"]}),
        ("contacts", {"account": "account", "name": "Li", "reports_to": "stranger"}),
        ("visits", {"account": "account", "by": "outsider"}),
        ("accounts", {"name": "Gift", "owner": "outsider"}),
        ("accounts", {"name": "Gift", "team": "south"}),
    ],
)
def test_a_link_to_what_one_does_not_see_is_refused_like_one_to_nothing(api, cast, account, foreign, noun, body):
    stranger = contact_of(foreign, "Stranger")
    ids = {
        "account": account.pk,
        "foreign": foreign.pk,
        "stranger": stranger.pk,
        "outsider": cast.outsider.pk,
        "south": cast.south.pk,
    }

    def real(value):
        return [real(item) for item in value] if isinstance(value, list) else ids.get(value, value)

    sent = {name: real(value) for name, value in body.items()}
    refused = api("manager").post(f"/api/v1/{noun}/", sent)
    gone = {ids[name]: 999_999 for name in ("foreign", "stranger", "outsider", "south")}
    missing = {name: [gone.get(v, v) for v in value] if isinstance(value, list) else gone.get(value, value)
               for name, value in sent.items()}  # fmt: skip
    missed = api("manager").post(f"/api/v1/{noun}/", missing)
    assert refused.status_code == missed.status_code == 400
    assert refused.json()["errors"].keys() == missed.json()["errors"].keys()
    assert Account.objects.count() == 2
    assert not Visit.objects.exists()


def test_filters_offer_only_what_one_sees(api, cast, foreign):
    for query in (f"owner={cast.outsider.pk}", f"team={cast.south.pk}"):
        assert api("rep").get(f"/api/v1/accounts/?{query}").status_code == 400
    assert api("rep").get(f"/api/v1/visits/?account={foreign.pk}").status_code == 400


def test_a_parent_out_of_sight_is_not_told(api, sign_in, cast, account, foreign):
    Account.objects.filter(pk=account.pk).update(parent=foreign)
    assert api("rep").get(f"/api/v1/accounts/{account.pk}/").json()["parent"] is None
    assert api("director").get(f"/api/v1/accounts/{account.pk}/").json()["parent"] == foreign.pk
    assert foreign.name not in sign_in("rep").get(f"/accounts/{account.pk}/").content.decode()


def test_a_parent_out_of_sight_survives_an_edit(sign_in, account, foreign):
    Account.objects.filter(pk=account.pk).update(parent=foreign)
    sent = {"name": "New name", "stage": "key", "version": 1}
    assert sign_in("rep").post(f"/accounts/{account.pk}/edit/", sent).status_code == 302
    account.refresh_from_db()
    assert (account.name, account.parent_id) == ("New name", foreign.pk)


def test_a_shared_account_is_there_with_everything_on_it(api, cast, account, contact, visit):
    Account.objects.filter(pk=account.pk).update(shared_with=[cast.south.pk])
    for noun in ("accounts", "contacts", "visits"):
        assert len(api("outsider").get(f"/api/v1/{noun}/").json()["results"]) == 1


def test_saved_views_are_ones_own(sign_in, cast):
    view = SavedView.objects.create(user=cast.rep, page="account_list", name="Mine alone", query="tier=gold")
    assert "Mine alone" not in sign_in("manager").get("/accounts/").content.decode()
    assert sign_in("manager").post(f"/saved-views/{view.pk}/delete/").status_code == 404
    assert SavedView.objects.exists()


def test_what_is_counted_as_mine_in_the_calendar(sign_in, cast, account, foreign):
    for row, by in ((account, cast.rep), (foreign, cast.outsider)):
        Visit.objects.create(account=row, by=by, starts_at=timezone.now(), currency="CNY", state="planned")
    body = sign_in("manager").get("/calendar/?who=team").content.decode()
    assert account.name in body
    assert foreign.name not in body


def test_giving_an_account_out_of_ones_own_sight_answers_without_it(cast, api):
    account = make_account(cast.manager, "Far away", team=cast.south)
    response = api("manager").patch(f"/api/v1/accounts/{account.pk}/", {"owner": cast.rep.pk, "version": 1})
    account.refresh_from_db()
    assert (response.status_code, account.owner) == (204, cast.rep)
