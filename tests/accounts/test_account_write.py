"""Accounts are created, edited, given away, shared and put away by the rules, and each write leaves one event."""

from __future__ import annotations

import pytest

from accounts import services
from accounts.models import Account
from foundation import clock
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from pipeline.services import opportunity_close
from tests.cast import make_account
from tests.pipeline.make import opportunity


def test_a_reps_account_is_his_and_his_teams(cast):
    account = services.account_create(actor=cast.rep, name="  北京  钢铁 ")
    assert (account.owner, account.team, account.name) == (cast.rep, cast.north, "北京 钢铁")
    assert account.sort_key.startswith("bei jing")
    assert Event.objects.get(verb="account.created").account_id == account.pk


def test_a_rep_cannot_create_for_a_peer(cast):
    with pytest.raises(Forbidden):
        services.account_create(actor=cast.rep, name="X", owner=cast.peer)


def test_a_rep_cannot_create_in_another_team(cast):
    with pytest.raises(Forbidden):
        services.account_create(actor=cast.rep, name="X", team=cast.south)


def test_a_manager_creates_for_his_people(cast):
    assert services.account_create(actor=cast.manager, name="X", owner=cast.rep).team == cast.north


def test_an_integration_creates_for_the_people_it_reaches(cast):
    assert services.account_create(actor=cast.integration, name="X", owner=cast.rep).owner == cast.rep


@pytest.mark.parametrize("who", ["manager", "integration"])
def test_nobody_creates_for_people_out_of_reach(cast, who):
    with pytest.raises(RuleBroken) as refusal:
        services.account_create(actor=cast[who], name="X", owner=cast.outsider)
    assert refusal.value.field == "owner"


def test_an_administrator_without_a_team_says_which(cast):
    with pytest.raises(RuleBroken) as refusal:
        services.account_create(actor=cast.admin, name="X")
    assert refusal.value.field == "team"


@pytest.mark.parametrize("name", ["", "   ", "\u3000"])
def test_a_name_is_more_than_blanks(cast, name):
    with pytest.raises(RuleBroken) as refusal:
        services.account_create(actor=cast.rep, name=name)
    assert refusal.value.field == "name"


def test_an_external_id_is_used_once(cast):
    services.account_create(actor=cast.rep, name="A", external_id="K1")
    with pytest.raises(RuleBroken) as refusal:
        services.account_create(actor=cast.rep, name="B", external_id="K1")
    assert refusal.value.field == "external_id"
    assert Account.objects.count() == Event.objects.count() == 1


def test_many_accounts_have_no_external_id(cast):
    for name in "AB":
        services.account_create(actor=cast.rep, name=name)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("www.example.com", "https://www.example.com"), ("http://x.example/a", "http://x.example/a"), ("", "")],
)
def test_a_web_address_gets_its_scheme(cast, typed, kept):
    assert services.account_create(actor=cast.rep, name="A", website=typed).website == kept


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "javascript://x.example/%0aalert(1)", "not an address"])
def test_a_link_that_runs_or_leads_nowhere_is_refused(cast, typed):
    with pytest.raises(RuleBroken) as refusal:
        services.account_create(actor=cast.rep, name="A", website=typed)
    assert refusal.value.field == "website"


def test_an_edit_is_found_under_the_new_name(cast, account):
    account = services.account_update(account, actor=cast.rep, version=1, name="上海化工")
    assert (account.version, account.sort_key) == (2, "shang hai hua gong")
    assert "shhg" in account.search_text
    assert Event.objects.get().changes == {"name": ["北京钢铁 Steel", "上海化工"]}


def test_an_edit_without_a_change_leaves_no_trace(cast, account):
    assert services.account_update(account, actor=cast.rep, version=1, name=account.name).version == 1
    assert not Event.objects.exists()


def test_who_saves_second_is_told(cast, account):
    mine = Account.objects.get(pk=account.pk)
    services.account_update(account, actor=cast.rep, version=1, industry="Steel")
    with pytest.raises(StaleEdit) as stale:
        services.account_update(mine, actor=cast.manager, version=1, industry="Iron")
    assert stale.value.current.industry == "Steel"
    assert Event.objects.count() == 1


def test_filtering_out_needs_a_reason(cast, account):
    with pytest.raises(RuleBroken) as refusal:
        services.account_update(account, actor=cast.rep, version=1, stage="filtered")
    assert refusal.value.field == "filtered_reason"


def test_back_in_the_funnel_the_reason_is_gone(cast, account):
    account = services.account_update(account, actor=cast.rep, version=1, stage="filtered", filtered_reason="too small")
    account = services.account_update(account, actor=cast.rep, version=2, stage="probable")
    assert account.filtered_reason == ""


