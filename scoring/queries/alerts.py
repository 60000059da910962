"""Alerts: which accounts somebody should look at now."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, SmallIntegerField, Value, When

from accounts.models import Account
from accounts.queries.worth import by_worth
from foundation import clock
from scoring.models import Alert, AlertStep, PlaybookStep
from scoring.models.alert import OPEN_STATES
from scoring.queries.words import alert_sentence
from teams.models import Company

BY_TIER = by_worth("account__")
"""Of alerts due on one day the most valuable accounts first."""
LAST_CLOSED = F("closed_at").desc(nulls_last=True)


def open_alerts(account: Account) -> list[Alert]:
    """Open alerts of an account, the most urgent first, each with its `sentence`. The caller checked its visibility."""
    rows = Alert.objects.filter(account=account, state__in=OPEN_STATES)
    return with_sentences(rows.select_related("owner", "escalated_to"))


def open_alerts_of(accounts: Collection[int]) -> dict[int, list[Alert]]:
    """The same of several accounts that the caller may see; nothing is asked for none."""
    found: dict[int, list[Alert]] = {}
    rows = Alert.objects.filter(account__in=accounts, state__in=OPEN_STATES) if accounts else []
    for alert in with_sentences(rows):
        found.setdefault(alert.account_id, []).append(alert)
    return found


def alerts_with_people(alerts: QuerySet[Alert]) -> QuerySet[Alert]:
    """With what a list shows: account, owner, who closed it."""
    return alerts.select_related("account", "owner", "closed_by", "escalated_to")


def with_evidence(alerts: QuerySet[Alert]) -> QuerySet[Alert]:
    """With what `evidence_of` looks at of the account itself."""
    return alerts_with_people(alerts).select_related("account__churn", "account__published_profit")


def most_urgent(alerts: QuerySet[Alert]) -> QuerySet[Alert]:
    """Of each account the alert that is due first: what a list by account is sorted and paged by."""
    earlier = Q(due_on__lt=OuterRef("due_on")) | Q(due_on=OuterRef("due_on"), id__lt=OuterRef("id"))
    return alerts.filter(~Exists(alerts.order_by().filter(earlier, account=OuterRef("account"))))


def by_account(urgent: list[Alert], alerts: QuerySet[Alert]) -> list[list[Alert]]:
    """Each of `urgent` with the others of `alerts` at its account, in the order of their days."""
    causes: dict[int, list[Alert]] = {alert.account_id: [] for alert in urgent}
    for alert in alerts.filter(account__in=causes).order_by("due_on", "id"):
        causes[alert.account_id].append(alert)
    return list(causes.values())


def handed_up(user: Any) -> Case:
    """Sorts what was escalated to `user` first."""
    mine = When(escalated_to=user, state__in=OPEN_STATES, then=Value(0))
    return Case(mine, default=Value(1), output_field=SmallIntegerField())


def with_steps(alert: Alert) -> list[AlertStep] | list[PlaybookStep]:
    """The alert's own steps; before anybody acts on it those that the playbook would give it."""
    own = list(alert.steps.select_related("done_by"))
    if own or not alert.is_open or alert.acting_since:
        return own
    return list(PlaybookStep.objects.filter(playbook__cause=alert.cause).order_by("position"))


def with_sentences(alerts: Any) -> list[Alert]:
    """The alerts as a list, each with `sentence`: its cause and figures in the reader's language."""
    today, currency = clock.today(), Company.current().base_currency
    found = list(alerts)
    for alert in found:
        alert.sentence = alert_sentence(alert, today, currency)
    return found


def alert_counts(alerts: QuerySet[Alert], user: Any) -> dict[str, int]:
    """Of the alerts given: how many are open, past their day, escalated to `user`; and the accounts behind them."""
    is_open = alerts.order_by().filter(state__in=OPEN_STATES)
    return is_open.aggregate(
        open=Count("id"),
        late=Count("id", filter=Q(due_on__lt=clock.today())),
        escalated=Count("id", filter=Q(escalated_to=user)),
        accounts=Count("account", distinct=True),
    )
