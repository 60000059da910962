"""How complete and fresh a record is: what is missing, what is out of date, and who is asked for what."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from accounts import completeness, services
from accounts.completeness import Point
from accounts.models import Account, Completeness, CompletenessRule
from accounts.models.completeness import TIERS
from accounts.services.completeness import Asked
from foundation import clock
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from plans.services import plan_create
from relations.services import wall_mark
from tests.accounts.make import contact_of
from tests.cast import make_account

pytestmark = pytest.mark.django_db
FACTS = {
    "industry": "Steel", "nature": "private", "kind": "growing", "territory": "North", "phone": "123", "address": "x",
}  # fmt: skip


def of(account: Account) -> Completeness:
    return Completeness.objects.get(account=account)


def rule_with(actor: Any, *, stale_share: int = 50, tier_weights: dict[str, int] | None = None, **points: Any) -> Any:
    """The present rule, with the points named told otherwise; all others ask nobody."""
    asked = {point.key: points.get(point.key, Asked(0, None, ())) for point in completeness.points()}
    return services.completeness_rule_change(
        CompletenessRule.current(), actor=actor, reason="Test", points=asked, stale_share=stale_share,
        tier_weights=tier_weights or dict.fromkeys(TIERS, 1),
    )  # fmt: skip


def test_every_account_has_its_row(account) -> None:
    assert of(account).score == 0


def test_a_new_account_is_judged_at_once(cast) -> None:
    found = of(services.account_create(actor=cast.rep, name="Acme", **FACTS))
    assert found.missing == ["decision_maker", "person", "reachable", "visit"]


def test_what_is_filled_in_is_missed_no_more(cast, account) -> None:
    services.account_update(account, actor=cast.rep, version=1, industry="Steel")
    before = of(account)
    contact = services.contact_create(actor=cast.rep, account=account, name="Li", roles=["decision_maker"])
    after = of(account)
    assert set(before.missing) - set(after.missing) == {"person", "decision_maker"}
    services.contact_update(contact, actor=cast.rep, version=1, phone="139")
    assert set(after.missing) - set(of(account).missing) == {"reachable"}
    assert before.score < after.score < of(account).score


def test_who_left_is_known_no_more(cast, account) -> None:
    contact = services.contact_create(actor=cast.rep, account=account, name="Li", roles=["decision_maker"])
    services.contact_archive(contact, actor=cast.rep, version=1)
    assert {"person", "decision_maker"} <= set(of(account).missing)


def test_a_visit_is_fresh_and_grows_old(cast, account) -> None:
    rule_with(cast.manager, visit=Asked(4, 30, ()), industry=Asked(1, None, ()))
    services.visit_log(actor=cast.rep, account=account, starts_at=timezone.now() - dt.timedelta(days=32))
    found = of(account)
    assert (found.missing, found.stale, found.score) == (["industry"], ["visit"], 40)
    services.visit_log(actor=cast.rep, account=account)
    assert (of(account).stale, of(account).score) == ([], 80)


@pytest.mark.parametrize(("share", "score"), [(0, 0), (50, 50), (100, 100)])
def test_how_much_remains_of_what_is_out_of_date_is_a_rule(cast, account, share, score) -> None:
    rule_with(cast.manager, stale_share=share, visit=Asked(3, 30, ()))
    services.visit_log(actor=cast.rep, account=account, starts_at=timezone.now() - dt.timedelta(days=99))
    assert of(account).score == score


def test_a_tier_is_asked_for_what_others_are_not(cast, account) -> None:
    gold = make_account(cast.rep, "Gold", tier="gold")
    rule_with(cast.manager, wall=Asked(1, None, ("gold",)), industry=Asked(1, None, ("",)))
    services.records_judge()
    assert (of(account).missing, of(gold).missing) == (["industry"], ["wall"])
    wall_mark(actor=cast.rep, account=gold, version=0, push=1, share=1, contact=1, rapport=1)
    assert of(gold).score == 100


def test_who_is_asked_for_nothing_is_complete(cast, account) -> None:
    rule_with(cast.manager, wall=Asked(1, None, ("gold",)))
    services.records_judge()
    assert (of(account).score, of(account).gaps) == (100, [])


def test_this_years_plan_counts_and_last_years_does_not(cast, account) -> None:
    rule_with(cast.manager, plan=Asked(1, None, ()))
    plan_create(actor=cast.rep, account=account, year=clock.today().year + 1, aim="x")
    assert of(account).missing == ["plan"]
    plan_create(actor=cast.rep, account=account, year=clock.today().year, aim="x")
    assert of(account).missing == []


def test_facts_that_were_looked_over_are_fresh_again(cast, account) -> None:
    rule_with(cast.manager, looked_over=Asked(1, 365, ()))
    Account.objects.filter(pk=account.pk).update(updated_at=timezone.now() - dt.timedelta(days=400))
    services.records_judge()
    assert of(account).stale == ["looked_over"]
    services.record_looked_over(account, actor=cast.rep)
    services.record_looked_over(account, actor=cast.rep)
    assert (of(account).score, Event.objects.filter(verb="account.looked_over").count()) == (100, 1)


def test_one_and_all_are_judged_alike(cast, account) -> None:
    other = services.account_create(actor=cast.rep, name="Acme", **FACTS)
    contact_of(other, "Li", ("decision_maker", "user"), email="li@acme.com")
    services.visit_log(actor=cast.rep, account=other, next_step="Call", next_step_on=clock.today())
    services.record_judge(other.pk)
    services.record_judge(account.pk)
    one_by_one = list(Completeness.objects.order_by("pk").values())
    services.records_judge()
    assert list(Completeness.objects.order_by("pk").values()) == one_by_one


def test_judging_again_writes_nothing(account, django_assert_num_queries) -> None:
    services.records_judge()
    before = list(Completeness.objects.values_list("pk", "score"))
    services.records_judge()
    assert list(Completeness.objects.values_list("pk", "score")) == before


def test_after_a_merge_the_survivor_is_judged_by_both(cast, account) -> None:
    twin = services.account_create(actor=cast.rep, name="Twin")
    services.contact_create(actor=cast.rep, account=twin, name="Li", roles=["decision_maker"])
    merge = services.account_merge(account, twin, actor=cast.manager, version=1, merged_version=1)
    assert "decision_maker" not in of(account).missing
    services.merge_undo(merge, actor=cast.manager)
    assert "decision_maker" in of(account).missing
    assert "decision_maker" not in of(twin).missing


def test_a_change_of_the_rule_is_a_version_with_its_reason(cast) -> None:
    before = CompletenessRule.current()
    after = rule_with(cast.manager, industry=Asked(5, None, ("gold",)))
    assert (after.version, before.points.count()) == (before.version + 1, after.points.count())
    told = Event.objects.get(verb="completenessrule.changed")
    assert (told.changes["reason"], told.changes["industry"]) == ("Test", [[1, None, []], [5, None, ["gold"]]])


def test_the_same_rule_again_is_no_version(cast) -> None:
    made = rule_with(cast.manager, industry=Asked(5, None, ()))
    assert rule_with(cast.manager, industry=Asked(5, None, ())) == made


@pytest.mark.parametrize(
    "points",
    [
        {"industry": Asked(11, None, ())},
        {"industry": Asked(-1, None, ())},
        {"industry": Asked(1, 30, ())},
        {"visit": Asked(1, 0, ())},
        {"visit": Asked(1, 9999, ())},
        {"visit": Asked(1, 30, ("diamond",))},
    ],
)
def test_a_bad_rule_is_refused(cast, points) -> None:
    with pytest.raises(RuleBroken):
        rule_with(cast.manager, **points)


def test_a_rule_that_was_changed_meanwhile_is_told(cast) -> None:
    before = CompletenessRule.current()
    rule_with(cast.manager, industry=Asked(5, None, ()))
    with pytest.raises(StaleEdit):
        services.completeness_rule_change(
            before, actor=cast.manager, reason="x", points={}, stale_share=50, tier_weights={}
        )


@pytest.mark.parametrize("name", ["rep", "integration"])
def test_only_who_leads_changes_the_rule(cast, name) -> None:
    with pytest.raises(Forbidden):
        rule_with(cast[name], industry=Asked(5, None, ()))


def test_every_point_has_a_place_to_fill_it_in(cast, account) -> None:
    assert all(isinstance(point, Point) and point.page for point in completeness.points())
