"""A policy is the whole company's: who sees a part of it reads how much more it judges, and when the answer is old."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction

from accounts.models import Account
from scoring.models import WhatIf
from scoring.queries import came_since, stale_because, standing_night
from scoring.services import policy_draft
from scoring.services.what_if import what_if_now
from teams.models import Company, CostRate
from tests.cast import make_account
from tests.scoring.make import DATE, book, earners, night, visit

SAID = "out of your sight"


@pytest.fixture
def draft(cast):
    earners(cast.rep, 100, 60)
    for name in ("X", "Y", "Z"):
        book(make_account(cast.outsider, name), 10, 0)
    night()
    made = policy_draft(actor=cast.manager, gold_share=Decimal("0.9"))
    what_if_now(made)
    return made


def judged(draft) -> WhatIf:
    return WhatIf.objects.select_related("policy", "run").get(policy=draft)


def test_a_manager_of_one_part_reads_how_many_others_it_judges(draft, sign_in):
    page = sign_in("manager").get(f"/rules/tiers/{draft.version}/")
    assert page.context["out_of_sight"] == 3
    told = page.content.decode()
    assert "3 more accounts, out of your sight, are judged by it, too." in told
    assert "also for accounts that you don&#x27;t see" in told or "also for accounts that you don't see" in told
    assert "X" not in [row.account.name for row in page.context.get("rows", [])]


def test_who_sees_all_is_told_of_no_others(draft, sign_in, api):
    page = sign_in("admin").get(f"/rules/tiers/{draft.version}/")
    assert SAID not in page.content.decode()
    assert api("admin").get(f"/api/v1/tier-policies/{draft.version}/what-if/").json()["out_of_sight"] == 0


def test_the_api_tells_the_same(draft, api):
    assert api("manager").get(f"/api/v1/tier-policies/{draft.version}/what-if/").json()["out_of_sight"] == 3


def test_another_hourly_rate_makes_it_old(cast, draft):
    assert stale_because(judged(draft), standing_night()) == []
    CostRate.objects.create(user=cast.rep, valid_from=dt.date(2020, 1, 1), hourly=90)
    assert stale_because(judged(draft), standing_night()) == ["hourly rates were changed"]
    what_if_now(draft)
    assert stale_because(judged(draft), standing_night()) == []


def test_another_zone_makes_it_old(draft):
    Company.objects.update(timezone="Europe/Berlin")
    assert stale_because(judged(draft), standing_night()) == ["the company's time zone was changed"]


@pytest.mark.parametrize("come", [book, visit])
def test_what_came_since_the_night_is_said_to_wait_for_the_next(cast, draft, sign_in, api, come):
    where = f"/api/v1/tier-policies/{draft.version}/what-if/"
    assert not came_since(judged(draft), standing_night())
    with transaction.atomic():
        come(Account.objects.filter(owner=cast.rep)[0])
    assert api("manager").get(where).json()["came_since"] is True
    assert "the next one counts them" in sign_in("manager").get(f"/rules/tiers/{draft.version}/").content.decode()
    night(DATE + dt.timedelta(days=1))
    what_if_now(draft)
    assert api("manager").get(where).json()["came_since"] is False
