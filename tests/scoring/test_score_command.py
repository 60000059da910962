"""`manage.py score`: by hand, here and now."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from django.core.management import CommandError, call_command

from scoring.models import Retained, ScoringRun
from scoring.queries.nights import company_now
from tests.scoring.make import book, earners


def score(capsys, *arguments: str) -> tuple[str, str]:
    call_command("score", *arguments)
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_its_words_tell_the_night(cast, capsys):
    earners(cast.rep, 100, 60, -40)
    out, err = score(capsys, "--date", "2026-03-31")
    assert "Night of 2026-03-31 computed in" in out
    assert "Accounts: 3, 3 of them with an entry in the window, and so rated." in out
    assert re.search(r"^  platinum +1 +100\.00$", out, re.M)
    assert re.search(r"^  all +120\.00$", out, re.M)
    assert "Top 20 %: 1 accounts, 83.33 % of profit." in out
    assert "Losing money: 1, -40.00 together.\nThe curve peaks at 133.33 %." in out
    assert re.search(r"^ ?\d+ of \d+  Ranks +3 rows +\d+\.\d\d s$", err, re.M)


def test_asked_to_be_quiet_it_is(cast, capsys):
    earners(cast.rep, 100, 60, -40)
    assert score(capsys, "--date", "2026-03-31", "--verbosity", "0") == ("", "")
    out, err = score(capsys, "--date", "2026-03-31", "--verbosity", "0", "--json")
    assert (json.loads(out)["rated"], err) == (3, "")


def test_again_it_says_so(cast, capsys):
    score(capsys, "--date", "2026-03-31")
    assert "computed again in" in score(capsys, "--date", "2026-03-31")[0]
    assert ScoringRun.objects.get().starts <= 2


def test_json_is_one_object_and_nothing_else_on_stdout(cast, capsys):
    earners(cast.rep, 100, 60, -40)
    summary = json.loads(score(capsys, "--date", "2026-03-31", "--json")[0])
    assert (summary["accounts"], summary["profit"], summary["peak"]) == (3, "120.00", 133.33)
    assert summary["tiers"]["platinum"] == {"accounts": 1, "profit": "100.00"}
    assert summary["seconds"] >= 0


def test_without_a_date_it_is_yesterday(cast, capsys):
    score(capsys)
    assert ScoringRun.objects.get().business_date == company_now().date() - dt.timedelta(days=1)


def test_a_night_that_rates_nobody_says_so(cast, capsys):
    assert "nobody was rated" in score(capsys, "--date", "2026-03-31")[0]


def test_an_older_night_says_that_it_publishes_nothing(cast, capsys):
    earners(cast.rep, 100)
    score(capsys, "--date", "2026-04-01")
    assert "A later night is on record" in score(capsys, "--date", "2026-03-31")[0]


@pytest.mark.parametrize("date", ["2999-01-01", "1066-10-14"])
def test_a_day_that_cannot_be_is_refused(cast, date):
    with pytest.raises(CommandError, match="Choose a day"):
        call_command("score", "--date", date)


def test_what_is_no_date_is_told(cast, capsys):
    with pytest.raises((CommandError, SystemExit)):
        call_command("score", "--date", "31.3.2026")


def test_what_follows_a_night_follows_it_here_too(cast, capsys):
    (account,) = earners(cast.rep, 100)
    book(account, date=dt.date(2025, 3, 1))
    score(capsys, "--date", "2026-03-31")
    assert Retained.objects.get().stayed
