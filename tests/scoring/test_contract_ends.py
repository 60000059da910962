"""A contract that ends without renewal alerts in time, and speaks beside the account's churn figure."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Account
from dossier import services as dossier
from dossier.models import Contract
from foundation import clock
from journal.models import Job
from scoring.models import Alert, AlertRule
from scoring.queries import open_alerts
from scoring.queries.churn_words import concerns
from scoring.services import refresh_alerts
from tests.dossier.make import contract_of, ending
from tests.scoring.make import night

DAY = dt.timedelta(days=1)


@pytest.fixture
def gold(account: Account) -> Account:
    Account.objects.filter(pk=account.pk).update(tier="gold", last_visit_on=clock.today(), next_step_on=clock.today())
    account.refresh_from_db()
    return account


def states(account: Account) -> list[str]:
    refresh_alerts(account.pk)
    return [row.state for row in Alert.objects.filter(account=account, over_on=None, cause="contract_ends")]


def test_the_end_is_told_with_its_last_day_of_notice_and_is_a_reason_to_leave(gold):
    row = ending(gold, 40, notice_days=30)
    assert states(gold) == ["new"]
    alerts = open_alerts(gold)
    (reason,) = concerns(alerts)
    assert (reason.code, reason.facts["contract"]) == ("contract_ends", row.pk)
    assert reason.sentence.startswith("“Frame 2026” ends on ")
    assert "last day of notice" in reason.sentence
    assert (alerts[0].due_on - alerts[0].opened_on).days >= 10


@pytest.mark.parametrize(
    ("days", "fields", "found"),
    [
        (40, {}, []),
        (28, {}, ["new"]),
        (60, {"notice_days": 40}, ["new"]),
        (10, {"renews": True}, []),
        (10, {"signed_on": None}, []),
    ],
)
def test_it_speaks_before_notice_must_be_given_and_of_what_ends(gold, days, fields, found):
    ending(gold, days, **fields)
    assert states(gold) == found


def test_it_is_silent_once_decided_or_followed_and_speaks_when_terminated(gold):
    row = ending(gold, 10)
    assert states(gold) == ["new"]
    Contract.objects.filter(pk=row.pk).update(settled_for=row.ends_on)
    assert states(gold) == []
    Contract.objects.filter(pk=row.pk).update(settled_for=None)
    assert states(gold) == ["new"]
    later = contract_of(gold, title="Next")
    Contract.objects.filter(pk=later.pk).update(follows=row)
    assert states(gold) == []
    Contract.objects.filter(pk=later.pk).update(terminated_on=clock.today() + 5 * DAY)
    assert states(gold) == ["new"]


def test_long_over_lost_and_rule_off_are_silent(gold):
    row = ending(gold, 10)
    Contract.objects.filter(pk=row.pk).update(ends_on=clock.today() - 50 * DAY)
    assert states(gold) == []
    Contract.objects.filter(pk=row.pk).update(ends_on=clock.today())
    Account.objects.filter(pk=gold.pk).update(lost_on=clock.today())
    assert states(gold) == []
    Account.objects.filter(pk=gold.pk).update(lost_on=None)
    AlertRule.objects.filter(cause="contract_ends").update(is_enabled=False)
    assert states(gold) == []


def test_a_change_of_a_contract_is_judged_at_once(gold):
    row = ending(gold, 10)
    asked = Job.objects.filter(task="scoring.refresh_alerts")
    assert asked.exists()
    asked.delete()
    dossier.contract_terminate(row, actor=gold.owner, version=row.version, terminated_on=clock.today(), end_note="x")
    assert asked.exists()


def test_nights_begin_and_end_it_as_days_pass_and_again_change_nothing(gold):
    first = dt.date(2026, 3, 10)
    AlertRule.objects.filter(cause="contract_ends").update(tiers=[])
    ending(gold, 10)
    Contract.objects.update(
        starts_on=first - 300 * DAY, signed_on=first - 300 * DAY, ends_on=first + 50 * DAY, notice_days=18
    )
    current = Alert.objects.filter(account=gold, cause="contract_ends", over_on=None)
    for day, stands in ((0, False), (1, False), (2, True), (3, True), (3, True), (80, True), (81, False)):
        night(first + day * DAY)
        assert current.exists() == stands, day
    rows = list(Alert.objects.order_by("pk").values())
    night(first + 81 * DAY)
    assert list(Alert.objects.order_by("pk").values()) == rows
