"""What follows a night follows it, whatever becomes of the fit."""

from __future__ import annotations

import pytest

from journal.models import Job
from scoring import tasks
from tests.scoring.make import earners, night


def test_a_fit_that_fails_leaves_the_alerts_to_be_judged(cast, monkeypatch):
    earners(cast.rep, 100)
    run = night()

    def fails(_run_id: int) -> None:
        raise ArithmeticError

    monkeypatch.setattr(tasks, "fit_after_night", fails)
    with pytest.raises(ArithmeticError):
        tasks.finish_night(run.pk)
    assert Job.objects.filter(task="scoring.judge_alerts").exists()
