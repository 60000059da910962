"""Accounts are found in Chinese, in Latin letters, in pinyin and by initials, through the index."""

from __future__ import annotations

import pytest
from django.db import connection

from accounts.models import Account, Contact
from foundation.search import matching
from tests.cast import make_account

from .make import contact_of

NAMES = ["北京钢铁", "上海化工", "Zürich Maschinen AG", "北方航空", "ＡＢＣ Ltd", "重庆长安"]


@pytest.fixture
def accounts(cast):
    return [make_account(cast.rep, name) for name in NAMES]


def found(typed: str) -> list[str]:
    return [account.name for account in matching(Account.objects.all(), typed)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("北京", ["北京钢铁"]),
        ("北", ["北方航空", "北京钢铁"]),
        ("beijing", ["北京钢铁"]),
        ("BeiJing", ["北京钢铁"]),
        ("bj", ["北京钢铁"]),
        ("bjgt", ["北京钢铁"]),
        ("钢铁 北京", ["北京钢铁"]),
        ("maschinen zürich", ["Zürich Maschinen AG"]),
        ("abc", ["ＡＢＣ Ltd"]),
        ("ａｂｃ", ["ＡＢＣ Ltd"]),
        ("chongqing", ["重庆长安"]),
        ("京北", []),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("'; drop table", []),
    ],
)
def test_what_is_typed_is_found(accounts, typed, names):
    assert found(typed) == names


def test_chinese_names_stand_among_the_others_by_pinyin(accounts):
    names = [account.name for account in Account.objects.all()]
    assert names == ["ＡＢＣ Ltd", "北方航空", "北京钢铁", "重庆长安", "上海化工", "Zürich Maschinen AG"]


@pytest.mark.parametrize("typed", ["北京", "北", "bj", "steel"])
@pytest.mark.parametrize(("model", "index"), [(Account, "account_search"), (Contact, "contact_search")])
def test_the_index_answers(accounts, typed, model, index):
    contact_of(accounts[0])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = matching(model.objects.order_by(), typed).explain()
    assert index in plan


def test_search_never_leaves_ones_sight(sign_in, foreign, account):
    text = sign_in("rep").get("/accounts/?q=上海").content.decode()
    assert foreign.name not in text
    assert account.name in sign_in("rep").get("/accounts/?q=bjgt").content.decode()


def test_the_picker_offers_what_one_sees(sign_in, foreign, account):
    body = sign_in("rep").get("/accounts/search/?q=").content.decode()
    assert account.name in body
    assert foreign.name not in body
    assert f'data-value="{account.pk}"' in body


def test_the_picker_escapes_names(cast, sign_in):
    make_account(cast.rep, "<script>alert(1)</script>")
    assert "<script>" not in sign_in("rep").get("/accounts/search/?q=alert").content.decode()
