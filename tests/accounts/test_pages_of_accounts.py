"""Account and contact forms: what was typed stays, what is wrong is said, a stale edit shows both texts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts import services
from accounts.models import Account, Contact, Visit
from tests.cast import make_account

from .make import contact_of

DAY = dt.timedelta(days=1)
NEW = {"name": "重庆长安", "stage": "potential"}


def test_a_new_account(sign_in, cast):
    answer = sign_in("rep").post("/accounts/new/", NEW)
    account = Account.objects.get()
    assert answer.headers["Location"] == f"/accounts/{account.pk}/"
    assert (account.owner, account.team) == (cast.rep, cast.north)


def test_a_manager_chooses_the_owner(sign_in, cast):
    sent = {**NEW, "owner": cast.rep.pk, "team": cast.north.pk}
    assert sign_in("manager").post("/accounts/new/", sent).status_code == 302
    assert Account.objects.get().owner == cast.rep


def test_a_rep_is_not_even_asked(sign_in, cast):
    assert 'name="owner"' not in sign_in("rep").get("/accounts/new/").content.decode()
    sign_in("rep").post("/accounts/new/", {**NEW, "owner": cast.peer.pk})
    assert Account.objects.get().owner == cast.rep


def test_an_administrator_is_told_that_a_team_is_missing(sign_in, cast):
    answer = sign_in("admin").post("/accounts/new/", NEW)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["team"])


def test_what_was_typed_stays(sign_in, db):
    answer = sign_in("rep").post("/accounts/new/", {**NEW, "website": "javascript:alert(1)", "notes": "Kept <b>"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["website"])
    assert "Kept &lt;b&gt;" in answer.content.decode()
    assert not Account.objects.exists()


def test_a_taken_external_id_is_said_at_its_field(sign_in, cast):
    make_account(cast.outsider, external_id="K1")
    answer = sign_in("rep").post("/accounts/new/", {**NEW, "external_id": "K1"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["external_id"])


def test_a_stale_edit_shows_both_texts_and_can_be_saved_again(sign_in, cast, account):
    client, url = sign_in("rep"), f"/accounts/{account.pk}/edit/"
    assert 'name="version" value="1"' in client.get(url).content.decode()
    services.account_update(account, actor=cast.manager, version=1, industry="Saved meanwhile")
    mine = {"name": account.name, "stage": "potential", "industry": "Typed by me", "version": 1}
    answer = client.post(url, mine)
    body = answer.content.decode()
    assert answer.status_code == 412
    assert "Typed by me" in body
    assert "Saved meanwhile" in body
    assert 'name="version" value="2"' in body
    assert client.post(url, {**mine, "version": 2}).status_code == 302
    account.refresh_from_db()
    assert account.industry == "Typed by me"


@pytest.mark.parametrize("version", ["", "x", "0", "99999999999999999999"])
def test_an_edit_needs_its_version(sign_in, account, version):
    sent = {"name": "New", "stage": "potential", "version": version}
    assert sign_in("rep").post(f"/accounts/{account.pk}/edit/", sent).status_code == 422


def test_a_circle_of_parents_is_refused_at_the_field(sign_in, cast, account):
    child = make_account(cast.rep, "Child", parent=account)
    sent = {"name": account.name, "stage": "potential", "parent": child.pk, "version": 1}
    answer = sign_in("rep").post(f"/accounts/{account.pk}/edit/", sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["parent"])


def test_owner_and_sharing_in_one_go(sign_in, cast, account):
    sent = {"owner": cast.peer.pk, "team": cast.north.pk, "teams": [cast.south.pk], "version": 1}
    assert sign_in("director").post(f"/accounts/{account.pk}/assign/", sent).status_code == 302
    account.refresh_from_db()
    assert (account.owner, account.shared_with) == (cast.peer, [cast.south.pk])


def test_a_rep_may_not_assign_what_he_sees(sign_in, account):
    assert sign_in("rep").get(f"/accounts/{account.pk}/assign/").status_code == 403
    assert sign_in("outsider").get(f"/accounts/{account.pk}/assign/").status_code == 404


def test_archived_and_restored(sign_in, account):
    client, url = sign_in("rep"), f"/accounts/{account.pk}/archive/"
    client.post(url, {"version": 1})
    assert account.name not in client.get("/accounts/").content.decode()
    page = client.get(f"/accounts/{account.pk}/").content.decode()
    assert "Restore" in page
    assert not any(f"{new}?account={account.pk}" in page for new in ("/visits/new/", "/visits/plan/", "/new/"))
    assert "complaints/new/" not in page
    client.post(url, {"version": 2, "restore": "1"})
    assert account.name in client.get("/accounts/").content.decode()


def test_archiving_a_stale_account_does_nothing_and_says_so(sign_in, cast, account):
    services.account_update(account, actor=cast.manager, version=1, industry="Steel")
    answer = sign_in("rep").post(f"/accounts/{account.pk}/archive/", {"version": 1}, follow=True)
    assert "Somebody changed it meanwhile" in answer.content.decode()
    account.refresh_from_db()
    assert not account.is_archived


def test_a_new_contact_fills_the_uncovered_role(sign_in, account):
    client, url = sign_in("rep"), f"/accounts/{account.pk}/contacts/new/"
    assert 'value="purchaser" ' in client.get(f"{url}?role=purchaser").content.decode()
    assert client.post(url, {"name": "王小明", "roles": ["purchaser", "user"]}).status_code == 302
    assert sorted(Contact.objects.get().roles.values_list("role", flat=True)) == ["purchaser", "user"]


def test_a_contact_page_tells_roles_visits_and_who_stands_where(sign_in, cast, account):
    boss = contact_of(account, "Boss", roles=("decision_maker",))
    clerk = contact_of(account, "Clerk", reports_to=boss)
    services.visit_log(actor=cast.rep, account=account, contacts=[boss], summary="Asked for a price")
    body = sign_in("rep").get(f"/contacts/{boss.pk}/").content.decode()
    assert "Decision-maker" in body
    assert "Asked for a price" in body
    assert clerk.name in body
    assert "Boss" in sign_in("rep").get(f"/contacts/{clerk.pk}/").content.decode()


def test_a_stale_contact_edit_shows_both_texts(sign_in, cast, account):
    contact = contact_of(account, title="Clerk")
    services.contact_update(contact, actor=cast.manager, version=1, title="Director")
    answer = sign_in("rep").post(f"/contacts/{contact.pk}/edit/", {"name": contact.name, "title": "CTO", "version": 1})
    assert answer.status_code == 412
    assert "CTO" in answer.content.decode()
    assert "Director" in answer.content.decode()


def test_superiors_are_chosen_among_the_accounts_own_people(sign_in, cast, account):
    contact, other = contact_of(account), contact_of(make_account(cast.rep, "Other"), "Elsewhere")
    body = sign_in("rep").get(f"/contacts/{contact.pk}/edit/").content.decode()
    assert "Elsewhere" not in body
    sent = {"name": "X", "reports_to": other.pk, "version": 1}
    assert sign_in("rep").post(f"/contacts/{contact.pk}/edit/", sent).status_code == 422


def test_a_contact_leaves_and_returns(sign_in, account):
    contact = contact_of(account, roles=("user",))
    client, url = sign_in("rep"), f"/contacts/{contact.pk}/archive/"
    client.post(url, {"version": 1})
    assert contact.name not in client.get(f"/accounts/{account.pk}/").content.decode()
    client.post(url, {"version": 2, "restore": "1"})
    assert contact.name in client.get(f"/accounts/{account.pk}/").content.decode()


def test_a_contact_met_often_shows_the_latest_and_where_the_rest_is(sign_in, cast, account):
    contact, now = contact_of(account), timezone.now()
    visits = Visit.objects.bulk_create(
        Visit(
            account=account, by=cast.rep, currency="CNY", summary=f"Talk {n:02}", starts_at=now - dt.timedelta(days=n)
        )
        for n in range(31)
    )
    contact.visits.set(visits)
    body = sign_in("rep").get(f"/contacts/{contact.pk}/").content.decode()
    assert "Talk 29" in body
    assert "Talk 30" not in body
    assert f"/accounts/{account.pk}/#timeline" in body


@pytest.mark.parametrize(("language", "said"), [("en", "Saved."), ("zh-hans", "已保存。")])
def test_what_is_said_afterwards_is_in_the_readers_language(sign_in, cast, account, language, said):
    cast.rep.language = language
    cast.rep.save()
    sent = {"name": "New", "stage": "key", "version": 1}
    assert said in sign_in("rep").post(f"/accounts/{account.pk}/edit/", sent, follow=True).content.decode()
