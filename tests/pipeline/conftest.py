"""A small company with opportunities in every state and sight: what totals and lists are compared over."""

from __future__ import annotations

from typing import Any

import pytest

from foundation import clock
from foundation.clock import add_months
from pipeline.models import Opportunity
from tests.cast import Cast, make_account
from tests.pipeline.make import DAY, close, move, opportunity


@pytest.fixture
def company(cast: Cast) -> Any:
    """rep, peer and outsider sell; one account is shared with South; one opportunity has no account yet.

    Amounts are distinct powers of two, so that every sum tells which rows are in it.
    """
    mine, shared = make_account(cast.rep), make_account(cast.rep, "Shared Works", shared_with=[cast.south.pk])
    peers, theirs = make_account(cast.peer, "北方水泥"), make_account(cast.outsider, "Southern Glass")
    today = clock.today()
    rows = [
        opportunity(mine, amount="1.01", expected_close_on=today, name="First"),
        move(opportunity(mine, amount="2.02", expected_close_on=today - DAY), "upside"),
        move(opportunity(shared, amount="4.04", expected_close_on=add_months(today, 4)), "committed"),
        move(opportunity(peers, amount="8.08", next_step="Call", next_step_on=today - DAY), "pipeline"),
        move(opportunity(theirs, amount="16.16", expected_close_on=today), "prospect"),
        close(move(opportunity(mine, amount="32.32"), "upside"), "won"),
        close(move(opportunity(peers, amount="64.64"), "prospect"), "lost"),
        close(opportunity(theirs, amount="128.28"), "won"),
        opportunity(shared, cast.outsider, amount="256.56", owner=cast.outsider),
        opportunity(peers, amount="512.12", stage="opportunity"),
    ]
    Opportunity.objects.filter(pk=rows[-1].pk).update(account=None)
    return cast
