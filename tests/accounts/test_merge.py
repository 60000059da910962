"""Two accounts become one, and two again: nothing is lost, nothing is left half done."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts import merging, services
from accounts.forms import MergeForm
from accounts.models import Account, ContactRole, Merge, MergedRows
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from notices.models import Notice
from tests.accounts.make import contact_of
from tests.cast import ROLES, make_account

pytestmark = pytest.mark.django_db


def merge(survivor: Account, merged: Account, actor: Any, **more: Any) -> Merge:
    survivor.refresh_from_db()
    merged.refresh_from_db()
    versions = {"version": survivor.version, "merged_version": merged.version}
    return services.account_merge(survivor, merged, actor=actor, **(versions | more))


@pytest.fixture
def twin(cast) -> Account:
    return make_account(cast.rep, "Beijing Steel Ltd", external_id="K-2", phone="010 62345678")


def test_every_relation_to_accounts_is_spoken_for() -> None:
    assert merging.undeclared() == []
    assert merging.check_declared() == []


@pytest.mark.parametrize("relation", ["accounts.visit.account", "journal.event.account_id"])
def test_a_relation_nobody_spoke_for_is_refused(monkeypatch, relation) -> None:
    monkeypatch.delitem(merging._fates, relation)
    assert [error.id for error in merging.check_declared()] == ["accounts.E001"]


def test_people_and_their_roles_go_along(cast, account, twin) -> None:
    ours, theirs = contact_of(account, "Li", ("user",)), contact_of(twin, "Wang", ("user", "purchaser"))
    merge(account, twin, cast.manager)
    assert set(account.contacts.all()) == {ours, theirs}
    assert ContactRole.objects.filter(account=account).count() == 3


def test_a_role_that_one_person_plays_at_both_is_played_once(cast, account, twin) -> None:
    person = contact_of(account, "Li", ("user",))
    ContactRole.objects.create(account=twin, contact=person, role="user")
    done = merge(account, twin, cast.manager)
    assert account.contact_roles.count() == 1
    assert done.moved.get(relation="accounts.contactrole.account").aside == 1


def test_chosen_values_are_taken_and_the_others_stay(cast, account, twin) -> None:
    merge(account, twin, cast.manager, take=["phone", "external_id"])
    account.refresh_from_db()
    assert (account.name, account.phone, account.external_id) == ("北京钢铁 Steel", "010 62345678", "K-2")


def test_an_unknown_part_is_refused(cast, account, twin) -> None:
    with pytest.raises(RuleBroken):
        merge(account, twin, cast.manager, take=["tier"])


def test_who_saw_the_merged_one_sees_the_survivor(cast, account) -> None:
    other = make_account(cast.outsider, "Southern Steel")
    merge(account, other, cast.director)
    assert Account.objects.visible_to(cast.outsider).filter(pk=account.pk).exists()
    assert not Account.objects.visible_to(cast.admin).filter(pk=other.pk).exists()


def test_an_account_is_not_merged_with_itself(cast, account) -> None:
    with pytest.raises(RuleBroken):
        services.account_merge(account, account, actor=cast.manager, version=1, merged_version=1)


@pytest.mark.parametrize("levels", [1, 2])
@pytest.mark.parametrize("turned", [False, True])
def test_parent_and_child_are_two(cast, account, twin, levels, turned) -> None:
    between = account if levels == 1 else make_account(cast.rep, "Between", parent=account)
    Account.objects.filter(pk=twin.pk).update(parent=between)
    with pytest.raises(RuleBroken):
        merge(*((twin, account) if turned else (account, twin)), cast.manager)


@pytest.mark.parametrize("which", ["account", "twin"])
def test_an_archived_account_is_not_merged(cast, account, twin, which) -> None:
    archived = {"account": account, "twin": twin}[which]
    Account.objects.filter(pk=archived.pk).update(archived_at=timezone.now())
    with pytest.raises(RuleBroken):
        merge(account, twin, cast.manager)


@pytest.mark.parametrize("stale", ["version", "merged_version"])
def test_a_stale_version_of_either_is_told(cast, account, twin, stale) -> None:
    with pytest.raises(StaleEdit) as told:
        merge(account, twin, cast.manager, **{stale: 0})
    assert told.value.current == (account if stale == "version" else twin)


@pytest.mark.parametrize("name", ["rep", "peer", "outsider", "rival", "integration"])
def test_who_does_not_lead_both_writes_nothing(cast, account, twin, name) -> None:
    with pytest.raises(Forbidden):
        merge(account, twin, cast[name])
    assert not Merge.objects.exists()
    assert not Event.objects.exists()


def test_a_manager_does_not_take_another_teams_account(cast, account) -> None:
    with pytest.raises(Forbidden):
        merge(account, make_account(cast.outsider, "Southern"), cast.manager)


def test_the_merged_one_cannot_be_merged_again(cast, account, twin) -> None:
    merge(account, twin, cast.manager)
    with pytest.raises(RuleBroken):
        merge(make_account(cast.rep, "Third"), twin, cast.manager)


def test_a_chain_of_merges_leads_to_its_end(cast, account, twin) -> None:
    third = make_account(cast.rep, "Third")
    merge(account, twin, cast.manager)
    merge(third, account, cast.manager)
    twin.refresh_from_db()
    assert twin.merged_into == third


def test_a_chain_is_undone_from_its_end(cast, account, twin) -> None:
    first = merge(account, twin, cast.manager)
    last = merge(make_account(cast.rep, "Third"), account, cast.manager)
    with pytest.raises(RuleBroken):
        services.merge_undo(first, actor=cast.manager)
    for each in (last, first):
        services.merge_undo(each, actor=cast.manager)
    twin.refresh_from_db()
    assert (twin.merged_into, twin.archived_at) == (None, None)


def test_after_its_time_a_merge_stays(cast, account, twin) -> None:
    done = merge(account, twin, cast.manager)
    Merge.objects.filter(pk=done.pk).update(undo_until=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(RuleBroken):
        services.merge_undo(done, actor=cast.manager)


def test_a_merge_is_undone_once(cast, account, twin) -> None:
    done = merge(account, twin, cast.manager)
    services.merge_undo(done, actor=cast.manager)
    with pytest.raises(RuleBroken):
        services.merge_undo(done, actor=cast.manager)


def test_after_undoing_both_can_be_merged_again(cast, account, twin) -> None:
    services.merge_undo(merge(account, twin, cast.manager), actor=cast.manager)
    assert merge(account, twin, cast.manager).is_undoable()


def test_what_came_since_stays_with_the_survivor(cast, account, twin) -> None:
    done = merge(account, twin, cast.manager, take=["phone", "website"])
    newcomer = contact_of(account, "Newcomer")
    Account.objects.filter(pk=account.pk).update(phone="999")
    services.merge_undo(done, actor=cast.manager)
    account.refresh_from_db()
    newcomer.refresh_from_db()
    assert (newcomer.account, account.phone) == (account, "999")


@pytest.mark.parametrize("take", [[], ["owner"]])
def test_the_owners_of_both_are_told(cast, account, take) -> None:
    merge(account, make_account(cast.outsider, "Southern Steel"), cast.director, take=take)
    told = Notice.objects.filter(verb="account.merged").values_list("person__name", flat=True)
    assert sorted(told) == ["Outsider", "Rep"]


def test_each_owner_is_told_when_it_is_undone(cast, account) -> None:
    done = merge(account, make_account(cast.outsider, "Southern Steel"), cast.director, take=["owner"])
    services.merge_undo(done, actor=cast.director)
    told = Notice.objects.filter(verb="account.merge_undone").values_list("person__name", "about")
    assert sorted(told) == [("Outsider", "Southern Steel"), ("Rep", account.name)]


def test_undone_only_who_sees_both_sees_the_merge(cast, account) -> None:
    done = merge(account, make_account(cast.outsider, "Southern Steel"), cast.director)
    services.merge_undo(done, actor=cast.director)
    seeing = {name for name in ROLES if Merge.objects.visible_to(cast[name]).exists()}
    assert seeing == {"director", "admin"}


def test_a_circle_closed_since_is_not_undone(cast, account, twin) -> None:
    group = make_account(cast.rep, "Group")
    child = make_account(cast.rep, "Child", parent=twin)
    Account.objects.filter(pk=twin.pk).update(parent=group)
    done = merge(account, twin, cast.manager)
    services.account_update(group, actor=cast.rep, version=1, parent=child)
    with pytest.raises(RuleBroken, match="above itself"):
        services.merge_undo(done, actor=cast.manager)
    child.refresh_from_db()
    assert child.parent == account


def test_a_parent_out_of_sight_is_no_choice(cast, account, twin) -> None:
    hidden = make_account(cast.outsider, "Southern Group")
    Account.objects.filter(pk=account.pk).update(parent=hidden)
    Account.objects.filter(pk=twin.pk).update(parent=make_account(cast.rep, "Group"))
    with pytest.raises(RuleBroken, match="cannot see"):
        merge(account, twin, cast.manager, take=["parent"])
    assert "parent" not in MergeForm(user=cast.manager, survivor=account, merged=twin).fields
    assert "parent" in MergeForm(user=cast.director, survivor=account, merged=twin).fields


def test_what_was_set_aside_and_is_gone_hides_nothing_that_came_late(cast, account, twin) -> None:
    person = contact_of(account, "Li", ("user",))
    aside = person.roles.create(account=twin, role="user")
    merge(account, twin, cast.manager)
    aside.delete()
    person.roles.create(account=twin, role="purchaser")
    services.gather_late()
    assert set(account.contact_roles.values_list("role", flat=True)) == {"user", "purchaser"}


def test_the_history_of_both_is_told_of_the_survivor(cast, twin, account) -> None:
    services.account_update(twin, actor=cast.rep, version=1, industry="Steel")
    done = merge(account, twin, cast.manager)
    told = Event.objects.filter(account_id=account.pk).order_by("pk").values_list("verb", flat=True)
    assert list(told) == ["account.updated", "account.merged"]
    services.merge_undo(done, actor=cast.manager)
    assert "account.updated" in Event.objects.filter(account_id=twin.pk).values_list("verb", flat=True)


def test_forty_thousand_ids_never_leave_the_database(cast, account, twin, django_assert_max_num_queries) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_event (at, verb, subject_type, subject_id, account_id, changes) "
            "SELECT now(), 'visit.logged', 'visit', n, %s, '{}' FROM generate_series(1, 40000) AS n",
            [twin.pk],
        )
    # Some for each of the tables that hang on an account, none for the rows.
    with django_assert_max_num_queries(143):
        done = merge(account, twin, cast.manager)
    assert MergedRows.objects.filter(merge=done, relation="journal.event.account_id", ids__len=40_000).exists()
