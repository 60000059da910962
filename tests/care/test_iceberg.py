"""What complaints say about those who do not complain, with the arithmetic shown."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care import services
from care.models import IcebergRule
from care.rules import Iceberg
from foundation.errors import Forbidden, RuleBroken
from journal.models import Event
from tests.cast import make_account

SHARES = st.decimals(0, 1, places=3)


@pytest.mark.parametrize(("complaints", "below"), [(0, (0, 0, 0)), (1, (25, 24, 19)), (2, (50, 48, 38))])
def test_two_complaints_are_fifty_unhappy_forty_eight_silent_thirty_eight_lost(complaints, below):
    iceberg = IcebergRule().of(complaints)
    assert (iceberg.unhappy, iceberg.silent, iceberg.lost) == below


@given(st.integers(0, 10**6), st.integers(1, 1000), SHARES, SHARES)
def test_nobody_is_counted_twice(complaints, each, leave, stay):
    iceberg = Iceberg(complaints, each, leave, stay)
    assert iceberg.complaints + iceberg.silent == iceberg.unhappy
    assert 0 <= iceberg.lost <= iceberg.silent
    assert 0 <= iceberg.kept <= iceberg.complaints


def test_the_report_shows_the_arithmetic(sign_in, cast, account):
    for _ in range(2):
        services.complaint_open(actor=cast.rep, account=account, text="Late")
    services.complaint_open(actor=cast.outsider, account=make_account(cast.outsider, "Foreign"), text="Late")
    body = sign_in("rep").get("/reports/complaints/").content.decode()
    for line in ("2 × 25", "50 − 2", "48 × 80"):
        assert line in body
    assert "<strong>50</strong> unhappy" in body
    assert "<strong>38</strong> of them are likely lost" in body


def test_the_api_tells_it_of_the_narrowed_list(api, cast, account):
    services.complaint_open(actor=cast.rep, account=account, text="Late")
    assert api("rep").get("/api/v1/complaints/iceberg/").json()["silent"] == 24
    assert api("rep").get("/api/v1/complaints/iceberg/?open=false").json()["silent"] == 0


def test_the_figures_are_a_rule_with_history(cast):
    rule, told = IcebergRule.objects.get(), {"unhappy": 20, "leave": Decimal("0.7"), "stay": Decimal("0.9")}
    with pytest.raises(Forbidden):
        services.iceberg_set(rule, actor=cast.rep, version=1, **told)
    assert services.iceberg_set(rule, actor=cast.manager, version=1, **told).of(2).unhappy == 40
    assert Event.objects.get(verb="iceberg.changed").changes["unhappy"] == [25, 20]


def test_who_complains_is_one_of_the_unhappy(cast):
    with pytest.raises(RuleBroken):
        services.iceberg_set(
            IcebergRule.objects.get(), actor=cast.manager, version=1, unhappy=0, leave=Decimal(1), stay=Decimal(1)
        )
