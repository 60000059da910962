"""Who brought us whom: no circles, and what it was worth."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from foundation import clock
from foundation.errors import RuleBroken
from pipeline.models import Opportunity, Stage
from pipeline.queries.referrals import brought
from relations import services
from relations.models import Referral
from tests.accounts.make import contact_of
from tests.cast import make_account

DAY = dt.timedelta(days=1)


def refer(cast, account, introducer, **told) -> Referral:
    return services.referral_create(actor=cast.rep, account=account, introducer=introducer, **told)


@pytest.fixture
def chain(cast, account):
    """Li at `account` brought `second`, Wang there brought `third`."""
    second, third = make_account(cast.rep, "Second"), make_account(cast.rep, "Third")
    li, wang = contact_of(account, "Li"), contact_of(second, "Wang")
    refer(cast, second, li, on=clock.today() - 30 * DAY)
    refer(cast, third, wang, on=clock.today() - 10 * DAY)
    return li, wang, second, third


def won(cast, account, amount: str, on: dt.date) -> None:
    Opportunity.objects.create(
        account=account, owner=cast.rep, team=cast.north, name="Mill", stage=Stage.objects.order_by("position")[0],
        stage_since=timezone.now(), opened_on=on, amount=Decimal(amount), currency="CNY", status="won", closed_on=on,
        close_reason="value",
    )  # fmt: skip


def test_nobody_introduces_his_own_account(cast, account):
    with pytest.raises(RuleBroken) as refusal:
        refer(cast, account, contact_of(account, "Li"))
    assert refusal.value.field == "introducer"


def test_no_circle_closes_through_others(cast, account, chain):
    _li, _wang, _second, third = chain
    with pytest.raises(RuleBroken):
        refer(cast, account, contact_of(third, "Zhao"))


def test_an_account_is_introduced_once(cast, chain):
    li, _wang, second, _third = chain
    with pytest.raises(RuleBroken):
        refer(cast, second, li)


def test_not_on_a_day_ahead(cast, account):
    other = contact_of(make_account(cast.rep, "Other"), "Li")
    with pytest.raises(RuleBroken):
        refer(cast, account, other, on=clock.today() + DAY)


def test_an_edit_closes_no_circle_either(cast, account, chain):
    _li, _wang, second, third = chain
    row = Referral.objects.get(account=second)
    with pytest.raises(RuleBroken):
        services.referral_update(row, actor=cast.rep, version=1, introducer=contact_of(third, "Zhao"))


def test_value_is_what_was_won_since_there_and_further_down(cast, chain):
    li, wang, second, third = chain
    won(cast, second, "100", clock.today())
    won(cast, second, "1000", clock.today() - 40 * DAY)  # before the introduction
    won(cast, third, "20", clock.today())
    lines, count = brought(Referral.objects.visible_to(cast.rep), 0, 50)
    told = [(line.introducer, line.direct, line.further, line.direct_value, line.value) for line in lines]
    assert (told, count) == ([(li, 1, 1, 100, 120), (wang, 1, 0, 20, 20)], 2)


def test_the_report_tells_only_what_the_reader_sees(sign_in, cast, chain):
    foreign = make_account(cast.outsider, "Foreign")
    Referral.objects.create(account=foreign, introducer=chain[0])
    body = sign_in("rep").get("/reports/referrals/").content.decode()
    assert "Second" in body
    assert "Foreign" not in body


def test_the_accounts_page_says_who_brought_it(sign_in, chain):
    _li, _wang, second, _third = chain
    assert "Li" in sign_in("rep").get(f"/accounts/{second.pk}/").context["account"].introducer["name"]


def test_through_the_page_and_the_api(sign_in, api, cast, account):
    other = contact_of(make_account(cast.rep, "Other"), "Li")
    sent = sign_in("rep").post(
        f"/accounts/{account.pk}/referral/", {"introducer": other.pk, "on": "2026-01-05", "version": 0}
    )
    assert sent.status_code == 302
    row = Referral.objects.get()
    assert api("rep").delete(f"/api/v1/referrals/{row.pk}/").status_code == 204
    made = api("rep").post("/api/v1/referrals/", {"account": account.pk, "introducer": other.pk})
    assert made.status_code == 201


def test_the_page_of_who_brought_them_says_what_was_won_there(client, cast, chain):
    li, _wang, second, _third = chain
    won(cast, second, "4000", clock.today())
    client.force_login(cast.rep)
    page = client.get(f"/contacts/{li.pk}/").content.decode()
    assert "4,000.00" in page.partition(f"/reports/referrals/?introducer={li.pk}")[2][:200]
