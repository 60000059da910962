"""A process killed (−9) while parameters are fitted, and wherever a fit is written: no trace, then the same."""

from __future__ import annotations

import os
import signal
from typing import Any, NamedTuple

import psycopg2
import pytest
from scipy import optimize

from accounts.models import Account
from scoring.choices import Cause
from scoring.churn import bgnbd
from scoring.churn.nightly import fit_after_night
from scoring.models import Alert, ChurnFit, ChurnPrediction
from tests.scoring.churn.company import TODAY, book_all, simulate
from tests.scoring.make import night
from tests.scoring.proof import checksum, churn_checksum
from tests.scoring.waiting import forked, nobody_works, until
from tests.workers import database_url

pytestmark = pytest.mark.django_db(transaction=True)
WRITTEN = ["scoring_churnfit", "scoring_churnprediction", "accounts_account", "scoring_alert"]


class Case(NamedTuple):
    """A night, and the checksums of what it decided and of what its fit, left alone, adds."""

    run_id: int
    decided: str
    fitted: str


@pytest.fixture
def case(cast) -> Case:
    """A company of which a model can be fitted; nothing is left of the fit itself."""
    book_all(cast.rep, simulate(220, 500, r=1.0, alpha=5.0, a=0.8, b=2.4))
    run_id, decided = night(TODAY).pk, checksum()
    assert fit_after_night(run_id).state == "fitted"
    fitted = churn_checksum()
    ChurnFit.objects.all().delete()
    Alert.objects.filter(cause=Cause.CHURN).delete()
    Account.objects.update(churn_risk=None)
    assert checksum() == decided
    return Case(run_id, decided, fitted)


def fit_in_a_process(run_id: int, *, dies_in_search: int = 0) -> int:
    """The fit in a process of its own; its id. `dies_in_search`: the optimiser's how many-th call kills it, after some
    steps of its search."""

    def fit() -> None:
        if dies_in_search:
            bgnbd.minimize = _Deadly(dies_in_search)
        fit_after_night(run_id)

    return forked(fit)


class _Deadly:
    """scipy's own search, in whose `number`-th call the process is killed when the likelihood is asked a third time."""

    def __init__(self, number: int) -> None:
        self.calls, self.number = 0, number

    def __call__(self, function: Any, *args: Any, **options: Any) -> Any:
        self.calls += 1
        return optimize.minimize(self._dying(function) if self.calls == self.number else function, *args, **options)

    @staticmethod
    def _dying(function: Any) -> Any:
        asked = iter(range(2))

        def value(*args: Any) -> Any:
            if next(asked, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*args)

        return value


def killed(child: int) -> bool:
    """Waits for its end, which was a kill."""
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.parametrize("search", [1, 4])
def test_killed_while_parameters_are_fitted(case, search):
    assert killed(fit_in_a_process(case.run_id, dies_in_search=search))
    until(nobody_works)
    _no_trace(case)
    _then_the_same(case)


def test_killed_wherever_it_writes(case):
    for table in WRITTEN:
        _killed_before(table, case)
        until(nobody_works)
        _no_trace(case)
    _then_the_same(case)


def _killed_before(table: str, case: Case) -> None:
    """The fit comes as far as its first write to `table`, which another session holds."""
    held = psycopg2.connect(database_url())
    held.cursor().execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
    child = fit_in_a_process(case.run_id)
    until(lambda: _waits_for_a_table(held))
    os.kill(child, signal.SIGKILL)
    held.close()
    assert killed(child)


def _waits_for_a_table(session: Any) -> bool:
    with session.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'relation' AND NOT granted")
        return bool(cursor.fetchone()[0])


def _no_trace(case: Case) -> None:
    assert not ChurnFit.objects.exists()
    assert not ChurnPrediction.objects.exists()
    assert not Account.objects.filter(churn_risk__isnull=False).exists()
    assert checksum() == case.decided


def _then_the_same(case: Case) -> None:
    """Done at last, three times."""
    for _again in range(3):
        fit_after_night(case.run_id)
        assert churn_checksum() == case.fitted
