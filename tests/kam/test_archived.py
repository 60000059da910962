"""An archived account is closed: nothing that hangs on it is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Account
from dossier import services as dossier
from foundation import clock
from foundation.errors import RuleBroken
from losses import services as losses
from relations import services as relations
from surveys import services as surveys
from tests.accounts.make import contact_of
from tests.cast import make_account
from tests.dossier.make import contract_of
from tests.losses.make import loss_of, step_of, win_back_of
from tests.surveys.make import recorded

pytestmark = pytest.mark.django_db


@pytest.fixture
def writes(account: Account, cast: Any, settings: Any, tmp_path: Any) -> dict[str, Callable[[], Any]]:
    settings.MEDIA_ROOT = tmp_path / "files"
    who, today, contract = cast.rep, clock.today(), contract_of(account, renews=True)
    paper = dossier.attachment_add(actor=who, account=account, file=SimpleUploadedFile("a.txt", b"x"))
    expected, survey = dossier.expectation_add(actor=who, account=account, text="x"), recorded(account)
    person, other = contact_of(account), contact_of(make_account(who, "Other"))
    known = relations.acquaintance_set(actor=who, contact=person, person=who, closeness=2)
    referral = relations.referral_create(actor=who, account=account, introducer=other)
    account.refresh_from_db()
    loss = loss_of(account)
    plan = win_back_of(loss)
    step = step_of(plan)
    a: dict[str, Any] = {"actor": who}
    e = {**a, "version": 1}
    Account.objects.filter(pk=account.pk).update(archived_at="2026-01-01T00:00Z")
    return {
        "contract_update": lambda: dossier.contract_update(contract, **e, title="y"),
        "contract_settle": lambda: dossier.contract_settle(contract, **e),
        "contract_renew": lambda: dossier.contract_renew(contract, **e),
        "contract_terminate": lambda: dossier.contract_terminate(contract, **e, terminated_on=today, end_note="q"),
        "attachment_update": lambda: dossier.attachment_update(paper, **e, note="q"),
        "attachment_remove": lambda: dossier.attachment_remove(paper, **e),
        "expectation_update": lambda: dossier.expectation_update(expected, **e, met="yes"),
        "survey_withdraw": lambda: surveys.survey_withdraw(survey, **e, note="q"),
        "loss_update": lambda: losses.loss_update(loss, **e, learned="q"),
        "loss_withdraw": lambda: losses.loss_withdraw(loss, **e, note="q"),
        "win_back_update": lambda: losses.win_back_update(plan, **e, aim="q"),
        "win_back_end": lambda: losses.win_back_end(plan, **e, won=True, result="q"),
        "win_back_step_add": lambda: step_of(plan),
        "win_back_step_update": lambda: losses.win_back_step_update(step, **e, text="q"),
        "win_back_step_done": lambda: losses.win_back_step_done(step, **a),
        "profile_set": lambda: relations.profile_set(**a, contact=person, hobbies="q"),
        "assessment_set": lambda: relations.assessment_set(**a, contact=person, shared="q"),
        "acquaintance_set": lambda: relations.acquaintance_set(**a, contact=person, person=cast.peer, closeness=1),
        "acquaintance_remove": lambda: relations.acquaintance_remove(known, **a),
        "referral_update": lambda: relations.referral_update(referral, **e, note="q"),
        "referral_remove": lambda: relations.referral_remove(referral, **a),
        "wall_mark": lambda: relations.wall_mark(**a, account=account, push=1, share=1, contact=1, rapport=1),
    }


def test_nothing_is_written_at_an_archived_account(writes: dict[str, Callable[[], Any]]) -> None:
    written = []
    for name, write in writes.items():
        try:
            write()
        except RuleBroken as refusal:
            if "archived" in refusal.message:
                continue
        written.append(name)
    assert written == []
