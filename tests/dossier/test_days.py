"""Days and words that contradict each other are refused, by the service and by the table."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Account
from dossier import services
from dossier.models import Attachment, Contract, ContractReminder
from foundation import clock
from foundation.errors import RuleBroken
from relations.models import HelpRequest
from surveys.models import Survey
from tests.dossier.make import DAY, ending
from tests.losses.make import loss_of, win_back_of
from tests.surveys.make import asked

pytestmark = pytest.mark.django_db


def terminated(contract: Contract, day: dt.date) -> Contract:
    owner = contract.account.owner
    return services.contract_terminate(contract, actor=owner, version=1, terminated_on=day, end_note="Too dear")


@pytest.mark.parametrize("days", [10, -10])
def test_what_ends_by_itself_is_not_terminated_after_that(account: Account, days: int) -> None:
    contract = ending(account, days)
    with pytest.raises(RuleBroken) as refusal:
        terminated(contract, contract.ends_on + DAY)
    assert refusal.value.field == "terminated_on"
    assert terminated(contract, contract.ends_on).terminated_on == contract.ends_on


def test_what_renews_itself_may_be_terminated_for_a_later_end(account: Account) -> None:
    contract = ending(account, renews=True, renewal_months=12)
    assert terminated(contract, contract.ends_on + 300 * DAY).is_terminated


@pytest.mark.parametrize(
    "said",
    [
        {"terminated_on": dt.date(2090, 1, 1)},
        {"terminated_on": dt.date(1990, 1, 1)},
        {"signed_on": None, "terminated_on": clock.today()},
        {"kind": "other than that"[:10]},
    ],
)
def test_the_table_keeps_no_contract_that_contradicts_itself(account: Account, said: dict[str, Any]) -> None:
    ending(account)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.update(**said)


def test_the_tables_keep_no_word_that_no_form_offers(account: Account, cast: Any) -> None:
    survey = asked(account)
    request = HelpRequest.objects.create(
        account=account, mark="push", helper=cast.manager, text="x", due_on=clock.today(), asked_by=cast.rep
    )
    plan = win_back_of(loss_of(account))
    paper = Attachment.objects.create(account=account, name="a", kind="txt", size=1, digest="x", file="x")
    wrong: list[tuple[Any, dict[str, Any]]] = [
        (survey, {"state": "x"}), (survey, {"way": "x"}), (survey, {"occasion": "x"}),
        (request, {"mark": "x"}), (request, {"answer": "yes"}), (request, {"answered_at": "2026-01-01T00:00Z"}),
        (plan, {"approach": "x"}), (plan.loss, {"state": "x", "ended_on": clock.today()}),
        (paper, {"kind": "exe"}), (paper, {"removed_by": cast.rep}), (ContractReminder.objects.first(), {"tier": "x"}),
    ]  # fmt: skip
    for row, said in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**said)
    assert Survey.objects.get().state == "open"
