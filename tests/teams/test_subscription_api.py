"""Reports by mail, through the API: the caller's own, refused where the page would be."""

from __future__ import annotations

from typing import Any

import pytest

from teams.models import Subscription
from tests.cast import Cast

URL = "/api/v1/subscriptions/"
WEEKLY = {"report": "funnel", "query": "", "rhythm": "weekly", "weekday": 1, "hour": 7}


def test_one_is_made_moved_and_stopped(cast: Cast, api: Any) -> None:
    client = api("rep")
    made = client.post(URL, WEEKLY)
    assert made.status_code == 201
    address = f"{URL}{made.json()['id']}/"
    moved = client.patch(address, {"rhythm": "daily"}).json()
    assert (moved["rhythm"], moved["weekday"], moved["hour"]) == ("daily", 1, 7)
    assert client.delete(address).status_code == 204
    assert not Subscription.objects.exists()


def test_everybody_sees_his_own_alone(cast: Cast, api: Any) -> None:
    api("rep").post(URL, WEEKLY)
    assert [len(api(who).get(URL).json()["results"]) for who in ("rep", "manager", "admin")] == [1, 0, 0]


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"report": "monday"}, 403),
        ({"report": "no-such-report"}, 400),
        ({"query": "colour=red"}, 400),
        ({"hour": 24}, 400),
        ({"rhythm": "yearly"}, 400),
        ({"language": "en"}, 400),
    ],
)
def test_what_the_page_would_refuse_is_refused(cast: Cast, api: Any, told: dict[str, Any], status: int) -> None:
    assert api("rep").post(URL, {**WEEKLY, **told}).status_code == status
    assert not Subscription.objects.exists()


def test_a_program_is_sent_no_mail(cast: Cast, api: Any) -> None:
    answer = api("integration").post(URL, WEEKLY)
    assert (answer.status_code, answer.json()["detail"]) == (400, "Reports are sent to people, not to programs.")
