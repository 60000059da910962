"""A page costs the same number of queries at ten rows and at three hundred, and never more than twelve."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Account, Contact, ContactRole, Visit
from accounts.services import refresh_visit_facts
from foundation import clock
from pipeline.models import Move, Opportunity, Stage
from scoring.models import ScoringRun, TierDecision, TierPolicy
from tests.cast import make_account

FEW, MANY, MOST = 10, 300, 12
LISTS = [
    "/accounts/", "/accounts/?overdue=true&ordering=-last_visit", "/accounts/?q=name&ordering=tier",
    "/accounts/?ordering=-profit", "/visits/new/", "/calendar/?who=team",
    "/api/v1/accounts/", "/api/v1/accounts/?ordering=profit", "/api/v1/contacts/", "/api/v1/visits/",
]  # fmt: skip
DETAILS = ["/accounts/{account}/", "/contacts/{contact}/", "/visits/new/?account={account}", "/visits/{visit}/edit/"]


def fill(cast, account: Account, number: int) -> dict[str, int]:
    """`number` more accounts, and as many people, visits and opportunities at `account`."""
    now, today = timezone.now(), clock.today()
    for n in range(number):
        make_account(cast.rep, f"Name {n}", parent=account, industry=f"Industry {n}")
    people = Contact.objects.bulk_create(Contact(account=account, name=f"Person {n}") for n in range(number))
    ContactRole.objects.bulk_create(ContactRole(account=account, contact=person, role="user") for person in people)
    at = {"account": account, "by": cast.rep, "currency": "CNY"}
    step = {"next_step": "Call", "next_step_on": today}
    visits = Visit.objects.bulk_create(
        [
            *(Visit(**at, **step, starts_at=now - dt.timedelta(days=n)) for n in range(number)),
            *(Visit(**at, starts_at=now + dt.timedelta(hours=n), state="planned") for n in range(number)),
        ]
    )
    links = Visit.contacts.through
    links.objects.bulk_create(links(visit=visits[n], contact=people[n]) for n in range(number))
    refresh_visit_facts([account.pk])
    _sell(cast, account, number)
    return {"account": account.pk, "contact": people[0].pk, "visit": visits[0].pk}


def _sell(cast, account: Account, number: int) -> None:
    stage, now = Stage.objects.order_by("position")[0], timezone.now()
    deals = Opportunity.objects.bulk_create(
        Opportunity(
            account=account, owner=cast.rep, team=cast.north, name=f"Deal {n}", stage=stage, stage_since=now,
            opened_on=now.date(), amount=1, currency="CNY",
        )
        for n in range(number)
    )  # fmt: skip
    Move.objects.bulk_create(
        Move(
            opportunity=deal, kind="opened", to_stage=stage, amount_after=1, currency="CNY", base_after=1, by=cast.rep,
            owner=cast.rep, team=cast.north,
        )
        for deal in deals
    )  # fmt: skip


def rate(account: Account) -> None:
    """A night has rated the account, so its page explains the tier."""
    today, nothing = clock.today(), dict.fromkeys(("revenue", "cost", "cost_to_serve", "profit"), 0)
    policy = TierPolicy.objects.get(state="active")
    ScoringRun.objects.create(business_date=today, state="done", policy=policy, finished_at=timezone.now(), rated=1)
    TierDecision.objects.create(
        account=account, valid_from=today, tier="iron", rule="ordinary", computed_rule="ordinary", entries=1, **nothing
    )
    Account.objects.filter(pk=account.pk).update(tier="iron", scored_at=today)


def queries(client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("who", ["rep", "manager"])
def test_the_same_at_ten_rows_and_at_three_hundred(sign_in, cast, account, who):
    client = sign_in(who)
    client.get("/calendar/")  # the first request of a session also writes when it was used
    ids = fill(cast, account, FEW)
    rate(account)
    paths = [path.format(**ids) for path in LISTS + DETAILS]
    few = {path: queries(client, path) for path in paths}
    fill(cast, account, MANY - FEW)
    assert {path: queries(client, path) for path in paths} == few
    assert {path: count for path, count in few.items() if count > MOST} == {}


def test_logging_a_visit_costs_the_same_however_many_there_are(api, cast, account):
    client = api("rep")

    def cost() -> int:
        people = list(Contact.objects.values_list("pk", flat=True)[:2])
        with CaptureQueriesContext(connection) as captured:
            body = {"account": account.pk, "contacts": people, "outcome": "steady"}
            assert client.post("/api/v1/visits/", body).status_code == 201
        return len(captured)

    fill(cast, account, FEW)
    cost()
    few = cost()
    fill(cast, account, MANY - FEW)
    assert cost() == few
