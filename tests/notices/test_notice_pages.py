"""The page of notices, the badge, the API and the digest: one's own, in one's own words, read once opened."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from notices import services
from notices.digest import compose
from notices.models import Notice


def tell(cast, account, person="rep", **fields) -> Notice:
    known = {"kind": "given", "verb": "account.assigned", "actor": cast.manager, "subject_type": "account"}
    row = {"at": timezone.now(), "subject_id": account.pk, "account_id": account.pk, "about": account.name}
    return Notice.objects.create(person=cast[person], **{**known, **row, **fields})


def test_the_page_says_how_many_wait_and_shows_them_first(cast, account, sign_in):
    tell(cast, account, about="Older", at=timezone.now() - dt.timedelta(days=1))
    tell(cast, account, about="Read", read_at=timezone.now())
    page = sign_in("rep").get("/notices/").content.decode()
    assert "thing happened for you that you have not read" in page
    assert page.index("Older") < page.index("<bdi>Read")


def test_opening_reads_it_and_leads_to_its_row(cast, account, sign_in):
    notice = tell(cast, account)
    answer = sign_in("rep").post(f"/notices/{notice.pk}/open/")
    assert answer.headers["Location"] == f"/accounts/{account.pk}/"
    notice.refresh_from_db()
    assert notice.is_read


def test_nobody_opens_anothers(cast, account, sign_in):
    notice = tell(cast, account)
    assert sign_in("manager").post(f"/notices/{notice.pk}/open/").status_code == 404
    assert not Notice.objects.get().is_read


def test_what_came_after_the_page_stays_unread(cast, account, sign_in):
    shown, later = tell(cast, account), tell(cast, account)
    sign_in("rep").post("/notices/read/", {"last": shown.pk})
    assert list(Notice.objects.unread()) == [later]


def test_the_rail_counts_what_waits_in_sight(cast, account, sign_in):
    tell(cast, account)
    tell(cast, account, person="peer")
    assert 'class="count count-new">1' in sign_in("rep").get("/reports/").content.decode()
    assert "count-new" not in sign_in("peer").get("/reports/").content.decode()


def test_the_badge_costs_nothing_where_nothing_waits_and_one_query_else(
    cast, account, sign_in, django_assert_max_num_queries, django_assert_num_queries
):
    client = sign_in("rep")
    client.get("/reports/")
    with django_assert_max_num_queries(8) as without:
        client.get("/reports/")
    tell(cast, account)
    with django_assert_num_queries(len(without) + 1):
        client.get("/reports/")


@pytest.mark.parametrize("rows", [3, 60])
def test_the_page_costs_the_same_at_any_length(cast, account, sign_in, django_assert_max_num_queries, rows):
    for _ in range(rows):
        tell(cast, account)
    client = sign_in("rep")
    with django_assert_max_num_queries(11):
        client.get("/notices/")


def test_several_rows_lead_to_their_list(cast, account, sign_in):
    notice = tell(cast, account, subject_id=None, account_id=None, about="", many=312)
    page = sign_in("rep").get("/notices/").content.decode()
    assert "312 accounts given to you" in page
    answer = sign_in("rep").post(f"/notices/{notice.pk}/open/")
    assert answer.headers["Location"] == f"/accounts/?owner={cast.rep.pk}"


def test_the_api_gives_ones_own_in_ones_language(cast, account, api):
    notice = tell(cast, account)
    client = api("rep")
    row = client.get("/api/v1/notices/", headers={"Accept-Language": "zh-hans"}).data["results"][0]
    assert (row["id"], row["path"], row["actor_name"]) == (notice.pk, f"/accounts/{account.pk}/", "Manager")
    assert row["text"] == "客户已分配给您"
    assert client.post(f"/api/v1/notices/{notice.pk}/read/").data["read_at"]
    assert client.get("/api/v1/notices/?read=false").data["results"] == []


def test_all_are_read_at_once(cast, account, api):
    tell(cast, account)
    assert api("rep").post("/api/v1/notices/read-all/", {}, format="json").data == {"read": 1}


def test_the_digest_tells_what_is_unread_by_kind(cast, account):
    tell(cast, account)
    tell(cast, account, read_at=timezone.now())
    tell(cast, account, kind="mentioned", verb="visit.logged", detail="@Rep, look")
    with translation.override("en"):
        digest = compose(cast.rep, timezone.now() - dt.timedelta(days=1))
    assert digest.subject == "2 things happened for you"
    assert [section.title for section in digest.sections] == ["Given to you (1)", "Mentioned (1)"]
    assert digest.sections[1].lines[0].detail == "Manager: @Rep, look"


def test_what_a_long_transaction_told_late_is_in_the_next_digest_once(cast, account):
    last = timezone.now()
    tell(cast, account, at=last - dt.timedelta(minutes=10))
    digest = compose(cast.rep, last)
    assert len(digest.sections) == 1
    digest.when_sent()
    assert compose(cast.rep, last).sections == []


def test_what_is_switched_off_is_kept(cast, sign_in):
    sign_in("rep").post("/notices/wanted/", {"given": "on", "mentioned": "on"})
    others = {"escalated", "answered", "changed", "reminded"}
    assert set(cast.rep.unwanted_notices.values_list("kind", flat=True)) == others


def test_read_ones_are_forgotten_after_ninety_days(cast, account):
    long_ago = timezone.now() - dt.timedelta(days=91)
    tell(cast, account, at=long_ago, read_at=long_ago)
    waiting = tell(cast, account, at=long_ago)
    assert services.forget() == 1
    assert Notice.objects.get() == waiting
    assert services.forget(timezone.now() + dt.timedelta(days=365)) == 1


def asked_by_itself(client, tag):
    return client.get("/notices/", headers={"HX-Request": "true", "X-Live": "1", "If-None-Match": tag})


def test_an_open_page_renews_itself_when_something_is_told_or_read_elsewhere(cast, account, sign_in):
    client = sign_in("rep")
    page = client.get("/notices/")
    assert f'data-live="{page.context["live"]}"' in page.content.decode()
    assert asked_by_itself(client, f'"{page.context["live"]}"').status_code == 304
    notice = tell(cast, account, about="Just now")
    told = asked_by_itself(client, f'"{page.context["live"]}"')
    assert (told.status_code, "Just now" in told.content.decode()) == (200, True)
    assert 'id="notice-sentence" hx-swap-oob="true"' in told.content.decode()
    assert asked_by_itself(client, told["ETag"]).status_code == 304
    services.notice_read(notice)
    assert asked_by_itself(client, told["ETag"]).status_code == 200
