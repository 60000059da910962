"""The cadence is a rule that people who lead change, each change with who and when."""

from __future__ import annotations

import pytest

from accounts import services
from accounts.models import Cadence
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event

TIERS = ["platinum", "gold", "iron", "lead", "unrated"]


def typed(**changes: int) -> dict[str, int]:
    days = {"platinum": 14, "gold": 30, "iron": 60, "lead": 120, "unrated": 60}
    sent = {f"days_{tier}": days[tier] for tier in TIERS} | {f"version_{tier}": 1 for tier in TIERS}
    return {**sent, **changes}


def gold() -> Cadence:
    return Cadence.objects.get(tier="gold")


def test_only_what_changed_is_written_and_told(sign_in, cast):
    assert sign_in("manager").post("/rules/cadence/", typed(days_gold=21)).status_code == 302
    assert (gold().days, gold().version) == (21, 2)
    event = Event.objects.get()
    assert (event.actor, event.changes) == (cast.manager, {"days": [30, 21], "tier": "gold"})


def test_the_page_tells_who_changed_what(sign_in, cast):
    services.cadence_set(gold(), actor=cast.director, version=1, days=21)
    body = sign_in("manager").get("/rules/cadence/").content.decode()
    assert "30 → 21 days" in body
    assert "Director" in body


def test_a_stale_edit_shows_both(sign_in, cast):
    services.cadence_set(gold(), actor=cast.director, version=1, days=21)
    answer = sign_in("manager").post("/rules/cadence/", typed(days_gold=40, days_lead=99))
    body = answer.content.decode()
    assert answer.status_code == 412
    assert 'value="40"' in body
    assert "21" in body
    assert Cadence.objects.get(tier="lead").days == 120
    assert sign_in("manager").post("/rules/cadence/", typed(days_gold=40, version_gold=2)).status_code == 302
    assert gold().days == 40


@pytest.mark.parametrize("days", ["0", "-1", "3651", "x", "", "9" * 30])
def test_no_such_cadence(sign_in, cast, days):
    answer = sign_in("manager").post("/rules/cadence/", typed(days_gold=days))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["days_gold"])


def test_the_service_knows_its_rules_itself(cast):
    with pytest.raises(RuleBroken):
        services.cadence_set(gold(), actor=cast.manager, version=1, days=0)
    with pytest.raises(Forbidden):
        services.cadence_set(gold(), actor=cast.rep, version=1, days=10)
    with pytest.raises(StaleEdit):
        services.cadence_set(gold(), actor=cast.manager, version=9, days=10)
    assert not Event.objects.exists()
