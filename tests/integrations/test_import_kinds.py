"""Contacts, visits and opportunities from files: links, roles, rules, histories."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Account, Contact, Visit
from foundation import clock
from journal.models import Event, Job
from pipeline.models import Move, Opportunity
from teams.models import Company
from tests.cast import make_account
from tests.integrations.test_import_deals import exported
from tests.pipeline.make import opportunity


@pytest.fixture
def acme(cast) -> Account:
    return make_account(cast.rep, "Acme", external_id="C1")


def contacts(text: str) -> str:
    return f"id,name,account,role,email,reports to\n{text}"


def test_a_contact_comes_with_its_roles(load, acme) -> None:
    load("contacts", contacts("P1,李娜,Acme,决策人;Purchaser,li@acme.example,\n"))
    contact = Contact.objects.get()
    assert sorted(contact.roles.values_list("role", flat=True)) == ["decision_maker", "purchaser"]
    assert contact.sort_key == "li na"


def test_first_and_last_name_make_a_name_the_way_each_is_written(load, acme) -> None:
    load("contacts", "first name,last name,account\nAnna,Berg,Acme\n娜,李,Acme\n")
    assert set(Contact.objects.values_list("name", flat=True)) == {"Anna Berg", "李娜"}


def test_contacts_twice_add_nothing_and_keep_their_roles(load, acme) -> None:
    text = contacts("P1,Anna,Acme,user,,\n,Bo,Acme,,bo@acme.example,\n")
    assert load("contacts", text).counts == (2, 0, 0)
    assert load("contacts", text).counts == (0, 0, 2)
    assert load("contacts", contacts("P1,Anna,Acme,purchaser,,\n")).counts == (0, 1, 0)
    anna = Contact.objects.get(name="Anna")
    assert (anna.roles.count(), anna.version) == (2, 2)
    told = Event.objects.get(verb="contact.updated", subject_id=anna.pk)
    assert told.changes == {"roles": [["user"], ["purchaser", "user"]]}
    assert Job.objects.filter(task="scoring.refresh_alerts", args=[anna.account_id]).exists()


def test_namesakes_with_an_email_of_their_own_stay_two(load, acme) -> None:
    load("contacts", contacts(",王伟,Acme,,,\n"))
    text = contacts(",王伟,Acme,,a@acme.example,\n,王伟,Acme,,b@acme.example,\n")
    assert load("contacts", text).counts == (1, 1, 0)
    assert set(Contact.objects.values_list("email", flat=True)) == {"a@acme.example", "b@acme.example"}
    assert load("contacts", text).counts == (0, 0, 2)


def test_an_equal_email_goes_before_a_missing_one(load, acme) -> None:
    load("contacts", contacts(",王伟,Acme,,a@acme.example,\n,王伟,Acme,,,\n"))
    assert load("contacts", contacts(",王伟,Acme,,,\n,王伟,Acme,,a@acme.example,\n")).counts == (0, 0, 2)


def test_a_contact_found_by_id_is_not_found_by_name_as_well(load, acme) -> None:
    load("contacts", contacts("P1,王伟,Acme,,,\n,王伟,Acme,,,\n"))
    load("contacts", contacts("P1,王伟,Acme,,,\n,王伟,Acme,,b@acme.example,\n"))
    assert dict(Contact.objects.values_list("external_id", "email")) == {"P1": "", "": "b@acme.example"}


def test_contacts_found_by_name_are_locked(load, acme) -> None:
    with CaptureQueriesContext(connection) as asked:
        load("contacts", contacts(",Anna,Acme,,,\n"))
    locked = [query["sql"] for query in asked if "FOR NO KEY UPDATE" in query["sql"]]
    assert any('"account_id" IN' in sql for sql in locked)


def test_superiors_may_stand_further_down(load, acme) -> None:
    load("contacts", contacts("P1,Anna,Acme,,,Bo\nP2,Bo,Acme,,,\n"))
    assert Contact.objects.get(name="Anna").reports_to.name == "Bo"


def test_an_address_that_is_none_refuses_the_row_where_the_column_was_named(load, acme) -> None:
    assert load("contacts", contacts("P1,Anna,Acme,,nonsense,\n"), "--map", "email=email").problems == [(2, "email")]


def test_an_address_that_is_none_is_left_out_and_told_where_the_column_was_guessed(load, acme) -> None:
    assert "“nonsense” is not understood and left out" in load("contacts", contacts("P1,Anna,Acme,,nonsense,\n")).notes
    assert Contact.objects.get().email == ""


def test_a_contact_without_an_account_is_refused(load, acme) -> None:
    assert load("contacts", contacts("P1,Anna,,,,\n")).problems == [(2, "account")]


def test_nobody_joins_an_archived_account(load, acme) -> None:
    Account.objects.update(archived_at=timezone.now())
    assert load("contacts", contacts("P1,Anna,Acme,,,\n")).problems == [(2, "account")]


def test_an_archived_account_gets_no_open_deal(load, acme) -> None:
    Account.objects.update(archived_at=timezone.now())
    refused = load("opportunities", "id,name,account,amount\nD1,Mill,Acme,5\n")
    assert refused.problems == [(2, "account")]
    assert "archived" in refused.messages
    assert not Opportunity.objects.exists()


def test_a_visit_moves_what_the_account_shows(load, acme, cast) -> None:
    Contact.objects.create(account=acme, name="Anna", sort_key="anna", search_text="anna")
    outcome = load(
        "visits",
        "account,date,contacts,by,channel,summary,next step,next step date\n"
        "Acme,2026-03-04,Anna; Nobody,Rep,电话,Talked,Send offer,2026-03-10\n",
    )
    visit = Visit.objects.get()
    acme.refresh_from_db()
    assert (visit.by, visit.channel, visit.state) == (cast.rep, "phone", "logged")
    assert (acme.last_visit_on, acme.next_step) == (dt.date(2026, 3, 4), "Send offer")
    assert [contact.name for contact in visit.contacts.all()] == ["Anna"]
    assert "“Nobody” is nobody at this account" in outcome.notes


def test_namesakes_are_left_out_of_a_visit_and_told(load, acme) -> None:
    load("contacts", contacts(",王伟,Acme,,a@acme.example,\n,王伟,Acme,,b@acme.example,\n"))
    Contact.objects.filter(email="a@acme.example").update(archived_at=timezone.now())
    outcome = load("visits", "account,date,contacts\nAcme,2026-03-04,王伟\n")
    assert not Visit.objects.get().contacts.exists()
    assert "contacts: “王伟” is more than one contact of this account and left out. Write the email. 2" in outcome.notes


def test_an_email_tells_namesakes_of_a_visit_apart(load, acme) -> None:
    load("contacts", contacts(",王伟,Acme,,a@acme.example,\n,王伟,Acme,,b@acme.example,\n"))
    load("visits", "account,date,contacts\nAcme,2026-03-04,A@acme.example\n")
    assert [contact.email for contact in Visit.objects.get().contacts.all()] == ["a@acme.example"]


def test_visits_twice_add_nothing(load, acme) -> None:
    text = "account,date,summary\nAcme,2026-03-04,Talked\nAcme,2026-03-04,Talked\n"
    assert load("visits", text).counts == (2, 0, 0)
    assert load("visits", text).counts == (0, 0, 2)


def test_whoever_waits_for_visits_is_told_once_an_account(load, acme) -> None:
    load("visits", "account,date,summary\nAcme,2026-03-04,One\nAcme,2026-03-05,Two\n")
    assert list(Job.objects.filter(task="scoring.refresh_alerts").values_list("args", flat=True)) == [[acme.pk]]


def test_a_visit_to_come_is_planned(load, acme) -> None:
    day = clock.today() + dt.timedelta(days=5)
    load("visits", f"account,date\nAcme,{day}\n")
    assert Visit.objects.get().state == "planned"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("Acme,2026-03-04,Call,,", "next_step_on"),
        ("Acme,2026-03-04,,2026-03-05,", "next_step"),
        ("Acme,2026-03-04,Call,2026-03-01,", "next_step_on"),
        ("Acme,2026-03-04,,,-5", "expenses"),
        ("Acme,2026-03-04,,,1.005", "expenses"),
    ],
)
def test_a_visit_keeps_the_rules_of_the_form(row, column, load, acme) -> None:
    outcome = load("visits", f"account,date,next step,next step date,expenses\n{row}\n")
    assert outcome.problems == [(2, column)]


def deals(text: str) -> str:
    return f"id,name,account,stage,amount,created date,close date\n{text}"


def test_an_open_opportunity_stands_in_its_stage_since_it_was_opened(load, acme) -> None:
    load("opportunities", deals("O1,Mill,Acme,Negotiation/Review,5000,2026-03-01,2027-01-31\n"))
    row = Opportunity.objects.get()
    assert (row.stage.key, row.status, row.opened_on) == ("committed", "open", dt.date(2026, 3, 1))
    assert (row.expected_close_on, row.closed_on) == (dt.date(2027, 1, 31), None)
    assert list(Move.objects.values_list("kind", "to_stage__key", "amount_after")) == [
        ("opened", "committed", Decimal(5000))
    ]


def test_a_won_one_has_its_past(load, acme) -> None:
    load("opportunities", deals("O1,Mill,Acme,Closed Won,5000,2026-03-01,2026-04-02\n"))
    row = Opportunity.objects.get()
    assert (row.status, row.closed_on, row.stage.key) == ("won", dt.date(2026, 4, 2), "committed")
    assert list(Move.objects.values_list("kind", flat=True)) == ["opened", "stage", "won"]


def test_a_lost_one_stands_where_it_began(load, acme) -> None:
    load("opportunities", deals("O1,Mill,Acme,Lost,5000,2026-03-01,2026-04-02\n"))
    row = Opportunity.objects.get()
    assert (row.status, row.stage.key, row.close_reason) == ("lost", "leads", "unsaid")
    assert list(Move.objects.values_list("kind", flat=True)) == ["opened", "lost"]


def test_opportunities_twice_add_nothing(load, acme) -> None:
    text = deals("O1,Mill,Acme,Won,5000,2026-03-01,2026-04-02\n,Press,Acme,Qualification,7,2026-03-01,2027-01-01\n")
    assert load("opportunities", text).counts == (2, 0, 0)
    assert load("opportunities", text).counts == (0, 0, 2)
    assert Move.objects.count() == 4


def test_what_happened_since_the_last_import_becomes_moves(load, acme) -> None:
    load("opportunities", deals("O1,Mill,Acme,Qualification,5000,2026-03-01,2027-01-01\n"))
    today = clock.today()
    outcome = load("opportunities", deals(f"O1,Mill,Acme,Won,6000,2026-03-01,{today}\n"))
    assert (outcome.messages, outcome.counts) == ("", (0, 1, 0))
    row = Opportunity.objects.get()
    assert (row.status, row.amount, row.stage.key) == ("won", Decimal(6000), "prospect")
    assert list(Move.objects.order_by("id").values_list("kind", flat=True)) == ["opened", "amount", "won"]


def test_one_that_moved_here_after_it_was_closed_there_is_told(load, acme) -> None:
    load("opportunities", deals("O1,Mill,Acme,Qualification,5000,2026-03-01,2027-01-01\n"))
    outcome = load("opportunities", deals("O1,Mill,Acme,Won,6000,2026-03-01,2026-04-02\n"))
    day = Opportunity.objects.get().closed_on
    assert (outcome.counts, day > dt.date(2026, 4, 2)) == ((0, 1, 0), True)
    assert f"closed_on: moved here until {day}; counted as closed on that day." in outcome.notes


def test_one_without_an_account_is_kept_without_one_and_told(load, cast) -> None:
    outcome = load("opportunities", deals("O1,Mill,,Won,5000,2026-03-01,2026-04-02\n"), "--owner", cast.rep.email)
    row = Opportunity.objects.get()
    assert (row.account, row.owner, row.team) == (None, cast.rep, cast.north)
    assert "account: no account given" in outcome.notes


def test_a_stage_nobody_knows_is_refused_and_can_be_mapped(load, acme) -> None:
    text = deals("O1,Mill,Acme,Warm,5000,2026-03-01,2027-01-01\n")
    assert load("opportunities", text).problems == [(2, "stage")]
    load("opportunities", text, "--stage-map", "Warm=upside")
    assert Opportunity.objects.get().stage.key == "upside"


def test_our_own_stage_names_are_understood_in_both_languages(load, acme) -> None:
    load("opportunities", deals("O1,A,Acme,评估中,1,2026-03-01,\nO2,B,Acme,Upside,1,2026-03-01,\n"))
    assert dict(Opportunity.objects.values_list("name", "stage__key")) == {"A": "pipeline", "B": "upside"}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("O1,Mill,Acme,Won,-5,2026-03-01,2026-04-02", "amount"),
        ("O1,Mill,Acme,Won,1.005,2026-03-01,2026-04-02", "amount"),
        ("O1,Mill,Acme,Won,5,2999-03-01,2999-04-02", "opened_on"),
        ("O1,Mill,Acme,Won,5,2026-03-01,2999-04-02", "closed_on"),
        ("O1,,Acme,Won,5,2026-03-01,2026-04-02", "name"),
    ],
)
def test_an_opportunity_keeps_the_rules_of_the_form(row, column, load, acme) -> None:
    assert load("opportunities", deals(f"{row}\n")).problems == [(2, column)]


def test_one_closed_before_it_was_typed_in_was_opened_on_that_day(load, acme) -> None:
    outcome = load("opportunities", deals("O1,Mill,Acme,Won,5,2026-03-01,2024-02-03\n"))
    assert Opportunity.objects.get().opened_on == dt.date(2024, 2, 3)
    assert "opened_on: lies after" in outcome.notes


def test_it_is_seen_as_its_account_is(load, acme, cast) -> None:
    load("opportunities", deals("O1,Mill,Acme,Won,5,2026-03-01,2026-04-02\n"))
    assert Opportunity.objects.visible_to(cast.rep).count() == 1
    assert Opportunity.objects.visible_to(cast.outsider).count() == 0


def test_products_that_run_together_are_named(load, acme) -> None:
    rows = "".join(f"O{n},Acme,{product},1\n" for n, product in enumerate(["GTX Basic", "GTX Plus Pro", "GTXPro"]))
    outcome = load("opportunities", f"id,account,product,amount\n{rows}")
    assert "product: “GTXPro” looks like “GTX Pro”; kept as it is. 4" in outcome.notes


def test_an_account_that_a_file_gives_away_takes_its_opportunities_along(load, acme, cast) -> None:
    load("accounts", f"id,name,owner\nC1,Acme,{cast.peer.email}\n")
    acme.refresh_from_db()
    with timezone.override(Company.current().timezone):
        assert (acme.owner, acme.owner_since) == (cast.peer, clock.today())
    assert Job.objects.filter(task="pipeline.follow_account", args=[acme.pk]).exists()


def test_accounts_are_shared_with_the_teams_that_sell_there_where_asked(cast, load) -> None:
    account = make_account(cast.director, "Acme")
    text = "name,account,owner,amount\nMill,Acme,rep@kam.example,100\nOil,Acme,rival@kam.example,50\n"
    load("opportunities", text)
    assert not Account.objects.visible_to(cast.manager).exists()
    load("opportunities", text, "--share-accounts")
    account.refresh_from_db()
    assert sorted(account.shared_with) == sorted([cast.north.pk, cast.south.pk])
    assert Account.objects.visible_to(cast.manager).get() == account


def test_nothing_is_shared_with_who_sees_it_already(cast, load, acme) -> None:
    load("opportunities", "name,account,owner,amount\nMill,Acme,rep@kam.example,100\n", "--share-accounts")
    acme.refresh_from_db()
    assert acme.shared_with == []


def test_what_was_made_here_is_known_again_by_account_and_name(cast, load, acme) -> None:
    made = opportunity(acme, name="Mill", amount="100")
    assert load("opportunities", "name,account,amount\nMill,Acme,100\n").counts == (0, 0, 1)
    assert load("opportunities", "name,account,amount\nMill,Acme,120\n").counts == (0, 1, 0)
    made.refresh_from_db()
    assert (made.amount, Opportunity.objects.count()) == (120, 1)


def test_of_two_namesakes_made_here_neither_is_guessed(cast, load, acme) -> None:
    for _each in range(2):
        opportunity(acme, name="Mill", amount="100")
    assert load("opportunities", "name,account,amount\nMill,Acme,100\n").counts == (1, 0, 0)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("3,团队对一户", ("company", "team")),
        ("解决方案,One to many", ("solution", "person")),
        ("Level 1,web", ("product", "remote")),
    ],
)
def test_value_level_and_coverage_come_in_words_or_numbers_and_go_out(load, sign_in, cast, typed, kept):
    outcome = load("accounts", f"name,价值层级,覆盖方式\nAcme,{typed}\n")
    assert not outcome.refused
    account = Account.objects.get(name="Acme")
    assert (account.value_level, account.covered_by) == kept
    file = exported(sign_in("admin"), "/accounts/export.csv").decode()
    assert "value_level,covered_by" in file
    assert ",".join(kept) in file
