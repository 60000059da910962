"""One deal becomes several, and none of it is lost or new by that."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from foundation.errors import RuleBroken
from pipeline.models import CoOwner, Opportunity
from pipeline.queries.movement import LINES
from pipeline.services import RivalSpec, opportunity_copy, rivals_write
from tests.pipeline.make import DAY, close, competitor, move, opportunity, split


@pytest.fixture
def whole(account):
    return move(opportunity(account, amount="1000.01", source="Fair"), "pipeline")


def test_parts_add_up_to_the_whole(whole):
    parts = split(whole, "400", "350.01", "250")
    whole.refresh_from_db()
    assert [row.amount for row in (whole, *parts)] == [Decimal("400"), Decimal("350.01"), Decimal("250")]
    assert all((part.stage, part.owner, part.source) == (whole.stage, whole.owner, "Fair") for part in parts)
    assert all(part.split_from == whole for part in parts)


@pytest.mark.parametrize("amounts", [("400", "600"), ("1000.01", "0"), ("1100.01", "-100"), ("400",), ("0", "1000.01")])
def test_parts_that_do_not_are_refused(whole, amounts):
    with pytest.raises(RuleBroken):
        split(whole, *amounts)
    assert Opportunity.objects.count() == 1


def test_its_moves_say_that_nothing_was_gained_or_lost(whole):
    part = split(whole, "400", "600.01")[0]
    taken, made = whole.moves.latest("id"), part.moves.get()
    assert (taken.kind, made.kind) == ("amount", "opened")
    assert taken.cause == made.cause == "split"
    assert taken.base_after - taken.base_before + made.base_after == 0


def test_a_part_has_stood_in_its_stage_as_long_as_the_whole(whole):
    Opportunity.objects.filter(pk=whole.pk).update(stage_since=timezone.now() - 40 * DAY)
    whole.refresh_from_db()
    part = split(whole, "400", "600.01")[0]
    assert part.days_in_stage == 40
    assert move(part, "upside").moves.latest("id").days == pytest.approx(40, abs=0.01)


def test_a_closed_one_is_not_split(whole):
    whole = close(whole, "won")
    with pytest.raises(RuleBroken):
        split(whole, "500", "500.01")


def test_a_copy_begins_anew(whole):
    rivals_write(whole, actor=whole.owner, version=whole.version, rivals=[RivalSpec(competitor())])
    made = opportunity_copy(whole, actor=whole.owner, name="Second line")
    assert (made.name, made.amount, made.stage.key, made.split_from) == ("Second line", whole.amount, "leads", None)
    assert made.rivals.count() == 1


def test_a_co_owner_can_not_copy_it_at_an_account_he_does_not_see(cast, whole):
    CoOwner.objects.create(opportunity=whole, person=cast.outsider, share=20)
    for who in (cast.outsider, cast.rival):
        with pytest.raises(RuleBroken):
            opportunity_copy(whole, actor=who, name="Second line")
    assert Opportunity.objects.count() == 1


def test_the_lines_of_a_movement_add_up_in_the_api(whole, api):
    split(whole, "400", "350.01", "250")
    lines = api("manager").get("/api/v1/movement/").json()["total"]
    end = Decimal(lines["end"]["amount"])
    assert list(lines) == list(LINES)
    assert sum(Decimal(line["amount"]) for line in lines.values()) == 2 * end
