"""The SQL decides exactly what plain Python decides, on generated companies with every awkward value in them."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from scoring.services import night_now
from tests.cast import Cast
from tests.scoring import oracle
from tests.scoring.companies import DATE, companies, decided, policies, put

lenient = settings(
    deadline=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.django_db
@lenient
@given(company=companies(), policy=policies())
def test_the_night_equals_the_oracle(cast: Cast, company: oracle.Company, policy: oracle.Policy) -> None:
    with transaction.atomic():
        ids = put(company, policy, [cast.rep, cast.peer])
        night_now(DATE)
        assert decided(company, ids) == oracle.night(company, DATE, policy)
        transaction.set_rollback(True)
