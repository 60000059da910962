"""What a customer expects now, since when, who heard it from whom, and what it was before."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Account, Completeness, Contact
from accounts.services import account_merge, merge_undo
from dossier import services
from dossier.models import Expectation
from foundation import clock
from foundation.errors import RuleBroken, StaleEdit
from journal.models import Event
from notices.models import Notice
from tests.accounts.make import contact_of
from tests.cast import make_account
from tests.dossier.make import DAY

pytestmark = pytest.mark.django_db


def heard(account, text="Answer within a day", **fields):
    return services.expectation_add(actor=account.owner, account=account, text=text, **fields)


def test_it_says_who_heard_it_from_whom(account):
    person = contact_of(account)
    row = heard(account, contact=person, met="partly")
    assert (row.heard_by, row.heard_on, row.contact) == (account.owner, clock.today(), person)
    assert Event.objects.filter(verb="expectation.heard", account_id=account.pk).count() == 1


@pytest.mark.parametrize("said", [{"text": " "}, {"heard_on": clock.today() + 3 * DAY}])
def test_what_cannot_be_is_refused(account, said):
    with pytest.raises(RuleBroken) as refused:
        heard(account, **said)
    assert refused.value.field == next(iter(said))


def test_who_said_it_is_one_of_theirs_and_who_heard_it_sees_the_account(account, cast):
    stranger = contact_of(make_account(cast.rep, "Other"))
    for field, value in (("contact", stranger), ("heard_by", cast.outsider)):
        with pytest.raises(RuleBroken) as refused:
            heard(account, **{field: value})
        assert refused.value.field == field


def test_when_it_changes_the_log_keeps_both(account):
    row = heard(account, heard_on=clock.today() - 90 * DAY)
    now = services.expectation_change(row, actor=account.owner, version=1, text="Answer within an hour")
    row.refresh_from_db()
    assert (row.ended_on, now.follows, now.ended_on) == (clock.today(), row, None)
    with pytest.raises(RuleBroken):
        services.expectation_update(row, actor=account.owner, version=2, text="Something else")
    with pytest.raises(RuleBroken):
        services.expectation_end(row, actor=account.owner, version=2)


def test_nothing_changes_before_it_was_heard(account):
    row = heard(account)
    with pytest.raises(RuleBroken) as refused:
        services.expectation_change(row, actor=account.owner, version=1, text="x", heard_on=clock.today() - DAY)
    assert refused.value.field == "heard_on"
    row.refresh_from_db()
    assert row.is_current


def test_two_edits_at_once(account):
    row = heard(account)
    services.expectation_update(row, actor=account.owner, version=1, met="yes")
    with pytest.raises(StaleEdit):
        services.expectation_update(row, actor=account.owner, version=1, met="no")


def test_the_account_page_shows_what_counts_now_the_unmet_first(account, sign_in):
    over = heard(account, "Old <i>wish</i>")
    services.expectation_end(over, actor=account.owner, version=1)
    heard(account, "Wish one", met="yes")
    heard(account, "Wish <b>two</b>", met="no")
    rep = sign_in("rep")
    page = rep.get(f"/accounts/{account.pk}/").content.decode()
    assert page.index("Wish &lt;b&gt;two&lt;/b&gt;") < page.index("Wish one")
    assert "Old &lt;i&gt;" not in page
    rows = rep.get(f"/accounts/{account.pk}/expectations/").context["rows"]
    assert [row.text for row in rows] == ["Wish <b>two</b>", "Wish one", "Old <i>wish</i>"]


def test_the_page_takes_a_change(account, sign_in):
    row, rep = heard(account), sign_in("rep")
    said = {"version": 1, "text": "Now", "met": "no", "heard_on": clock.today(), "heard_by": account.owner.pk}
    assert rep.post(f"/expectations/{row.pk}/change/", said).status_code == 302
    assert rep.post(f"/expectations/{row.pk}/change/", said).status_code == 422
    report = rep.get("/reports/expectations/")
    assert (report.context["now"], report.context["unmet"]) == (1, 1)


def test_who_said_it_stays_when_he_has_left(account, cast, sign_in):
    contact = contact_of(account)
    row = heard(account, contact=contact)
    Contact.objects.filter(pk=contact.pk).update(archived_at=timezone.now())
    page = sign_in("rep").get(f"/expectations/{row.pk}/")
    form = page.context["form"]
    said = {name: form[name].value() for name in form.fields} | {"text": "Answer within an hour"}
    assert sign_in("rep").post(f"/expectations/{row.pk}/", said).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.contact) == ("Answer within an hour", contact)
    Contact.objects.filter(pk=contact.pk).update(account=make_account(cast.rep, "Where he went"))
    row = services.expectation_update(row, actor=cast.rep, version=row.version, text="At once")
    assert row.contact == contact


def test_the_api_takes_it_through_its_life(account, api):
    rep = api("rep")
    row = rep.post("/api/v1/expectations/", {"account": account.pk, "text": "A"}, format="json").json()
    path = f"/api/v1/expectations/{row['id']}/"
    assert rep.patch(path, {"met": "yes", "version": 1}, format="json").json()["met"] == "yes"
    assert rep.patch(path, {"met": "no"}, format="json", headers={"If-Match": '"1"'}).status_code == 412
    assert rep.patch(path, {"ended_on": "2026-01-01", "version": 2}, format="json").status_code == 400
    after = rep.post(f"{path}change/", {"text": "B", "version": 2}, format="json").json()
    assert (after["follows"], rep.get(path).json()["successor"]) == (row["id"], after["id"])
    found = rep.get("/api/v1/expectations/?current=true").json()["results"]
    assert [each["text"] for each in found] == ["B"]


def test_a_colleague_named_in_it_is_told(account, cast):
    heard(account, f"They want to see @{cast.manager.name}")
    assert Notice.objects.filter(person=cast.manager, kind="mentioned").count() == 1


def test_the_record_asks_key_accounts_for_one(account):
    Account.objects.filter(pk=account.pk).update(tier="gold")
    row = heard(account, heard_on=clock.today() - 300 * DAY)
    assert "expectation" in Completeness.objects.get(account=account).stale
    services.expectation_update(row, actor=account.owner, version=1, heard_on=clock.today())
    assert "expectation" not in Completeness.objects.get(account=account).gaps


def test_a_merge_carries_them_and_brings_them_back(account, cast):
    twin = make_account(cast.rep, "Twin")
    row = heard(twin)
    merge = account_merge(account, actor=cast.manager, version=1, merged=twin, merged_version=1, take=set())
    assert Expectation.objects.get().account == account
    merge_undo(merge, actor=cast.manager)
    row.refresh_from_db()
    assert row.account == twin
