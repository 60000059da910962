"""A draft says who would move before anything is written, and the next night moves exactly those."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest

from scoring.models import ScoringRun, TierDecision
from scoring.queries import standing_night
from scoring.services import policy_activate, policy_draft, what_if
from scoring.services.what_if import Shift
from tests.scoring.make import DATE, book, decisions, earners, night, placed
from tests.scoring.proof import checksum


def test_it_tells_from_where_to_where_with_profit_and_visits(cast):
    earners(cast.rep, 100, 60, 30, 20, 10, months=6)
    night()
    draft = policy_draft(actor=cast.manager, platinum_share=0)
    found = what_if(draft, standing_night(), TierDecision.objects.all())
    assert found.moving == [Shift("platinum", "gold", 1, 100, 0)]
    assert (found.moved, found.accounts) == (1, 5)


def test_it_writes_nothing(cast):
    earners(cast.rep, 100, 60, 30, months=6)
    night()
    before = checksum()
    what_if(policy_draft(actor=cast.manager, platinum_share=0), standing_night(), TierDecision.objects.all())
    assert checksum() == before
    assert ScoringRun.objects.count() == 1


def test_it_counts_only_what_the_reader_sees(cast):
    earners(cast.rep, 100, 60)
    earners(cast.outsider, 300)
    night()
    draft = policy_draft(actor=cast.manager, platinum_share=0)
    seen = TierDecision.objects.visible_to(cast.manager)
    assert what_if(draft, standing_night(), seen).accounts == 2


@pytest.mark.parametrize(
    "values",
    [
        {"platinum_share": 0},
        {"platinum_rank": "0.6", "platinum_share": "0.8"},
        {"gold_share": 1, "loyal_months": 0},
        {"slim_margin": "0.3"},
        {"gold_share": "0.78"},
        {"buffer": "0.5", "gold_share": "0.6"},
    ],
)
def test_the_next_night_moves_exactly_those(cast, values):
    """Old enough entries stay in the window when it moves by a day."""
    accounts = earners(cast.rep, 500, 300, 100, 60, 40, 7, -3, months=6)
    book(accounts[1], 100, 80, dt.date(2025, 9, 1))
    night()
    draft = policy_draft(actor=cast.manager, **{name: Decimal(value) for name, value in values.items()})
    promised = {
        (s.before, s.after): s.accounts for s in what_if(draft, standing_night(), TierDecision.objects.all()).shifts
    }
    policy_activate(draft, actor=cast.manager, reason="try it")
    night(DATE + dt.timedelta(days=1))
    rows = placed(decisions(DATE + dt.timedelta(days=1)), DATE + dt.timedelta(days=1))
    assert Counter((row.tier_before, row.tier) for row in rows) == promised
