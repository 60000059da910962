"""Whatever happens to the visits, account and contacts carry exactly what the visits say."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import services
from accounts.models import Account, Contact, Visit
from accounts.services import refresh_visit_facts
from foundation import clock
from tests.cast import make_account

from .make import contact_of

ACTIONS = st.sampled_from(["log", "plan", "report", "cancel", "done", "reopen", "move"])
STEPS = st.tuples(ACTIONS, st.integers(0, 9), st.integers(0, 9), st.booleans(), st.booleans())


def expected(account: Account) -> tuple:
    """The same facts, computed in Python."""
    logged = [visit for visit in account.visits.all() if visit.state == "logged"]
    met = [company_day(visit) for visit in logged if visit.outcome != "not_met"]
    steps = [visit for visit in logged if visit.next_step_on and not visit.next_step_done_at]
    steps.sort(key=lambda visit: (visit.next_step_on, -visit.starts_at.timestamp(), -visit.pk))
    first = (steps[0].next_step, steps[0].next_step_on) if steps else ("", None)
    return (max(met, default=None), *first)


def expected_met(contact: Contact) -> dt.date | None:
    visits = contact.visits.filter(state="logged").exclude(outcome="not_met")
    return max(map(company_day, visits), default=None)


def company_day(visit: Visit) -> dt.date:
    return timezone.localtime(visit.starts_at, dt.timezone(dt.timedelta(hours=8))).date()


def act(cast, account, people, step) -> None:
    action, which, days, flag, other = step
    visits = list(account.visits.order_by("pk"))
    target = visits[which % len(visits)] if visits else None
    chosen = [person for person, wanted in zip(people, (flag, other), strict=True) if wanted]
    now, today = timezone.now(), clock.today()
    match action:
        case "log":
            promise = {"next_step": f"Step {which}", "next_step_on": today + dt.timedelta(days=which)} if flag else {}
            fields = {"contacts": chosen, "outcome": "not_met" if other else "steady", **promise}
            services.visit_log(actor=cast.rep, account=account, starts_at=now - dt.timedelta(days=days), **fields)
        case "plan":
            services.visit_plan(actor=cast.rep, account=account, starts_at=now + dt.timedelta(1), contacts=chosen)
        case "report" if target and target.state == "planned":
            services.visit_log_planned(target, actor=cast.rep, version=target.version, contacts=chosen)
        case "cancel" if target:
            services.visit_cancel(target, actor=cast.rep, version=target.version)
        case "done" if target and target.has_open_step:
            services.step_done(target, actor=cast.rep)
        case "reopen" if target:
            services.step_reopen(target, actor=cast.rep)
        case "move" if target and target.state == "logged" and not target.next_step:
            earlier = now - dt.timedelta(days=days)
            services.visit_update(target, actor=cast.rep, version=target.version, starts_at=earlier, contacts=chosen)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=12))
def test_facts_equal_what_the_visits_say(cast, steps):
    account = make_account(cast.rep)
    people = [contact_of(account, "A"), contact_of(account, "B")]
    for step in steps:
        act(cast, account, people, step)
    account.refresh_from_db()
    assert (account.last_visit_on, account.next_step, account.next_step_on) == expected(account)
    for person in people:
        person.refresh_from_db()
        assert person.last_met_on == expected_met(person)


def test_rows_written_in_bulk_are_told_in_one_go(cast, account, foreign):
    contact = contact_of(account)
    at = timezone.now() - dt.timedelta(days=2)
    rows = [
        Visit(account=owner, by=owner.owner, starts_at=at, currency="CNY", next_step="Call", next_step_on=clock.today())
        for owner in (account, foreign)
    ]
    Visit.objects.bulk_create(rows)
    rows[0].contacts.add(contact)
    refresh_visit_facts([account.pk, foreign.pk])
    for row in (account, foreign):
        row.refresh_from_db()
        assert (row.last_visit_on, row.next_step, row.next_step_on) == expected(row)
    contact.refresh_from_db()
    assert contact.last_met_on == expected_met(contact)


def test_the_day_of_a_visit_is_the_companys(cast, account):
    evening = dt.datetime(2026, 3, 9, 20, 0, tzinfo=dt.UTC)  # already the tenth in Shanghai, the company's zone
    services.visit_log(actor=cast.rep, account=account, starts_at=evening)
    account.refresh_from_db()
    assert account.last_visit_on == dt.date(2026, 3, 10)
