"""Notices: told with the write, to who is concerned and sees the account, never to who did it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.services import account_archive, account_assign, account_create
from care import services as care
from foundation import clock
from foundation.errors import RuleBroken
from notices import services
from notices.choices import Kind
from notices.models import Notice
from notices.queries import in_words
from pipeline.choices import CloseReason
from pipeline.models import Opportunity
from pipeline.services import opportunity_close, opportunity_create
from relations.services import help_answer, help_ask


def told(person) -> list[tuple[str, str]]:
    return list(Notice.objects.filter(person=person).order_by("id").values_list("kind", "verb"))


def deal(account, by, **fields) -> Opportunity:
    return opportunity_create(actor=by, account=account, name="Press line", amount=Decimal(1000), **fields)


def test_whoever_is_given_an_account_is_told(cast, account):
    account_assign(account, actor=cast.manager, version=1, owner=cast.peer, team=cast.north)
    notice = Notice.objects.get()
    assert (notice.person, notice.kind, notice.actor, notice.about) == (cast.peer, "given", cast.manager, account.name)
    assert in_words(notice) == f"Account given to you: {account.name}"


def test_nobody_is_told_of_what_he_did_himself(cast):
    account_create(actor=cast.rep, name="New Works")
    assert not Notice.objects.exists()


def test_a_team_alone_that_changes_tells_no_owner(cast, account):
    account_assign(account, actor=cast.director, version=1, owner=cast.rep, team=cast.south)
    assert not Notice.objects.exists()


def test_an_owner_is_told_that_his_account_was_put_away(cast, account):
    account_archive(account, actor=cast.manager, version=1)
    assert told(cast.rep) == [("changed", "account.archived")]


def test_an_owner_is_told_who_won_his_deal(cast, account):
    row = deal(account, cast.rep)
    opportunity_close(row, actor=cast.manager, version=row.version, outcome="won", reason=CloseReason.PRICE)
    assert told(cast.rep) == [("changed", "opportunity.won")]
    assert told(cast.manager) == []


def test_several_in_one_transaction_are_one_notice_with_their_number(cast, account):
    for _ in range(3):
        deal(account, cast.manager, owner=cast.rep)
    notice = Notice.objects.get()
    assert (notice.many, notice.subject_id) == (3, None)
    assert in_words(notice) == "3 opportunities given to you"


def test_a_complaint_is_told_to_its_handler_then_to_who_decides_then_to_who_reported_it(cast, account):
    row = care.complaint_open(actor=cast.peer, account=account, text="Late again")
    assert told(cast.rep) == [("given", "complaint.opened")]
    care.escalate_late(row.due_at)
    assert told(cast.manager) == [("escalated", "complaint.escalated")]
    row.refresh_from_db()
    care.complaint_close(row, actor=cast.manager, version=row.version, result="Replaced")
    # Peer reported it and does not see the account any more than before.
    assert told(cast.peer) == []


def test_who_is_asked_for_help_reads_it_without_seeing_the_account(cast, account):
    row = help_ask(
        actor=cast.rep, account=account, mark="push", helper=cast.peer, text="Come with me", due_on=clock.today()
    )
    assert Notice.objects.visible_to(cast.peer).get().verb == "helprequest.asked"
    help_answer(row, actor=cast.peer, version=1, answer="Gladly")
    assert told(cast.rep) == [("answered", "helprequest.answered")]


def test_out_of_sight_is_out_of_existence(cast, account):
    account_archive(account, actor=cast.manager, version=1)
    assert Notice.objects.visible_to(cast.rep).count() == 1
    account.refresh_from_db()
    account_assign(account, actor=cast.manager, version=account.version, owner=cast.peer, team=cast.north)
    assert Notice.objects.visible_to(cast.rep).count() == 0
    account_assign(account, actor=cast.manager, version=account.version, owner=cast.rep, team=cast.north)
    assert Notice.objects.visible_to(cast.rep).filter(verb="account.archived").count() == 1


def test_nobody_is_told_what_he_does_not_want(cast, account):
    services.unwanted_set(actor=cast.peer, kinds=[Kind.GIVEN])
    account_assign(account, actor=cast.manager, version=1, owner=cast.peer, team=cast.north)
    assert not Notice.objects.exists()
    services.unwanted_set(actor=cast.peer, kinds=[])
    account.refresh_from_db()
    deal(account, cast.manager, owner=cast.peer)
    assert told(cast.peer) == [("given", "opportunity.created")]


def test_who_left_is_told_nothing(cast, account):
    row = deal(account, cast.rep)
    cast.rep.is_active = False
    cast.rep.save()
    opportunity_close(row, actor=cast.manager, version=row.version, outcome="won", reason=CloseReason.PRICE)
    assert not Notice.objects.exists()


def test_a_refusal_tells_nobody(cast, account):
    row = deal(account, cast.rep)
    with pytest.raises(RuleBroken):
        opportunity_close(row, actor=cast.manager, version=1, outcome="won", reason="")
    assert not Notice.objects.exists()
