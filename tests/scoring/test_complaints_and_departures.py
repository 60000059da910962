"""Open complaints and a decision-maker who left alert, and speak beside the account's churn figure."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Account, Contact
from accounts.services import contact_archive, contact_create, contact_unarchive, contact_update
from care.models import Complaint
from care.services import complaint_close, complaint_open
from foundation import clock
from journal.models import Job
from scoring.models import Alert, AlertRule
from scoring.queries import open_alerts
from scoring.queries.churn_words import concerns
from scoring.services import refresh_alerts
from tests.scoring.make import night

DAY = dt.timedelta(days=1)


@pytest.fixture
def gold(account: Account) -> Account:
    Account.objects.filter(pk=account.pk).update(tier="gold", last_visit_on=clock.today(), next_step_on=clock.today())
    account.refresh_from_db()
    return account


def sentences(account: Account) -> list[str]:
    refresh_alerts(account.pk)
    return [reason.sentence for reason in concerns(open_alerts(account))]


def complaint(account: Account, *, days: int = 0, level: int = 1) -> Complaint:
    received = timezone.now() - days * DAY
    return complaint_open(actor=account.owner, account=account, text="Late", level=level, received_at=received)


def decider(account: Account, name: str = "Liu Ying") -> Contact:
    return contact_create(actor=account.owner, account=account, name=name, roles=["decision_maker"])


def left(contact: Contact, *, days: int = 0) -> Contact:
    gone = contact_archive(contact, actor=contact.account.owner, version=contact.version)
    Contact.objects.filter(pk=gone.pk).update(archived_at=timezone.now() - days * DAY)
    gone.refresh_from_db()
    return gone


def test_an_open_complaint_is_a_reason_at_once_and_ends_with_it(gold: Account, cast: Any) -> None:
    row = complaint(gold)
    (said,) = sentences(gold)
    assert said.startswith("A complaint has been open since ")
    assert said.endswith("(Grievance).")
    complaint_close(row, actor=cast.admin, version=row.version, result="Mended")
    assert sentences(gold) == []


def test_several_are_one_reason_with_the_gravest(gold: Account) -> None:
    first, second = complaint(gold, days=9), complaint(gold, level=2)
    (said,) = sentences(gold)
    assert said.startswith("2 complaints are open, the first since ")
    assert said.endswith("(the gravest: Complaint).")
    facts = Alert.objects.get(cause="complaint").facts
    assert (facts["complaint"], facts["level"], facts["count"]) == (second.pk, 2, 2)
    Complaint.objects.filter(pk=first.pk).update(level=3)
    refresh_alerts(gold.pk)
    assert Alert.objects.get(cause="complaint").facts["complaint"] == first.pk, "an open alert follows its facts"


@pytest.mark.parametrize(("days", "found"), [(0, 0), (2, 0), (3, 1), (9, 1)])
def test_how_long_it_must_be_open_is_a_rule(gold: Account, days: int, found: int) -> None:
    AlertRule.objects.filter(cause="complaint").update(threshold=3)
    complaint(gold, days=days)
    assert len(sentences(gold)) == found


def test_a_decision_maker_who_left_is_a_reason_until_somebody_decides(gold: Account) -> None:
    boss = decider(gold)
    assert sentences(gold) == []
    boss = left(boss)
    (said,) = sentences(gold)
    assert said.startswith("Liu Ying, who decided, left on ")
    successor = contact_create(actor=gold.owner, account=gold, name="Wang Lei")
    assert len(sentences(gold)) == 1
    successor = contact_update(successor, actor=gold.owner, version=successor.version, roles=["decision_maker"])
    assert sentences(gold) == []
    left(successor)
    assert "Wang Lei" in sentences(gold)[0], "the one who left last"
    contact_unarchive(boss, actor=gold.owner, version=boss.version)
    assert sentences(gold) == []


@pytest.mark.parametrize(("days", "found"), [(0, 1), (90, 1), (91, 0), (400, 0)])
def test_it_is_no_news_for_ever(gold: Account, days: int, found: int) -> None:
    left(decider(gold), days=days)
    assert len(sentences(gold)) == found


def test_who_decides_nothing_may_leave(gold: Account) -> None:
    left(contact_create(actor=gold.owner, account=gold, name="User", roles=["user", "purchaser"]))
    assert sentences(gold) == []


def test_lost_and_other_tiers_and_rules_off_are_silent(gold: Account) -> None:
    complaint(gold)
    left(decider(gold))
    assert len(sentences(gold)) == 2
    for change in ({"lost_on": clock.today()}, {"lost_on": None, "tier": "lead"}):
        Account.objects.filter(pk=gold.pk).update(**change)
        assert sentences(gold) == []
    Account.objects.filter(pk=gold.pk).update(tier="gold")
    AlertRule.objects.filter(cause__in=["complaint", "decider_left"]).update(is_enabled=False)
    assert sentences(gold) == []


def test_both_are_judged_at_once(gold: Account) -> None:
    asked = Job.objects.filter(task="scoring.refresh_alerts", args=[gold.pk])
    complaint(gold)
    assert asked.exists()
    asked.delete()
    boss = decider(gold)
    asked.delete()
    left(boss)
    assert asked.exists()


def test_nights_begin_and_end_them_as_days_pass_and_again_change_nothing(gold: Account) -> None:
    first = dt.date(2026, 3, 10)
    AlertRule.objects.filter(cause__in=["complaint", "decider_left"]).update(tiers=[])
    AlertRule.objects.filter(cause="complaint").update(threshold=3)
    row, boss = complaint(gold), left(decider(gold))
    noon = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)
    Complaint.objects.filter(pk=row.pk).update(received_at=noon)
    Contact.objects.filter(pk=boss.pk).update(archived_at=noon)
    current = Alert.objects.filter(account=gold, over_on=None).order_by("cause").values_list("cause", flat=True)
    both = ["complaint", "decider_left"]
    told = {0: both[1:], 1: both[1:], 2: both, 3: both, 89: both, 90: both[:1], 95: both[:1]}
    for day, causes in told.items():
        night(first + day * DAY)
        assert [cause for cause in current.all() if cause in both] == causes, day
    rows = list(Alert.objects.order_by("pk").values())
    night(first + 95 * DAY)
    assert list(Alert.objects.order_by("pk").values()) == rows


def test_its_words_in_chinese(gold: Account, sign_in: Any, cast: Any) -> None:
    complaint(gold, level=3)
    left(decider(gold))
    refresh_alerts(gold.pk)
    cast.rep.language = "zh-hans"
    cast.rep.save()
    page = sign_in("rep").get(f"/accounts/{gold.pk}/").content.decode()
    assert "起有 1 件投诉未结（最高：危机）" in page
    assert "目前没有已知的决策人" in page
