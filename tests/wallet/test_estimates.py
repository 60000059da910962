"""What a customer spends, what part is ours by the ledger, what part competitors have, and how that changes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from accounts.models import Account, Completeness
from accounts.services import account_merge, merge_undo
from foundation import clock
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from notices.models import Notice
from tests.accounts.make import contact_of
from tests.cast import make_account
from tests.wallet.make import competitor, estimated, last_day, parts, sold
from wallet import services
from wallet.models import Estimate, WalletRule
from wallet.queries.ours import with_ours

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_our_part_is_what_the_ledger_says_of_these_twelve_months(account):
    row = estimated(account, 1000)
    first = row.since
    assert (row.until, first) == (last_day(), clock.add_months(last_day() + DAY, -12))
    for day, revenue in ((first - DAY, 7), (first, 100), (row.until, 200), (row.until + DAY, 9)):
        sold(account, revenue, day)
    assert with_ours(Estimate.objects.all()).get().ours == 300


def test_nobody_types_our_part(account, sign_in):
    sold(account, 400)
    form = {"amount": "1000", "currency": "CNY", "until": last_day(), "source": "said", "heard_on": clock.today()}
    form |= {"heard_by": account.owner.pk, "ours": "999", "competitor_1": competitor().pk, "share_1": "35"}
    rep = sign_in("rep")
    assert rep.post(f"/accounts/{account.pk}/wallet/new/", form).status_code == 302
    told = rep.get(f"/accounts/{account.pk}/wallet/").context["wallet"]
    assert (told.share, told.left, told.unnamed) == (Decimal("0.4"), 600, Decimal("0.25"))
    assert [(rival.name, rival.share) for rival in told.rivals] == [("Huawei", Decimal("0.35"))]


def test_parts_are_the_whole_at_most(account):
    sold(account, 400)
    estimated(account, 1000, parts=parts(Huawei="0.35", ZTE="0.25"))
    with pytest.raises(RuleBroken) as refused:
        estimated(account, 1000, parts=parts(Huawei="0.35", ZTE="0.30"))
    assert refused.value.field == "parts"
    assert "40.0" in str(refused.value)
    assert "105.0" in str(refused.value)
    assert "60.0" in str(refused.value)
    assert Estimate.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"),
        ({"amount": Decimal(399)}, "amount"),
        ({"until": clock.today() + DAY}, "until"),
        ({"heard_on": clock.today() + 2 * DAY}, "heard_on"),
        ({"source": "dream"}, "source"),
        ({"currency": "XXX"}, "currency"),
    ],
)
def test_what_cannot_be_is_refused(account, said, field):
    sold(account, 500)
    with pytest.raises(RuleBroken) as refused:
        services.estimate_add(**{"actor": account.owner, "account": account, "amount": Decimal(900), **said})
    assert refused.value.field == field


def test_a_competitor_stands_once_and_between_nothing_and_the_whole(account):
    for wanted in (parts(Huawei="0.1") + parts(Huawei="0.2"), parts(Huawei="1.2"), parts(Huawei="-0.1")):
        with pytest.raises(RuleBroken) as refused:
            estimated(account, parts=wanted)
        assert refused.value.field == "parts"


def test_who_said_it_is_one_of_theirs_and_who_heard_it_sees_the_account(account, cast):
    stranger = contact_of(make_account(cast.rep, "Other"))
    for field, value in (("contact", stranger), ("heard_by", cast.outsider)):
        with pytest.raises(RuleBroken) as refused:
            estimated(account, **{field: value})
        assert refused.value.field == field


def test_the_change_is_told_against_the_estimate_before(account, sign_in):
    year_before = clock.add_months(last_day(), -12)
    sold(account, 300, year_before - 20 * DAY)
    sold(account, 500)
    estimated(account, 1000, until=year_before, heard_on=year_before, parts=parts(Huawei="0.6"))
    estimated(account, 1000, parts=parts(Huawei="0.4"))
    page = sign_in("rep").get(f"/accounts/{account.pk}/wallet/")
    told = page.context["wallet"]
    assert (told.before, told.change) == (Decimal("0.3"), Decimal("0.2"))
    assert told.rivals[0].before == Decimal("0.6")
    assert [row.until for row, _told in page.context["history"]] == [last_day(), year_before]
    assert "+20 points" in page.content.decode()


def test_what_was_wrong_is_withdrawn_and_stays_to_be_read(account, sign_in):
    wrong = estimated(account, 9000)
    rep = sign_in("rep")
    assert rep.post(f"/wallets/{wrong.pk}/withdraw/", {"version": 1, "note": ""}).status_code == 422
    assert rep.post(f"/wallets/{wrong.pk}/withdraw/", {"version": 1, "note": "Another company"}).status_code == 302
    assert rep.post(f"/wallets/{wrong.pk}/withdraw/", {"version": 2, "note": "Again"}).status_code == 422
    page = rep.get(f"/accounts/{account.pk}/wallet/")
    assert page.context["wallet"] is None
    assert len(page.context["history"]) == 1
    assert Event.objects.filter(verb="estimate.withdrawn", account_id=account.pk).count() == 1
    assert rep.get(f"/wallets/{wrong.pk}/").status_code == 200


def test_two_withdraw_at_once(account):
    row = estimated(account)
    with pytest.raises(StaleEdit):
        services.estimate_withdraw(row, actor=account.owner, version=2, note="x")


def test_what_the_ledger_learns_later_is_told(account, sign_in):
    estimated(account, 1000, parts=parts(Huawei="0.9"))
    sold(account, 400)
    page = sign_in("rep").get(f"/accounts/{account.pk}/wallet/").content.decode()
    assert "they spend more than was estimated" in page


def test_the_band_follows_a_rule_that_leads_change(account, cast, sign_in):
    sold(account, 400)
    estimated(account, 1000)
    rep = sign_in("rep")
    assert rep.get(f"/accounts/{account.pk}/wallet/").context["wallet"].band == "room"
    said = {"version": 1, "small_below": "45", "leading_from": "60", "stale_days": 100}
    assert rep.post("/rules/wallets/", said).status_code == 403
    assert sign_in("manager").post("/rules/wallets/", {**said, "leading_from": "40"}).status_code == 422
    assert sign_in("manager").post("/rules/wallets/", said).status_code == 302
    assert rep.get(f"/accounts/{account.pk}/wallet/").context["wallet"].band == "small"
    assert Event.objects.filter(verb="walletrule.changed").count() == 1
    with pytest.raises(Forbidden):
        services.wallet_rule_set(
            WalletRule.current(),
            actor=cast.rep,
            version=2,
            small_below=Decimal(0),
            leading_from=Decimal(1),
            stale_days=9,
        )


def test_the_account_page_says_it_in_short(account, sign_in):
    rep = sign_in("rep")
    assert "Not estimated yet" in rep.get(f"/accounts/{account.pk}/").content.decode()
    sold(account, 250)
    estimated(account, 1000, parts=parts(Huawei="0.5", ZTE=None))
    page = rep.get(f"/accounts/{account.pk}/")
    told = page.context["wallet"]
    assert (told.share, [rival.name for rival in told.rivals]) == (Decimal("0.25"), ["Huawei", "ZTE"])
    assert "A small part" in page.content.decode()


def test_the_record_asks_key_accounts_for_it(account, sign_in):
    Account.objects.filter(pk=account.pk).update(tier="gold")
    estimated(account, heard_on=clock.today() - 500 * DAY)
    kept = Completeness.objects.get(account=account)
    assert "wallet" in kept.stale
    assert "rivals" in kept.missing
    gaps = sign_in("rep").get(f"/accounts/{account.pk}/completeness/").content.decode()
    assert f"/accounts/{account.pk}/wallet/new/#id_amount" in gaps
    estimated(account, parts=parts(Huawei=None))
    kept.refresh_from_db()
    assert not {"wallet", "rivals"} & set(kept.gaps)


def test_the_owner_is_told_what_a_colleague_learned(account, cast):
    estimated(account, actor=cast.manager, heard_by=cast.manager, note="From their annual report")
    assert Notice.objects.get(person=account.owner, kind="answered").detail == "From their annual report"


def test_a_merge_carries_them_and_brings_them_back(account, cast):
    twin = make_account(cast.rep, "Twin")
    row = estimated(twin, parts=parts(Huawei="0.5"))
    merge = account_merge(account, actor=cast.manager, version=1, merged=twin, merged_version=1, take=set())
    assert Estimate.objects.get().account == account
    merge_undo(merge, actor=cast.manager)
    row.refresh_from_db()
    assert (row.account, row.parts.count()) == (twin, 1)


def test_the_group_adds_up_what_its_members_spend(account, cast, sign_in):
    child = make_account(cast.rep, "Child", parent=account)
    for each, revenue in ((account, 300), (child, 100)):
        sold(each, revenue)
        estimated(each, 1000)
    together = sign_in("rep").get(f"/accounts/{account.pk}/group/").context["together"]
    assert (together.wallet, together.ours, together.share) == (2000, 400, Decimal("0.2"))
