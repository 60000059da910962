"""Accounts that look like one: found by what they have in common, shown to who sees both, and told apart for good."""

from __future__ import annotations

from typing import Any

import pytest

from accounts import services
from accounts.models import Account, LikePair, MatchKey, TwoAccounts
from accounts.queries.duplicates import MOST_IN_COMMON, like, pairs
from journal.models import Event
from tests.accounts.make import contact_of
from tests.cast import make_account

pytestmark = pytest.mark.django_db


def keys(account: Account) -> set[str]:
    return set(MatchKey.objects.filter(account=account).values_list("key", flat=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme Ltd.", "ACME, Limited"),
        ("Acme GmbH & Co. KG", "acme"),
        ("北京钢铁股份有限公司", "北京钢铁有限责任公司"),
        ("北京钢铁集团有限公司", "北京钢铁"),
        ("北京钢铁（集团）有限公司", "北京 钢铁"),
        ("ＡＣＭＥ", "Acme Inc"),
    ],
)
def test_the_same_name_in_another_form(cast, one, other) -> None:
    first, second = make_account(cast.rep, one), make_account(cast.rep, other)
    assert [each.account for each in like(cast.rep, first)] == [second]


@pytest.mark.parametrize(
    ("one", "other"), [("Acme Steel", "Acme Glass"), ("北京钢铁", "南京钢铁"), ("有限公司", "公司")]
)
def test_other_names_are_others(cast, one, other) -> None:
    first = make_account(cast.rep, one)
    make_account(cast.rep, other)
    assert like(cast.rep, first) == []


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ({"phone": "010-6234 5678"}, {"phone": "+86 10 62345678"}, "phone"),
        ({"website": "https://www.acme.com/cn"}, {"website": "http://acme.com"}, "domain"),
        ({"external_id": "K-00012"}, {"external_id": "k00012"}, "number"),
    ],
)
def test_what_else_they_have_in_common(cast, one, other, reason) -> None:
    first, second = make_account(cast.rep, "One", **one), make_account(cast.rep, "Other", **other)
    found = like(cast.rep, first)
    assert [(each.account, list(map(str, each.reasons))) for each in found] == [(second, [reason])]


def test_the_domain_of_a_mail_address_is_the_companys(cast) -> None:
    first, second = make_account(cast.rep, "One", website="https://acme.com"), make_account(cast.rep, "Other")
    contact_of(second, email="li@Acme.com")
    assert [each.account for each in like(cast.rep, first)] == [second]


def test_a_mail_provider_is_nobodys(cast, account) -> None:
    contact_of(account, email="li@qq.com")
    assert "d:qq.com" not in keys(account)


def test_keys_follow_what_is_edited(cast, account) -> None:
    services.account_update(account, actor=cast.rep, version=1, name="Acme Ltd", phone="")
    assert keys(account) == {"n:acme"}


def test_kept_keys_equal_those_made_anew(cast, account) -> None:
    other = make_account(cast.rep, "Acme Ltd", phone="010-62345678", website="https://acme.com")
    person = contact_of(other, email="li@firm.com")
    Account.objects.filter(pk=account.pk).update(name="Other GmbH", external_id="K-100")
    type(person).objects.filter(pk=person.pk).update(account=account)
    kept = set(MatchKey.objects.values_list("account", "key"))
    services.match_keys_recount()
    assert set(MatchKey.objects.values_list("account", "key")) == kept


def test_what_is_archived_is_like_nobody(cast, account) -> None:
    services.account_archive(account, actor=cast.rep, version=1)
    assert keys(account) == set()


def test_a_key_of_many_says_nothing(cast) -> None:
    for number in range(MOST_IN_COMMON + 1):
        account = make_account(cast.rep, f"Shop {number}", website="https://group.example")
    services.find_pairs()
    assert (like(cast.rep, account), LikePair.objects.count()) == ([], 0)


def test_only_what_the_reader_sees_is_alike(cast, account) -> None:
    make_account(cast.outsider, account.name)
    assert like(cast.rep, account) == []
    assert len(like(cast.director, account)) == 1


def test_what_is_out_of_sight_leaves_room_for_what_is_seen(cast) -> None:
    phone = "010-62345678"
    for number in range(15):
        make_account(cast.outsider, "Acme")
        make_account(cast.outsider, f"South {number}", phone=phone)
    seen = make_account(cast.rep, "North", phone=phone)
    assert [each.account for each in like(cast.rep, name="Acme", phone=phone)] == [seen]


def test_a_search_under_way_brings_no_pair_back(cast, account) -> None:
    twin = make_account(cast.rep, account.name)
    services.two_accounts(twin, account, actor=cast.rep)
    LikePair.objects.create(first=account, second=twin, reasons=["n"], weight=4)
    assert not pairs(LikePair.objects.visible_to(cast.rep)).exists()


def test_the_event_of_two_told_apart_names_neither(cast, account) -> None:
    far = make_account(cast.outsider, account.name)
    services.two_accounts(far, account, actor=cast.director)
    assert Event.objects.get().changes == {"accounts": [account.pk, far.pk]}


@pytest.mark.parametrize(
    ("name", "count"), [("rep", 0), ("manager", 0), ("outsider", 0), ("director", 1), ("admin", 1)]
)
def test_a_pair_is_seen_by_who_sees_both(cast, account, name, count) -> None:
    make_account(cast.outsider, account.name)
    services.find_pairs()
    assert LikePair.objects.visible_to(cast[name]).count() == count


def test_searching_again_finds_the_same_pairs(cast, account) -> None:
    make_account(cast.rep, account.name, phone="12345678")
    services.find_pairs()
    before = list(LikePair.objects.values())
    services.find_pairs()
    assert list(LikePair.objects.values()) == before


def test_a_pair_that_is_none_any_more_goes(cast, account) -> None:
    twin = make_account(cast.rep, account.name)
    services.find_pairs()
    services.account_update(twin, actor=cast.rep, version=1, name="Another")
    services.find_pairs()
    assert not LikePair.objects.exists()


def test_told_apart_is_told_for_good(cast, account) -> None:
    twin = make_account(cast.rep, account.name)
    services.find_pairs()
    services.two_accounts(twin, account, actor=cast.rep)
    services.find_pairs()
    assert (LikePair.objects.count(), like(cast.rep, account), like(cast.rep, twin)) == (0, [], [])


def test_told_apart_twice_is_one_row(cast, account) -> None:
    twin = make_account(cast.rep, account.name)
    for pair in ((twin, account), (account, twin)):
        services.two_accounts(*pair, actor=cast.rep)
    assert TwoAccounts.objects.count() == 1


def test_a_new_account_is_hinted_at_and_not_held_back(sign_in: Any, cast, account) -> None:
    client = sign_in("rep")
    assert account.name in client.get("/accounts/similar/", {"name": account.name}).content.decode()
    assert client.post("/accounts/new/", {"name": account.name, "stage": "key"}).status_code == 302


def test_the_account_page_tells_of_its_double(sign_in: Any, cast, account) -> None:
    twin = make_account(cast.rep, account.name)
    page = sign_in("manager").get(f"/accounts/{account.pk}/").content.decode()
    assert f"/accounts/{account.pk}/merge/{twin.pk}/" in page
