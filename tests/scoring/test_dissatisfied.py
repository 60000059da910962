"""A customer below expectation alerts at once, while the answer is fresh, and is silent once it is met."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Account
from foundation import clock
from scoring.models import Alert, AlertRule
from scoring.queries import open_alerts
from scoring.services import refresh_alerts
from surveys import services as surveys
from surveys.models import Survey
from tests.scoring.make import night
from tests.surveys.make import recorded

DAY = dt.timedelta(days=1)


@pytest.fixture
def gold(account: Account) -> Account:
    Account.objects.filter(pk=account.pk).update(tier="gold", last_visit_on=clock.today(), next_step_on=clock.today())
    account.refresh_from_db()
    return account


def causes(account: Account) -> list[str]:
    refresh_alerts(account.pk)
    rows = Alert.objects.filter(account=account, over_on=None, cause="dissatisfied")
    return [row.state for row in rows]


def test_below_expectation_alerts_with_what_to_mend(gold):
    recorded(gold, (5, 3), (4, 4))
    assert causes(gold) == ["new"]
    (alert,) = (row for row in open_alerts(gold) if row.cause == "dissatisfied")
    assert alert.sentence == ("Experience lies 1.0 below expectation, most with “Product quality” (asked 0 days ago).")


@pytest.mark.parametrize(
    ("marks", "states"), [([(4, 4)], []), ([(5, 4), (4, 4), (4, 4)], []), ([(5, 4), (4, 4)], ["new"])]
)
def test_the_rule_says_how_far_below(gold, marks, states):
    recorded(gold, *marks)
    assert causes(gold) == states


def test_met_again_or_withdrawn_resolves_it(gold):
    row = recorded(gold, (5, 2))
    assert causes(gold) == ["new"]
    surveys.survey_withdraw(row, actor=gold.owner, version=row.version, note="Wrong account")
    assert causes(gold) == []
    recorded(gold, (5, 2))
    assert causes(gold) == ["new"]
    recorded(gold, (4, 5))
    assert causes(gold) == []


def test_an_old_answer_and_a_lost_account_do_not_alert(gold):
    recorded(gold, (5, 1))
    Survey.objects.update(answered_at=timezone.now() - 200 * DAY)
    assert causes(gold) == []
    Survey.objects.update(answered_at=timezone.now())
    Account.objects.filter(pk=gold.pk).update(lost_on=clock.today())
    assert causes(gold) == []


def test_the_rule_can_be_off(gold):
    AlertRule.objects.filter(cause="dissatisfied").update(is_enabled=False)
    recorded(gold, (5, 1))
    assert causes(gold) == []


def test_the_night_keeps_and_ends_it_as_days_pass(gold):
    first = dt.date(2026, 3, 10)
    recorded(gold, (5, 1), answered_on=first - 5 * DAY)
    AlertRule.objects.filter(cause="dissatisfied").update(tiers=[])
    night(first)
    state = Alert.objects.filter(account=gold, cause="dissatisfied", over_on=None)
    assert state.exists()
    night(first + DAY)
    assert state.exists()
    for day in (173, 174, 175, 176, 177):
        night(first + day * DAY)
    assert not state.exists()
