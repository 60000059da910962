"""What an account needs and how it buys: part by part, each as fresh as somebody last found it true."""

from __future__ import annotations

import pytest

from accounts.models import Account, Completeness
from accounts.services import account_merge, merge_undo
from dossier import services
from dossier.choices import NeedPart
from dossier.models import Need
from dossier.services import NeedSpec
from foundation import clock
from foundation.errors import RuleBroken, StaleEdit
from tests.cast import make_account
from tests.dossier.make import DAY

pytestmark = pytest.mark.django_db


def need(account, part="buying", text="By tender"):
    return services.need_add(actor=account.owner, account=account, part=part, text=text)


def test_a_part_is_written_once(account):
    row = need(account)
    assert (row.seen_on, row.seen_by) == (clock.today(), account.owner)
    with pytest.raises(RuleBroken) as refused:
        need(account)
    assert refused.value.field == "part"


def test_found_true_again_it_is_fresh(account):
    row = need(account)
    Need.objects.update(seen_on=clock.today() - 200 * DAY)
    wanted = [NeedSpec("buying", "By tender", 1), NeedSpec("focus", "", 0)]
    services.needs_set(actor=account.owner, account=account, wanted=wanted)
    row.refresh_from_db()
    assert (row.seen_on, row.version) == (clock.today() - 200 * DAY, 1)
    wanted = [NeedSpec("buying", "By tender", 1, still_true=True)]
    services.needs_set(actor=account.owner, account=account, wanted=wanted)
    row.refresh_from_db()
    assert row.seen_on == clock.today()


def test_what_is_known_is_not_emptied_nor_overwritten_unseen(account):
    need(account)
    with pytest.raises(RuleBroken) as refused:
        services.needs_set(actor=account.owner, account=account, wanted=[NeedSpec("buying", " ", 1)])
    assert refused.value.field == "text_buying"
    with pytest.raises(StaleEdit):
        services.needs_set(actor=account.owner, account=account, wanted=[NeedSpec("buying", "Mine", 0)])
    assert Need.objects.get().text == "By tender"


def test_the_page_shows_and_keeps(account, sign_in):
    rep, page = sign_in("rep"), f"/accounts/{account.pk}/needs/"
    said = {f"version_{part}": 0 for part in NeedPart.values} | {"text_buying": "By <b>tender</b>"}
    assert rep.post(page, said).status_code == 302
    assert "By &lt;b&gt;tender&lt;/b&gt;" in rep.get(f"/accounts/{account.pk}/").content.decode()
    stale = rep.post(page, said | {"text_buying": "Mine"})
    assert (stale.status_code, "By &lt;b&gt;tender" in stale.content.decode()) == (412, True)
    again = {**said, "text_buying": "Mine", "version_buying": 1}
    assert rep.post(page, again).status_code == 302
    assert Need.objects.get().text == "Mine"


def test_the_api(account, api):
    rep = api("rep")
    row = rep.post("/api/v1/needs/", {"account": account.pk, "part": "focus", "text": "Service"}, format="json")
    assert row.status_code == 201
    path = f"/api/v1/needs/{row.json()['id']}/"
    assert rep.patch(path, {"text": "Brand", "version": 1}, format="json").json()["text"] == "Brand"
    assert rep.patch(path, {"text": "x"}, format="json", headers={"If-Match": '"1"'}).status_code == 412
    again = rep.post("/api/v1/needs/", {"account": account.pk, "part": "focus", "text": "x"}, format="json")
    assert again.status_code in {400, 422}
    bad = rep.post("/api/v1/needs/", {"account": account.pk, "part": "mood", "text": "x"}, format="json")
    assert bad.status_code == 400


def test_a_key_accounts_record_wants_all_five(account):
    Account.objects.filter(pk=account.pk).update(tier="gold")
    for part in NeedPart.values[:-1]:
        need(account, part, "x")
    assert "needs" in Completeness.objects.get(account=account).missing
    need(account, NeedPart.values[-1], "x")
    assert "needs" not in Completeness.objects.get(account=account).gaps


def test_a_merge_keeps_both_words_and_brings_them_back(account, cast):
    twin = make_account(cast.rep, "Twin")
    need(account)
    mine, other = need(twin, text="By order"), need(twin, "focus", "Brand")
    merge = account_merge(account, actor=cast.manager, version=1, merged=twin, merged_version=1, take=set())
    assert set(Need.objects.filter(account=account).values_list("part", flat=True)) == {"buying", "focus"}
    merge_undo(merge, actor=cast.manager)
    assert set(Need.objects.filter(account=twin)) == {mine, other}
