"""Who would move, as pages: the picture, the list behind every figure, two versions side by side."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from scoring.models import TierPolicy, WhatIf
from scoring.services import policy_draft, policy_edit, what_if_now
from tests.cast import make_account
from tests.scoring.make import DATE, decisions, earners, night, put_in_force, visit

NEXT = DATE + dt.timedelta(days=1)


@pytest.fixture
def judged(cast) -> WhatIf:
    """Version 2 knows no platinum; five accounts of rep and one that manager does not see."""
    rows = earners(cast.rep, 100, 60, 30, 20, 10, months=6)
    visit(rows[0], 90)
    earners(cast.outsider, 5)
    make_account(cast.rep, "Silent")
    night()
    return what_if_now(policy_draft(actor=cast.manager, platinum_share=Decimal(0)))


@pytest.fixture
def page(judged, sign_in):
    def get(path: str, who: str = "manager", **headers: str):
        return sign_in(who).get(f"/rules/tiers/{path}", headers=headers)

    return get


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode().replace("\xa0", " ")


def test_the_answer_comes_first(page):
    said = text(page("2/"))
    assert "2 of 6 accounts would move" in said
    assert "1 visits (1 h 30 min)" in said


def test_every_cell_of_the_matrix_opens_its_accounts(page):
    matrix = page("2/").context["matrix"]
    cells = [cell for _tier, row in matrix for cell in row if cell.accounts]
    assert sum(cell.accounts for cell in cells) == 6
    for cell in cells:
        listed = page(f"2/accounts/?{cell.query}")
        assert {(row.tier, row.after) for row in listed.context["rows"]} == {(cell.before, cell.after)}
        assert listed.context["page"].count == cell.accounts == listed.context["sums"]["accounts"]
        assert listed.context["sums"]["profit"] == cell.profit


def test_the_list_says_why_and_is_narrowed(cast, page):
    assert "Brings profit steadily and is loyal" in text(page("2/accounts/"))
    assert page(f"2/accounts/?team={cast.north.pk}").context["page"].count == 2
    assert page("2/accounts/?after=iron").context["page"].count == 0
    assert page("2/accounts/?q=Account 1").context["page"].count == 1
    assert page("2/accounts/?nonsense=1").status_code == 400


@pytest.mark.parametrize("order", ["profit", "-profit", "account", "tier", "-minutes"])
def test_the_list_is_sorted(page, order):
    assert page(f"2/accounts/?ordering={order}").status_code == 200


def test_the_list_as_csv(page):
    lines = b"".join(page("2/accounts.csv").streaming_content).decode().splitlines()
    assert lines[0].endswith(
        "account,account_external_id,tier,tier_then,rule_then,profit,visits,visit_minutes,owner,team"
    )
    assert lines[1].startswith("Account 0,,platinum,gold,loyal_profit,100.00000000,1,90,")
    assert len(lines) == 3


def test_what_is_out_of_sight_is_in_no_figure(page):
    assert page("2/", "director").context["accounts"] == 7
    assert page("2/", "rival").context["accounts"] == 1
    assert page("2/accounts/", "rival").context["page"].count == 0


def test_while_it_is_judged_the_page_asks_for_itself(cast, page, sign_in):
    sign_in("manager").post("/rules/tiers/2/judge/")
    said = text(page("2/"))
    assert 'hx-get="/rules/tiers/2/progress/"' in said
    assert "2 of 6 accounts would move" in said
    WhatIf.objects.update(state="done")
    assert "hx-swap-oob" in text(page("2/progress/"))


def test_a_stale_one_says_so_with_one_click_to_judge_anew(page):
    night(NEXT)
    said = text(page("2/"))
    assert "a later night has been computed" in said
    assert 'action="/rules/tiers/2/judge/"' in said


def test_a_failed_one_says_why(page):
    WhatIf.objects.update(state="failed", error="OutOfMemory: too much")
    assert "OutOfMemory" in text(page("2/"))


def test_side_by_side_with_the_version_that_counts(page):
    what_if_now(TierPolicy.objects.get(version=1))
    response = page("2/beside/1/")
    said = text(response)
    assert "They disagree on <strong>2 accounts</strong>" in said
    outcomes = {(row.tier, row.first_after, row.second_after) for row in response.context["rows"]}
    assert outcomes == {("platinum", "gold", "platinum")}
    differing = [name for name, _a, _b, differs in response.context["values"] if differs]
    assert len(differing) == 1
    _tier, platinum = response.context["comparison"].by_tier[0]
    assert [each.accounts for _side, each in platinum] == [0, 2]


def test_two_drafts_side_by_side(cast, page):
    policy_draft(actor=cast.manager, platinum_share=Decimal(0), gold_share=Decimal(0))
    assert "both are judged on the last night" in text(page("3/beside/2/"))
    what_if_now(TierPolicy.objects.get(version=3))
    response = page("3/beside/2/")
    assert {(row.first_after, row.second_after) for row in response.context["rows"]} == {("iron", "gold")}
    assert response.context["page"].count == 3
    assert page("3/beside/2/?tier=platinum").context["page"].count == 2


def test_of_the_same_version_twice_nothing_differs(page):
    assert "the same of every account" in text(page("2/beside/2/"))


@pytest.mark.parametrize("path", ["9/beside/1/", "1/beside/9/", "9/accounts/", "9/progress/"])
def test_a_version_that_is_not_there(page, path):
    assert page(path).status_code == 404


def test_what_if_activation_next_night_through_the_pages(cast, page, sign_in):
    listed = {(row.account_id, row.tier, row.after) for row in page("2/accounts/", "director").context["rows"]}
    before = dict(decisions().values_list("account_id", "tier"))
    assert (
        sign_in("director").post("/rules/tiers/2/", {"reason": "nobody is platinum", "revision": 1}).status_code == 302
    )
    night(NEXT)
    now = dict(decisions(NEXT).values_list("account_id", "tier"))
    assert {(pk, tier, now[pk]) for pk, tier in before.items() if now[pk] != tier} == listed


@pytest.mark.parametrize("path", ["2/", "2/accounts/", "2/beside/1/"])
def test_as_many_queries_for_more_accounts(cast, page, sign_in, path, django_assert_max_num_queries):
    client = sign_in("manager")
    for more in (0, 30):
        earners(cast.rep, *range(200, 200 + more), months=6)
        night()
        what_if_now(TierPolicy.objects.get(version=2))
        client.get(f"/rules/tiers/{path}")
        with django_assert_max_num_queries(20):
            client.get(f"/rules/tiers/{path}")


def test_activation_takes_a_day_that_has_been_as_an_error(cast, sign_in):
    policy_draft(actor=cast.manager)
    response = sign_in("manager").post("/rules/tiers/2/", {"reason": "x", "starts_on": "2020-01-01", "revision": 1})
    assert response.status_code == 422
    assert "within a year" in response.content.decode()


def test_a_draft_changed_while_it_was_looked_at_is_shown_anew_and_activated_by_the_next_click(page, cast, sign_in):
    draft, client = TierPolicy.objects.get(version=2), sign_in("manager")
    policy_edit(draft, actor=cast.director, revision=1, patience=7)
    response = client.post("/rules/tiers/2/", {"reason": "seen", "revision": 1})
    assert response.status_code == 412
    assert "Somebody changed the draft" in response.content.decode()
    assert str(response.context["form"]["revision"].value()) == "2"
    assert TierPolicy.objects.get(state="active").version == 1
    assert client.post("/rules/tiers/2/", {"reason": "seen", "revision": 2}).status_code == 302
    assert TierPolicy.objects.get(state="active").patience == 7


def test_a_retired_version_has_a_page(cast, sign_in):
    put_in_force(policy_draft(actor=cast.manager), actor=cast.manager, reason="x")
    assert sign_in("manager").get("/rules/tiers/1/").status_code == 200