@pytest.mark.parametrize(("who", "stays"), [("rep", True), ("director", False)])
def test_only_who_sees_the_parent_can_take_it_away(cast, account, who, stays):
    group = make_account(cast.outsider, "Group")
    Account.objects.filter(pk=account.pk).update(parent=group)
    account.refresh_from_db()
    services.account_update(account, actor=cast[who], version=1, parent=None, industry="steel")
    account.refresh_from_db()
    assert (account.parent == group, account.industry) == (stays, "steel")


def test_a_parent_stands_above(cast, account):
    group = make_account(cast.rep, "Group")
    assert services.account_update(account, actor=cast.rep, version=1, parent=group).parent == group


@pytest.mark.parametrize("depth", [0, 1, 3])
def test_nobody_stands_above_himself(cast, account, depth):
    lowest = account
    for level in range(depth):
        lowest = make_account(cast.rep, f"Level {level}", parent=lowest)
    with pytest.raises(RuleBroken) as refusal:
        services.account_update(account, actor=cast.rep, version=1, parent=lowest)
    assert refusal.value.field == "parent"


def test_a_manager_gives_an_account_away(cast, account):
    account = services.account_assign(account, actor=cast.manager, version=1, owner=cast.peer, team=cast.north)
    assert (account.owner, account.owner_since) == (cast.peer, clock.today())
    assert Event.objects.get().verb == "account.assigned"


def test_a_rep_cannot_give_an_account_away(cast, account):
    with pytest.raises(Forbidden):
        services.account_update(account, actor=cast.rep, version=1, owner=cast.peer)


def test_an_account_is_not_given_out_of_reach(cast, account):
    with pytest.raises(RuleBroken):
        services.account_assign(account, actor=cast.manager, version=1, owner=cast.outsider, team=cast.south)


def test_an_account_is_not_given_to_who_left(cast, account):
    cast.peer.is_active = False
    cast.peer.save()
    with pytest.raises(RuleBroken) as refusal:
        services.account_assign(account, actor=cast.manager, version=1, owner=cast.peer, team=cast.north)
    assert refusal.value.field == "owner"


def test_a_shared_account_is_seen_by_the_team(cast, account):
    services.account_share(account, actor=cast.director, version=1, teams=[cast.south])
    assert Account.objects.visible_to(cast.outsider).get() == account


def test_sharing_by_who_sees_less_keeps_the_rest(cast, account):
    account = services.account_share(account, actor=cast.director, version=1, teams=[cast.south])
    account = services.account_share(account, actor=cast.manager, version=2, teams=[])
    assert account.shared_with == [cast.south.pk]


def test_a_manager_cannot_share_with_a_team_he_does_not_see(cast, account):
    with pytest.raises(RuleBroken):
        services.account_share(account, actor=cast.manager, version=1, teams=[cast.south])


def test_a_rep_cannot_share(cast, account):
    with pytest.raises(Forbidden):
        services.account_share(account, actor=cast.rep, version=1, teams=[cast.north])


def test_archived_and_back(cast, account):
    account = services.account_archive(account, actor=cast.rep, version=1)
    assert account.is_archived
    account = services.account_unarchive(account, actor=cast.rep, version=2)
    assert not account.is_archived
    assert [event.verb for event in Event.objects.order_by("id")] == ["account.archived", "account.unarchived"]


def test_archiving_what_somebody_just_changed_is_refused(cast, account):
    mine = Account.objects.get(pk=account.pk)
    services.account_update(account, actor=cast.rep, version=1, industry="Steel")
    with pytest.raises(StaleEdit):
        services.account_archive(mine, actor=cast.manager, version=1)
    account.refresh_from_db()
    assert not account.is_archived


def test_a_new_account_may_stand_below_another(cast, account):
    child = services.account_create(actor=cast.rep, name="Child", parent=account)
    assert child.parent == account


def test_a_new_contact_may_have_a_superior(cast, account):
    head = services.contact_create(actor=cast.rep, account=account, name="Head")
    assert services.contact_create(actor=cast.rep, account=account, name="Buyer", reports_to=head).reports_to == head


@pytest.mark.parametrize("who", ["rival", "outsider"])
def test_what_is_only_shared_with_ones_team_is_not_ones_own_to_give(cast, account, who):
    account = services.account_share(account, actor=cast.director, version=1, teams=[cast.south])
    with pytest.raises(Forbidden):
        services.account_assign(account, actor=cast[who], version=2, owner=cast.outsider, team=cast.south)
    with pytest.raises(Forbidden):
        services.account_share(account, actor=cast[who], version=2, teams=[])


def test_an_account_with_an_open_opportunity_is_not_archived(cast, account):
    row = opportunity(account)
    with pytest.raises(RuleBroken, match="1 opportunity is still open here"):
        services.account_archive(account, actor=cast.rep, version=1)
    opportunity_close(row, actor=cast.rep, version=row.version, outcome="lost", reason="price")
    assert services.account_archive(account, actor=cast.rep, version=1).is_archived
