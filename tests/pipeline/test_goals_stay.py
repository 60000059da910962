"""A goal counts where it was set: whoever changes the team or leaves takes neither quota nor adjustment along."""

from __future__ import annotations

from decimal import Decimal

import pytest

from foundation import clock
from foundation.errors import Forbidden
from pipeline.models import Adjustment, Opportunity, PerformanceReview, Quota
from pipeline.queries.saturation import standings, with_a_goal
from pipeline.queries.spans import Period, period_of
from pipeline.services import adjustment_add, performance_start, quota_set, quota_update
from teams.models import Team, User
from tests.cast import Cast


@pytest.fixture
def period() -> Period:
    return period_of("quarter", clock.today())


@pytest.fixture
def quota(cast: Cast, period: Period) -> Quota:
    return quota_set(actor=cast.manager, person=cast.rep, period=period, base=Decimal(1000))


def moves_south(cast: Cast) -> None:
    User.objects.filter(pk=cast.rep.pk).update(team=cast.south)
    cast.rep.refresh_from_db()


def goal_of(reader: User, team: Team, period: Period) -> Decimal:
    quotas = Quota.objects.visible_to(reader)
    people = with_a_goal(User.objects.visible_to(reader), quotas, period)
    found = standings(
        Opportunity.objects.visible_to(reader), quotas, period,
        teams=Team.objects.visible_to(reader).order_by("path"), people=people,
    )  # fmt: skip
    return next(line.goal.base for line in found.teams if line.subject == team)


def test_a_quota_stays_in_the_team_in_which_it_was_set(cast: Cast, quota: Quota, period: Period) -> None:
    moves_south(cast)
    assert goal_of(cast.director, cast.north, period) == 1000
    assert goal_of(cast.director, cast.south, period) == 0


def test_of_those_who_left_only_who_had_a_quota_is_listed(cast: Cast, quota: Quota, period: Period) -> None:
    User.objects.filter(pk__in=[cast.rep.pk, cast.peer.pk]).update(is_active=False)
    listed = with_a_goal(User.objects.filter(team=cast.north), Quota.objects.all(), period)
    assert cast.rep in listed
    assert cast.peer not in listed


def test_a_quota_stays_when_its_person_leaves(cast: Cast, quota: Quota, period: Period) -> None:
    User.objects.filter(pk=cast.rep.pk).update(is_active=False)
    assert goal_of(cast.manager, cast.north, period) == 1000


def test_the_new_team_reads_nothing_of_the_old_one(cast: Cast, quota: Quota, period: Period) -> None:
    adjustment_add(
        actor=cast.manager, person=cast.rep, period=period, measure="commit", amount=Decimal(7), reason="A tender"
    )
    performance_start(actor=cast.manager, person=cast.rep, starts_on=period.first, ends_on=period.last)
    moves_south(cast)
    for model in (Quota, Adjustment, PerformanceReview):
        assert not model.objects.visible_to(cast.rival).exists()
        assert model.objects.visible_to(cast.manager).exists()
        assert model.objects.visible_to(cast.rep).exists()


def test_the_new_team_may_set_a_quota_of_its_own(cast: Cast, quota: Quota, period: Period) -> None:
    moves_south(cast)
    quota_set(actor=cast.director, person=cast.rep, period=period, base=Decimal(300))
    assert goal_of(cast.director, cast.north, period) == 1000
    assert goal_of(cast.director, cast.south, period) == 300


def test_who_leads_the_old_team_may_still_mend_it(cast: Cast, quota: Quota) -> None:
    moves_south(cast)
    changed = quota_update(quota, actor=cast.manager, version=quota.version, base=Decimal(900), stretch=Decimal(900))
    assert changed.base == 900


def test_who_leads_elsewhere_may_not(cast: Cast, quota: Quota) -> None:
    moves_south(cast)
    with pytest.raises(Forbidden):
        quota_update(quota, actor=cast.rival, version=quota.version, base=Decimal(1))
