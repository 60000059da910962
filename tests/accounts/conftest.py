from __future__ import annotations

import pytest

from tests.cast import make_account


@pytest.fixture
def foreign(cast):
    """An account of `outsider` in team South, which nobody of team North may see."""
    return make_account(cast.outsider, "上海化工 Chemical")
