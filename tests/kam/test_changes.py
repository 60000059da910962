"""The history of a record and of an account, as page, API and file: for whoever sees what it is about."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import Account, Contact
from accounts.services import account_merge, merge_undo
from dossier.services import expectation_add
from foundation.clock import today
from journal.history.acting import acting
from journal.history.tracked import heads
from journal.models import Change
from kam.api import router
from kam.changes.scopes import SCOPE_OF
from kam.changes.wording import NOTHING
from pipeline.models import Opportunity
from relations.models import Assessment
from tests.accounts.make import contact_of
from tests.cast import make_account, make_key
from tests.dossier.make import contract_of
from tests.faults.strings import OWN
from tests.pipeline.make import opportunity
from tests.scoring.make import book, night

pytestmark = pytest.mark.django_db


def said(client: Any, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def lines(client: Any, path: str) -> dict[str, tuple[str | None, str | None]]:
    """The fields of all entries on the page, newest first: label → before, after."""
    bundles = client.get(path).context["bundles"]
    found = [line for bundle in bundles for entry in bundle.entries for line in entry.lines]
    return {line.label: (line.before, line.after) for line in reversed(found)}


def test_fields_and_values_read_as_on_their_page(account: Account, cast: Any, sign_in: Any) -> None:
    with acting("page", person=cast.manager.pk):
        Account.objects.filter(pk=account.pk).update(owner=cast.peer, nature="private", notes="", lost_on="2020-03-04")
    client = sign_in("manager")
    found = lines(client, f"/history/accounts.account/{account.pk}/")
    assert found["Owner"] == ("Rep", "Peer")
    assert found["Nature"][0] == NOTHING
    assert found["Nature"][1] != "private"
    assert found["Lost on"] == (NOTHING, "4 Mar 2020")
    assert "Manager" in said(client, f"/history/accounts.account/{account.pk}/")


def test_money_is_told_in_its_currency(account: Account, sign_in: Any) -> None:
    deal = opportunity(account)
    Opportunity.objects.filter(pk=deal.pk).update(amount="1234567.50")
    assert lines(sign_in("rep"), f"/history/pipeline.opportunity/{deal.pk}/")["Amount"][1] == "¥\u00a01,234,567.50"


def test_it_reads_in_the_readers_language(account: Account, cast: Any, sign_in: Any) -> None:
    Account.objects.filter(pk=account.pk).update(name="Other")
    type(cast.rep).objects.filter(pk=cast.rep.pk).update(language="zh-hans")
    assert "名称" in lines(sign_in("rep"), f"/accounts/{account.pk}/history/")


def test_an_account_tells_of_everything_that_hangs_on_it(account: Account, sign_in: Any) -> None:
    contact_of(account, "Wang", ("user",))
    opportunity(account)
    page = said(sign_in("rep"), f"/accounts/{account.pk}/history/")
    assert "Wang" in page
    assert "/contacts/" in page
    assert "/pipeline/" in page


def test_what_was_removed_is_still_told_there(account: Account, sign_in: Any) -> None:
    contact_of(account, "Wang").delete()
    page = said(sign_in("rep"), f"/accounts/{account.pk}/history/")
    assert page.count("Wang") >= 2


def test_a_personal_assessment_is_its_teams_alone(account: Account, sign_in: Any) -> None:
    contact = contact_of(account)
    row = Assessment.objects.create(contact=contact, shared="Likes chess")
    for name, sees in (("rep", True), ("manager", True), ("director", False), ("admin", False)):
        client = sign_in(name)
        assert ("Likes chess" in said(client, f"/accounts/{account.pk}/history/")) is sees
        assert client.get(f"/history/relations.assessment/{row.pk}/").status_code == (200 if sees else 404)
    row.delete()
    assert "Likes chess" not in said(sign_in("rep"), f"/accounts/{account.pk}/history/")


def test_a_personal_assessment_leaves_only_where_it_is_asked_for(
    account: Account, cast: Any, sign_in: Any, api: Any
) -> None:
    row = Assessment.objects.create(contact=contact_of(account), shared="Likes chess")
    asked, path = "?kind=relations.assessment", f"/accounts/{account.pk}/history/export.csv"
    for query, leaves in (("", False), (asked, True)):
        file = b"".join(sign_in("rep").get(path + query).streaming_content)  # type: ignore[arg-type]
        assert ("Likes chess" in file.decode()) is leaves
        answer = api("rep").get(f"/api/v1/history/?account={account.pk}{query.replace('?', '&')}")
        assert ("Likes chess" in answer.content.decode()) is leaves
    narrow = APIClient()
    narrow.credentials(HTTP_AUTHORIZATION=f"Bearer {make_key(cast.rep, 'history:read')}")
    assert narrow.get(f"/api/v1/history/?account={account.pk}&kind=relations.assessment").json()["results"] == []
    assert narrow.get(f"/api/v1/history/?record=relations.assessment&id={row.pk}").status_code == 403


def test_a_key_reads_no_history_of_what_its_scopes_refuse(account: Account, cast: Any) -> None:
    contact = contact_of(account, "Wang")
    narrow, wider = APIClient(), APIClient()
    narrow.credentials(HTTP_AUTHORIZATION=f"Bearer {make_key(cast.rep, 'history:read')}")
    wider.credentials(HTTP_AUTHORIZATION=f"Bearer {make_key(cast.rep, 'history:read', 'contacts:read')}")
    everything, one = f"/api/v1/history/?account={account.pk}", "/api/v1/history/?record={}&id={}"
    assert narrow.get(everything).json()["results"] == []
    assert {row["record"] for row in wider.get(everything).json()["results"]} == {"accounts.contact"}
    refused = narrow.get(one.format("accounts.contact", contact.pk))
    assert refused.status_code == 403
    assert "contacts:read" in refused.content.decode()
    assert wider.get(one.format("accounts.contact", contact.pk)).status_code == 200
    assert wider.get(one.format("accounts.account", account.pk)).status_code == 403
    assert wider.get(one.format("teams.user", cast.rep.pk)).status_code == 403


def test_the_scope_of_each_kind_is_that_of_its_own_address() -> None:
    nouns: dict[str, set[str]] = {}
    for _prefix, view, _name in router.registry:
        if (rows := getattr(view, "queryset", None)) is not None:
            nouns.setdefault(rows.model._meta.label_lower, set()).add(f"{view.scope}:read")
    kinds = {each.label for each in heads()}
    assert set(SCOPE_OF) == kinds & set(nouns)
    assert all(SCOPE_OF[kind] in nouns[kind] for kind in SCOPE_OF)


def test_names_out_of_sight_are_not_told(account: Account, cast: Any, sign_in: Any) -> None:
    hidden = make_account(cast.rival, "Secret Holding")
    Account.objects.filter(pk=account.pk).update(parent=hidden)
    assert lines(sign_in("rep"), f"/accounts/{account.pk}/history/")["Parent company"] == (NOTHING, "not in your sight")
    assert "Secret" not in said(sign_in("rep"), f"/accounts/{account.pk}/history/")
    assert "Secret" in said(sign_in("admin"), f"/accounts/{account.pk}/history/")


def test_a_person_who_went_to_another_account_is_told_of_there(account: Account, cast: Any, sign_in: Any) -> None:
    contact = contact_of(account, "Wang")
    Contact.objects.filter(pk=contact.pk).update(account=make_account(cast.rival, "Elsewhere"), title="Head of secrets")
    page = said(sign_in("rep"), f"/accounts/{account.pk}/history/")
    assert "Wang" not in page
    assert "secrets" not in page


def test_who_came_from_another_account_brings_what_happened_before(account: Account, cast: Any, sign_in: Any) -> None:
    contact = contact_of(account, "Wang")
    Contact.objects.filter(pk=contact.pk).update(title="Buyer of old")
    home = make_account(cast.rep, "New home")
    Contact.objects.filter(pk=contact.pk).update(account=home)
    assert "Buyer of old" in said(sign_in("rep"), f"/accounts/{home.pk}/history/")
    assert "Buyer of old" not in said(sign_in("rep"), f"/accounts/{account.pk}/history/")


@pytest.mark.parametrize("path", ["/history/accounts.contact/{}/", "/history/accounts.contact/{}/export.csv"])
def test_out_of_sight_is_out_of_existence(account: Account, sign_in: Any, path: str) -> None:
    contact = contact_of(account)
    assert sign_in("rep").get(path.format(contact.pk)).status_code == 200
    assert sign_in("outsider").get(path.format(contact.pk)).status_code == 404
    assert sign_in("rep").get(path.format(10**15)).status_code == 404


@pytest.mark.parametrize("kind", ["accounts.contactrole", "journal.event", "auth.user", "x", "teams.user"])
def test_only_records_have_a_history(kind: str, sign_in: Any, cast: Any) -> None:
    assert sign_in("manager").get(f"/history/{kind}/{cast.rep.pk}/").status_code == 404


def test_a_persons_own_record_is_the_administrators_and_has_no_password(cast: Any, sign_in: Any) -> None:
    type(cast.rep).objects.filter(pk=cast.rep.pk).update(password="other", name="New name")
    assert lines(sign_in("admin"), f"/history/teams.user/{cast.rep.pk}/")["Name"] == ("Rep", "New name")
    told = [change.changes for change in Change.objects.filter(kind="teams.user")]
    assert not [changes for changes in told if "password" in changes]


def test_a_merged_account_reads_both_and_after_the_undo_each_its_own(cast: Any, sign_in: Any) -> None:
    one, other = make_account(cast.rep, "Acme"), make_account(cast.peer, "Acme Ltd")
    contact_of(other, "Wang")
    merge = account_merge(one, other, actor=cast.manager, version=1, merged_version=1)
    assert "Wang" in said(sign_in("manager"), f"/accounts/{one.pk}/history/")
    assert "Acme Ltd" in said(sign_in("manager"), f"/accounts/{one.pk}/history/")
    Contact.objects.filter(name="Wang").update(title="Now at Acme")
    merge.refresh_from_db()
    merge_undo(merge, actor=cast.manager)
    assert "Now at Acme" not in said(sign_in("manager"), f"/accounts/{one.pk}/history/")
    contact = Contact.objects.get(name="Wang")
    assert "Now at Acme" in said(sign_in("peer"), f"/history/accounts.contact/{contact.pk}/")
    assert "Now at Acme" in said(sign_in("peer"), f"/accounts/{other.pk}/history/"), "made while they were one"


def test_it_is_narrowed_by_field_person_and_day(account: Account, cast: Any, sign_in: Any) -> None:
    with acting("page", person=cast.peer.pk):
        Account.objects.filter(pk=account.pk).update(name="Other", industry="Coal")
    path, client = f"/accounts/{account.pk}/history/", sign_in("manager")

    def count(query: str) -> int:
        return sum(len(bundle.entries) for bundle in client.get(f"{path}?{query}").context["bundles"])

    assert count("kind=accounts.account&field=industry") == 1 + bool(account.industry)
    assert count("field=nothing") == 0
    assert count(f"person={cast.peer.pk}") == 1
    assert count("until=2020-01-01") == 0
    assert count("since=2020-01-01") == 2
    assert client.get(f"{path}?colour=red").status_code == 400
    assert client.get(f"{path}?cursor=x").status_code == 400


def test_one_reads_on_where_one_was(account: Account, sign_in: Any) -> None:
    for number in range(60):
        Account.objects.filter(pk=account.pk).update(industry=f"No. {number}")
    client, path, seen = sign_in("rep"), f"/history/accounts.account/{account.pk}/", []
    first = client.get(path).context
    Account.objects.filter(pk=account.pk).update(industry="later")
    for context in (first, client.get(f"{path}?cursor={first['older']}").context):
        seen += [entry.change.pk for bundle in context["bundles"] for entry in bundle.entries]
    assert len(seen) == len(set(seen)) == 61


def test_a_history_costs_the_same_at_any_length(account: Account, sign_in: Any) -> None:
    client, path, counts = sign_in("manager"), f"/accounts/{account.pk}/history/", []
    for _round in range(2):
        for number in range(8):
            contact_of(account, f"P{number}", ("user", "interface"))
            opportunity(account)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts.append(len(asked))
    assert counts[1] <= counts[0] <= 16


def test_broken_texts_are_told_harmlessly(account: Account, sign_in: Any) -> None:
    for text in OWN:
        Account.objects.filter(pk=account.pk).update(name=text[:200], notes=text)
    page = said(sign_in("rep"), f"/accounts/{account.pk}/history/")
    assert "<script>alert('kam')" not in page
    file = b"".join(sign_in("rep").get(f"/accounts/{account.pk}/history/export.csv").streaming_content)  # type: ignore[arg-type]
    assert "'=HYPERLINK" in file.decode()


def test_the_file_has_a_line_a_field(account: Account, cast: Any, sign_in: Any) -> None:
    with acting("page", person=cast.peer.pk):
        Account.objects.filter(pk=account.pk).update(name="Other", industry="Coal")
    answer = sign_in("rep").get(f"/accounts/{account.pk}/history/export.csv?person=")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[arg-type]
    first, second, *_older = list(csv.DictReader(io.StringIO(text)))
    assert {first["field"], second["field"]} == {"Name", "Industry"}
    assert (first["who"], first["what happened"]) == ("Peer", "changed")


def test_the_api_tells_values_as_they_are_kept(account: Account, cast: Any, api: Any) -> None:
    with acting("page", bundle="b7", person=cast.peer.pk):
        Account.objects.filter(pk=account.pk).update(name="Other")
    row = api("rep").get(f"/api/v1/history/?account={account.pk}").json()["results"][0]
    assert row["changes"] == {"name": [account.name, "Other"]}
    assert (row["actor"], row["actor_name"], row["bundle"], row["action"]) == (cast.peer.pk, "Peer", "b7", "changed")
    asked = f"/api/v1/history/?record=accounts.account&id={account.pk}&page_size=1"
    answer = api("rep").get(asked).json()
    assert answer["results"] == [row]
    assert api("rep").get(answer["next"]).json()["results"][0]["action"] == "created"


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", 400), ("account=x", 400), ("account=1&record=accounts.contact", 400), ("record=accounts.contact", 400),
        ("record=accounts.contact&id=x", 400), ("account=999999", 404), ("record=x&id=1", 404), ("colour=red", 400),
    ],
)  # fmt: skip
def test_the_api_refuses_what_it_does_not_understand(query: str, code: int, api: Any) -> None:
    assert api("rep").get(f"/api/v1/history/?{query}").status_code == code


def test_a_night_changes_nothing(cast: Any) -> None:
    accounts = [make_account(cast.rep, f"Firm {number}") for number in range(3)]
    for number, account in enumerate(accounts):
        book(account, 100 * number)
    count = Change.objects.count()
    night()
    assert Account.objects.exclude(tier="").count() == 3
    assert Change.objects.count() == count


def test_papers_lead_to_their_history_and_back(account: Account, sign_in: Any) -> None:
    contract = contract_of(account)
    wish = expectation_add(
        actor=account.owner, account=account, text="A call a week", heard_on=today(), heard_by=account.owner
    )
    rep = sign_in("rep")
    for path, kind, row in [
        (f"/contracts/{contract.pk}/", "dossier.contract", contract),
        (f"/expectations/{wish.pk}/", "dossier.expectation", wish),
    ]:
        assert f"/history/{kind}/{row.pk}/" in said(rep, path)
        assert f'href="{path}"' in said(rep, f"/history/{kind}/{row.pk}/")
        assert f'href="{path}"' in said(rep, f"/accounts/{account.pk}/history/")
