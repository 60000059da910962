"""The relationship wall: four marks, their sum by eight, what to strengthen next, what it was before."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.services import account_archive
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from relations import services
from relations.choices import Mark
from relations.models import MarkAdvice, Wall, WallReading
from relations.queries.wall import standing_of, with_wall
from relations.rules import mark_to_strengthen, wall_share
from tests.cast import make_account

NAMES = Mark.values
ORDER = ["contact", "rapport", "push", "share"]


def marks(*numbers: int) -> dict[str, int]:
    return dict(zip(NAMES, numbers, strict=True))


def marked(cast, account, *numbers: int, **told) -> Wall:
    return services.wall_mark(actor=cast.rep, account=account, **marks(*numbers), **told)


@pytest.mark.parametrize(
    ("numbers", "wall"),
    [((1, 0, 1, 2), "0.5"), ((2, 1, 1, 2), "0.75"), ((1, 0, 0, 2), "0.375"), ((0, 0, 0, 0), "0"), ((2, 2, 2, 2), "1")],
)
def test_the_wall_is_the_sum_by_eight(cast, account, numbers, wall):
    assert marked(cast, account, *numbers).strength == Decimal(wall)


@pytest.mark.parametrize(("numbers", "next_one"), [
    ((1, 0, 1, 2), "share"), ((2, 1, 1, 2), "contact"), ((1, 0, 0, 2), "contact"), ((2, 2, 2, 2), None),
])  # fmt: skip
def test_the_lowest_mark_is_the_next_and_of_equal_ones_the_first_in_the_rule(numbers, next_one):
    assert mark_to_strengthen(marks(*numbers), ORDER) == next_one


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 2), min_size=4, max_size=4), st.permutations(NAMES))
def test_no_mark_is_lower_than_the_next(numbers, order):
    found = mark_to_strengthen(marks(*numbers), order)
    assert (found is None) == (sum(numbers) == 8)
    assert found is None or marks(*numbers)[found] == min(numbers)
    assert wall_share(sum(numbers)) * 8 == sum(numbers)


@pytest.mark.parametrize("wrong", [-1, 3, True, "1", None])
def test_a_mark_outside_0_to_2_is_refused(cast, account, wrong):
    with pytest.raises(RuleBroken) as refusal:
        services.wall_mark(actor=cast.rep, account=account, **{**marks(1, 1, 1, 1), "share": wrong})
    assert refusal.value.field == "share"
    assert not Wall.objects.exists()


@pytest.mark.parametrize("wrong", [-1, 3])
def test_the_database_refuses_it_too(account, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Wall.objects.create(account=account, **marks(1, 1, 1, wrong))


def test_a_new_wall_needs_all_four(cast, account):
    with pytest.raises(RuleBroken):
        services.wall_mark(actor=cast.rep, account=account, push=1, share=1, contact=1)


def test_every_marking_is_kept(cast, account):
    wall = marked(cast, account, 1, 0, 0, 2)
    services.wall_mark(actor=cast.manager, account=account, version=wall.version, contact=1, note="Met their buyer")
    readings = list(WallReading.objects.filter(wall=wall))
    assert [(reading.total, reading.by, reading.note) for reading in readings] == [
        (4, cast.manager, "Met their buyer"),
        (3, cast.rep, ""),
    ]
    assert Event.objects.filter(verb="wall.marked", account_id=account.pk).count() == 2


def test_the_same_marks_again_are_no_new_marking(cast, account):
    wall = marked(cast, account, 1, 0, 0, 2)
    marked(cast, account, 1, 0, 0, 2, version=wall.version)
    assert WallReading.objects.count() == 1


@pytest.mark.parametrize("version", [0, 7])
def test_who_marks_what_he_has_not_seen_is_told(cast, account, version):
    marked(cast, account, 1, 0, 0, 2)
    with pytest.raises(StaleEdit):
        marked(cast, account, 2, 2, 2, 2, version=version)
    assert Wall.objects.get().total == 3


def test_an_archived_account_is_not_marked(cast, account):
    account_archive(account, actor=cast.rep, version=account.version)
    with pytest.raises(RuleBroken):
        marked(cast, account, 1, 0, 0, 2)


def test_the_rule_says_which_of_equal_marks_comes_first(cast, account):
    marked(cast, account, 1, 0, 0, 2)
    rows = {row.mark: row for row in MarkAdvice.objects.all()}
    order = ["share", "contact", "push", "rapport"]
    wanted = [services.AdviceSpec(rows[mark], 1, place, "Go", "去") for place, mark in enumerate(order, 1)]
    services.mark_advice_set(actor=cast.manager, wanted=wanted)
    standing = standing_of(with_wall(type(account).objects.filter(pk=account.pk)).get())
    assert standing is not None
    assert standing.next == "share"
    assert Event.objects.filter(verb="markadvice.changed").count() == 4


def test_only_who_leads_changes_the_rule(cast):
    rows = [services.AdviceSpec(row, 1, place, "Go", "去") for place, row in enumerate(MarkAdvice.objects.all(), 1)]
    with pytest.raises(Forbidden):
        services.mark_advice_set(actor=cast.rep, wanted=rows)


def test_each_place_is_given_once(cast):
    rows = [services.AdviceSpec(row, 1, 1, "Go", "去") for row in MarkAdvice.objects.all()]
    with pytest.raises(RuleBroken):
        services.mark_advice_set(actor=cast.manager, wanted=rows)


# --- Pages and API ------------------------------------------------------------------------------------------


def test_the_page_shows_percentage_and_what_to_do(sign_in, cast, account):
    marked(cast, account, 1, 0, 0, 2)
    body = sign_in("rep").get(f"/accounts/{account.pk}/wall/").content.decode()
    assert "37.5" in body
    assert MarkAdvice.objects.get(mark="contact").advice.split(".")[0] in body


def test_what_was_marked_stands_on_the_accounts_page(sign_in, cast, account):
    client = sign_in("rep")
    sent = client.post(f"/accounts/{account.pk}/wall/", {**marks(2, 1, 1, 2), "version": 0, "note": "Fair"})
    assert sent.status_code == 302
    assert "75.0" in client.get(f"/accounts/{account.pk}/").content.decode()


def test_a_number_out_of_range_keeps_what_was_typed(sign_in, account):
    sent = sign_in("rep").post(f"/accounts/{account.pk}/wall/", {**marks(2, 1, 1, 3), "version": 0, "note": "Keep me"})
    assert sent.status_code == 422
    assert "Keep me" in sent.content.decode()


def test_a_stale_marking_shows_both(sign_in, cast, account):
    marked(cast, account, 1, 0, 0, 2)
    sent = sign_in("rep").post(f"/accounts/{account.pk}/wall/", {**marks(2, 2, 2, 2), "version": 0})
    assert sent.status_code == 412
    assert "Saved meanwhile" in sent.content.decode()


def test_the_api_marks_and_tells_the_history(api, account):
    client = api("rep")
    wall = client.post("/api/v1/walls/", {"account": account.pk, **marks(1, 0, 1, 2)}).json()
    assert wall["strength"] == "0.500"
    changed = client.patch(f"/api/v1/walls/{wall['id']}/", {"push": 2, "version": wall["version"]})
    assert changed.json()["strength"] == "0.625"
    readings = client.get(f"/api/v1/walls/{wall['id']}/readings/").json()["results"]
    assert [reading["push"] for reading in readings] == [2, 1]


@pytest.mark.parametrize("wrong", [-1, 3, 1.5, "x", 10**30])
def test_the_api_refuses_other_numbers(api, account, wrong):
    sent = api("rep").post("/api/v1/walls/", {"account": account.pk, **marks(1, 0, 1, 2), "push": wrong})
    assert sent.status_code == 400


def test_a_manager_sees_his_teams_walls_and_what_is_missing(sign_in, cast, account):
    marked(cast, account, 1, 0, 1, 2)
    second = make_account(cast.rep, "Second")
    services.wall_mark(actor=cast.rep, account=second, **marks(2, 1, 1, 2))
    make_account(cast.rep, "Unmarked", tier="platinum")
    foreign = make_account(cast.outsider, "Foreign", tier="platinum")
    context = sign_in("manager").get("/reports/walls/").context
    assert context["summary"].wall == Decimal("0.625")
    assert [standing.wall.total for standing in context["standings"]] == [4, 6]
    assert [str(each) for each in context["unmarked"]] == ["Unmarked"]
    assert foreign not in context["unmarked"]


def test_the_overview_costs_the_same_at_any_size(sign_in, cast, account, django_assert_num_queries):
    client = sign_in("manager")
    client.get("/reports/walls/")
    marked(cast, account, 1, 0, 1, 2)
    with django_assert_num_queries(10) as few:
        client.get("/reports/walls/")
    for n in range(12):
        marked(cast, make_account(cast.rep, f"More {n}"), 1, 0, 1, 2)
    with django_assert_num_queries(len(few)):
        client.get("/reports/walls/")


def test_walls_leave_as_a_file(sign_in, cast, account):
    marked(cast, account, 1, 0, 1, 2)
    text = b"".join(sign_in("rep").get("/reports/walls/export.csv").streaming_content).decode()
    assert "account,account_external_id,tier,owner,push,share,contact,rapport,total" in text
    assert ",1,0,1,2,4," in text
