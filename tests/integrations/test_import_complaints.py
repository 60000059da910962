"""Complaints come in by a file: open ones as by hand, closed ones as they ended, each once; what cannot be, by line."""

from __future__ import annotations

import pytest

from care.models import Complaint
from journal.models import Event
from notices.models import Notice

pytestmark = pytest.mark.django_db
HEAD = "account,received_at,text,level,result,closed_at,satisfaction,compensation,handler\n"
OPEN = "北京钢铁 Steel,2026-01-05,Late again,2,,,,,\n"
CLOSED = "北京钢铁 Steel,2026-01-06,Rust,complaint,Replaced,2026-01-09,4,200,\n"


def test_in_once(account, cast, load):
    file = HEAD + OPEN + CLOSED
    assert load("complaints", file, "--as", cast.manager.email).counts == (2, 0, 0)
    assert load("complaints", file, "--as", cast.manager.email).counts == (0, 0, 2)
    assert sorted(Complaint.objects.values_list("text", "level")) == [("Late again", 2), ("Rust", 2)]


def test_what_was_closed_tells_nobody(account, cast, load):
    load("complaints", HEAD + CLOSED, "--as", cast.manager.email)
    row = Complaint.objects.get()
    assert (row.result, row.satisfaction, row.compensation, str(row.closed_at.date())) == (
        "Replaced", 4, 200, "2026-01-09",
    )  # fmt: skip
    assert list(Event.objects.filter(verb__startswith="complaint").values_list("verb", flat=True)) == ["complaint.told"]
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("北京钢铁 Steel,2098-01-05,Late,1,,,,,", "received_at"),
        ("北京钢铁 Steel,2026-01-05,Late,9,,,,,", "level"),
        ("北京钢铁 Steel,2026-01-05,Late,1,,2026-01-06,,,", "result"),
        ("北京钢铁 Steel,2026-01-05,Late,1,Done,2026-01-04,,,", "closed_at"),
        ("北京钢铁 Steel,2026-01-05,Late,1,Done,,,,", "closed_at"),
        ("北京钢铁 Steel,2026-01-05,Late,1,,,,,Nobody", "handler"),
        ("Nowhere,2026-01-05,Late,1,,,,,", "account"),
    ],
)
def test_bad_rows_are_named(line, column, account, cast, load):
    outcome = load("complaints", f"{HEAD}{line}\n", "--as", cast.manager.email)
    assert (outcome.refused, outcome.problems) == (True, [(2, column)]), outcome.messages
    assert not Complaint.objects.exists()


def test_another_teams_account_is_none(account, cast, load):
    outcome = load("complaints", HEAD + OPEN, "--as", cast.rival.email)
    assert (outcome.refused, outcome.problems) == (True, [(2, "account")])


def test_what_is_open_here_is_closed_here(account, cast, load):
    load("complaints", HEAD + OPEN, "--as", cast.manager.email)
    ended = OPEN.replace(",2,,,", ",2,Done,2026-01-09,")
    assert load("complaints", HEAD + ended, "--as", cast.manager.email).problems == [(2, "closed_at")]
    assert Complaint.objects.get().is_open


def test_its_page_says_how_it_ended(account, cast, load, sign_in):
    load("complaints", HEAD + CLOSED, "--as", cast.manager.email)
    page = sign_in("rep").get(Complaint.objects.get().get_absolute_url())
    assert page.status_code == 200
    assert "Closed before it came here" in page.content.decode()
