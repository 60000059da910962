"""People at an account: their roles, their superiors, and leaving."""

from __future__ import annotations

import pytest

from accounts import services
from accounts.models import Contact, ContactRole
from accounts.queries.contact import people_of, uncovered_roles
from foundation.errors import RuleBroken, StaleEdit
from journal.models import Event

from .make import contact_of


def roles_of(contact: Contact) -> set[str]:
    return set(contact.roles.values_list("role", flat=True))


def test_one_person_plays_several_roles(cast, account):
    contact = services.contact_create(
        actor=cast.rep, account=account, name="王小明", roles=["decision_maker", "user", "user"]
    )
    assert roles_of(contact) == {"decision_maker", "user"}
    assert ContactRole.objects.filter(account=account).count() == 2


def test_roles_are_replaced_as_a_whole(cast, account):
    contact = contact_of(account, roles=("user", "purchaser"))
    contact = services.contact_update(contact, actor=cast.rep, version=1, roles=["purchaser", "interface"])
    assert roles_of(contact) == {"purchaser", "interface"}
    assert Event.objects.get().changes["roles"] == [["purchaser", "user"], ["interface", "purchaser"]]


def test_an_edit_that_does_not_mention_roles_keeps_them(cast, account):
    contact = contact_of(account, roles=("user",))
    services.contact_update(contact, actor=cast.rep, version=1, title="CTO")
    assert roles_of(contact) == {"user"}


def test_two_edits_of_the_roles_meet(cast, account):
    contact = contact_of(account)
    mine = Contact.objects.get(pk=contact.pk)
    services.contact_update(contact, actor=cast.rep, version=1, roles=["user"])
    with pytest.raises(StaleEdit):
        services.contact_update(mine, actor=cast.manager, version=1, roles=["purchaser"])
    assert roles_of(contact) == {"user"}


def test_a_superior_works_at_the_same_account(cast, account, foreign):
    with pytest.raises(RuleBroken) as refusal:
        services.contact_create(actor=cast.rep, account=account, name="Li", reports_to=contact_of(foreign))
    assert refusal.value.field == "reports_to"


def test_superiors_make_no_circle(cast, account):
    boss = contact_of(account, "Boss")
    clerk = contact_of(account, "Clerk", reports_to=boss)
    with pytest.raises(RuleBroken) as refusal:
        services.contact_update(boss, actor=cast.rep, version=1, reports_to=clerk)
    assert refusal.value.field == "reports_to"


def test_an_archived_account_takes_no_people(cast, account):
    account = services.account_archive(account, actor=cast.rep, version=1)
    with pytest.raises(RuleBroken):
        services.contact_create(actor=cast.rep, account=account, name="Li")


def test_a_contact_is_found_by_what_he_does(cast, account):
    contact = services.contact_create(actor=cast.rep, account=account, name="Li", title="采购经理")
    assert "cgjl" in contact.search_text
    contact = services.contact_update(contact, actor=cast.rep, version=1, title="总经理")
    assert "zjl" in contact.search_text
    assert "cgjl" not in contact.search_text


def test_roles_that_nobody_plays_are_uncovered(cast, account):
    contact_of(account, "A", roles=("decision_maker",))
    contact_of(account, "B", roles=("user", "decision_maker"))
    assert uncovered_roles(people_of(account)) == ["purchaser", "interface"]


def test_who_left_covers_nothing(cast, account):
    contact = contact_of(account, roles=("decision_maker",))
    services.contact_archive(contact, actor=cast.rep, version=1)
    assert "decision_maker" in uncovered_roles(people_of(account))
    contact.refresh_from_db()
    services.contact_unarchive(contact, actor=cast.rep, version=2)
    assert "decision_maker" not in uncovered_roles(people_of(account))


def test_an_edit_that_does_not_mention_an_archived_superior_keeps_him(cast, account, sign_in):
    boss = contact_of(account, "王小明")
    contact = contact_of(account, "李娜")
    Contact.objects.filter(pk=contact.pk).update(reports_to=boss)
    services.contact_archive(boss, actor=cast.rep, version=1)
    form = sign_in("rep").get(f"/contacts/{contact.pk}/edit/").context["form"]
    sent = {name: value for name in form.fields if (value := form[name].value())}
    sign_in("rep").post(f"/contacts/{contact.pk}/edit/", {**sent, "phone": "13800000000"})
    contact.refresh_from_db()
    assert (contact.phone, contact.reports_to) == ("13800000000", boss)
