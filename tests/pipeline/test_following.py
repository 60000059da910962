from __future__ import annotations

import pytest

from accounts.services import account_assign, account_share
from journal.models import Event, Job
from pipeline.models import Opportunity
from pipeline.tasks import follow_account
from tests.pipeline.make import close, opportunity


@pytest.fixture
def row(account):
    return opportunity(account)


def test_an_account_that_changes_hands_queues_it(cast, account, row):
    account_assign(account, actor=cast.director, version=1, owner=cast.outsider, team=cast.south)
    job = Job.objects.get(task="pipeline.follow_account")
    assert job.args == [account.pk]


def test_sharing_queues_it(cast, account, row):
    account_share(account, actor=cast.director, version=1, teams=[cast.south])
    assert Job.objects.filter(task="pipeline.follow_account").exists()


def test_sharing_follows_and_the_team_stays_that_of_who_sells(cast, account, row):
    account.team, account.shared_with = cast.south, [cast.north.pk]
    account.save()
    follow_account(account.pk)
    row.refresh_from_db()
    assert (row.team, row.shared_with) == (cast.north, [cast.north.pk])


def test_open_ones_go_to_the_new_owner_when_the_old_one_is_blind(cast, account, row):
    account = account_assign(account, actor=cast.director, version=1, owner=cast.outsider, team=cast.south)
    assert follow_account(account.pk) == 1
    row.refresh_from_db()
    assert (row.owner, row.team, row.version) == (cast.outsider, cast.south, 2)
    assert Event.objects.latest("id").verb == "opportunity.assigned"


def test_an_owner_who_never_saw_the_account_keeps_his(cast, account):
    row = opportunity(account)
    Opportunity.objects.update(owner=cast.outsider, team=cast.south)
    account_assign(account, actor=cast.director, version=1, owner=cast.peer, team=cast.north)
    assert follow_account(account.pk) == 0
    row.refresh_from_db()
    assert (row.owner, row.team) == (cast.outsider, cast.south)


def test_who_lost_what_was_shared_with_his_team_gives_it_away(cast, account):
    account = account_share(account, actor=cast.director, version=1, teams=[cast.south])
    row = opportunity(account)
    Opportunity.objects.update(owner=cast.outsider, team=cast.south)
    account_share(account, actor=cast.director, version=account.version, teams=[])
    assert follow_account(account.pk) == 1
    row.refresh_from_db()
    assert (row.owner, row.team) == (cast.rep, cast.north)


def test_an_owner_who_still_sees_the_account_keeps_his(cast, account):
    account.shared_with = [cast.north.pk]
    account.save()
    row = opportunity(account, cast.peer)
    assert follow_account(account.pk) == 0
    row.refresh_from_db()
    assert row.owner == cast.peer


def test_closed_ones_stay_with_whom_closed_them(cast, account, row):
    close(row, "won")
    account = account_assign(account, actor=cast.director, version=1, owner=cast.outsider, team=cast.south)
    follow_account(account.pk)
    row.refresh_from_db()
    assert row.owner == cast.rep


def test_twice_is_once(cast, account, row):
    account = account_assign(account, actor=cast.director, version=1, owner=cast.outsider, team=cast.south)
    follow_account(account.pk)
    assert follow_account(account.pk) == 0


def test_an_account_that_is_gone_is_no_error(db):
    assert follow_account(10**9) == 0
