"""The people of an account: chart, map, relation, who knows whom, assessments for the team alone, birthdays."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import rules
from accounts.models import Contact
from accounts.queries.contact import with_birthday_within, with_roles
from accounts.services import contact_archive, contact_update
from foundation import clock
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from relations import services
from relations.choices import SocialStyle
from relations.models import Acquaintance, Assessment
from relations.queries.people import chart, reach_of, tops
from relations.rules import social_style
from tests.accounts.make import contact_of
from tests.cast import make_account

WINDOW = {"shared": "Prices", "blind": "Their budget", "protected": "Our floor", "unknown": "The new plant"}


def people_of(account, number: int) -> list[Contact]:
    return [contact_of(account, f"Person {n:03}") for n in range(number)]


def below(contact: Contact, superior: Contact) -> Contact:
    Contact.objects.filter(pk=contact.pk).update(reports_to=superior)
    contact.refresh_from_db()
    return contact


# --- Org chart ----------------------------------------------------------------------------------------------


class Person:
    """As much of a contact as a chart asks for."""

    def __init__(self, pk: int, reports_to_id: int | None) -> None:
        self.pk, self.reports_to_id = pk, reports_to_id


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 30), max_size=40))
def test_everybody_stands_once_one_level_below_his_superior(superiors):
    people = [Person(n + 1, min(above, n) or None) for n, above in enumerate(superiors)]
    nodes = chart(people)  # type: ignore[arg-type]
    level = {node.contact.pk: node.level for node in nodes}
    assert sorted(level) == [person.pk for person in people]
    assert all(level[p.pk] == (level[p.reports_to_id] + 1 if p.reports_to_id else 1) for p in people)
    assert sum(len(node.below) for node in nodes) + len(tops(nodes)) == len(people)


def test_whose_superior_left_stands_at_the_top(cast, account):
    chief, worker = people_of(account, 2)
    below(worker, chief)
    contact_archive(chief, actor=cast.rep, version=chief.version)
    nodes = chart(Contact.objects.filter(account=account, archived_at=None))
    assert [(node.contact, node.level) for node in nodes] == [(worker, 1)]


def test_a_person_is_put_below_another(sign_in, cast, account):
    chief, worker = people_of(account, 2)
    sent = {"reports_to": chief.pk, "version": worker.version}
    answer = sign_in("rep").post(f"/contacts/{worker.pk}/superior/", sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.headers["HX-Retarget"] == "#chart"
    worker.refresh_from_db()
    assert worker.reports_to == chief


def test_nobody_stands_below_himself(sign_in, account):
    chief, worker = people_of(account, 2)
    below(worker, chief)
    sent = {"reports_to": worker.pk, "version": chief.version}
    answer = sign_in("rep").post(f"/contacts/{chief.pk}/superior/", sent, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#panel-body"
    assert "circle" in answer.content.decode()


def test_who_drops_what_somebody_else_moved_is_told(sign_in, account):
    chief, worker = people_of(account, 2)
    Contact.objects.filter(pk=worker.pk).update(version=2)
    answer = sign_in("rep").post(
        f"/contacts/{worker.pk}/superior/", {"reports_to": chief.pk, "version": 1}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 412


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_close_no_circle(cast, account):
    one, two = people_of(account, 2)
    gate = Barrier(2)

    def move(contact: Contact, superior: Contact) -> str:
        gate.wait(timeout=20)
        try:
            contact_update(contact, actor=cast.rep, version=1, reports_to=superior)
        except RuleBroken:
            return "refused"
        finally:
            connection.close()
        return "moved"

    with ThreadPoolExecutor(2) as pool:
        done = sorted([*pool.map(move, (one, two), (two, one))])
    assert done == ["moved", "refused"]


def test_the_chart_costs_the_same_at_three_hundred(sign_in, account, django_assert_num_queries):
    client = sign_in("rep")
    chief = people_of(account, 1)[0]
    client.get(f"/accounts/{account.pk}/chart/")
    with django_assert_num_queries(8, exact=False) as few:
        client.get(f"/accounts/{account.pk}/chart/")
    Contact.objects.bulk_create(Contact(account=account, name=f"N {n}", reports_to=chief) for n in range(299))
    with django_assert_num_queries(len(few)):
        body = client.get(f"/accounts/{account.pk}/chart/").content.decode()
    assert body.count('draggable="true"') == 300


def test_depth_and_breadth(account):
    chief = contact_of(account, "Chief", ("decision_maker",), department="Board", last_met_on=dt.date(2026, 1, 5))
    below(contact_of(account, "Buyer", ("purchaser",), department="Purchasing"), chief)
    people = Contact.objects.filter(account=account)
    reach = reach_of(chart(with_roles(people)))
    assert reach[:6] == (2, 1, 2, 1, 2, 1)
    assert reach.uncovered == ["user", "interface"]


# --- Relation, who knows whom -------------------------------------------------------------------------------


def test_the_map_tells_influence_stance_and_who_knows_them(sign_in, cast, account):
    contact = contact_of(account, "Chief", ("decision_maker",))
    services.profile_set(actor=cast.rep, contact=contact, influence=3, stance="against", hobbies="Sailing")
    services.acquaintance_set(actor=cast.rep, contact=contact, person=cast.manager, closeness=3)
    body = sign_in("rep").get(f"/accounts/{account.pk}/people/").content.decode()
    for text in ("Against us", "Manager", "Is trusted by them", "No user known"):
        assert text in body


def test_the_relation_is_written_once_and_edited_by_version(cast, account):
    contact = contact_of(account)
    row = services.profile_set(actor=cast.rep, contact=contact, influence=3, stance="for")
    with pytest.raises(StaleEdit):
        services.profile_set(actor=cast.rep, contact=contact, influence=1)
    assert services.profile_set(actor=cast.rep, contact=contact, version=row.version, stance="neutral").version == 2


@pytest.mark.parametrize("wrong", [{"influence": 0}, {"influence": 4}, {"stance": "friendly"}])
def test_other_words_are_refused(cast, account, wrong):
    with pytest.raises(RuleBroken):
        services.profile_set(actor=cast.rep, contact=contact_of(account), **wrong)


def test_what_is_said_of_the_same_two_is_changed_by_who_has_read_it(cast, account):
    two = {"actor": cast.rep, "contact": contact_of(account), "person": cast.rep}
    row = services.acquaintance_set(**two, closeness=1)
    with pytest.raises(RuleBroken):
        services.acquaintance_set(**two, closeness=2)
    with pytest.raises(StaleEdit):
        services.acquaintance_set(**two, closeness=2, version=row.version + 1)
    services.acquaintance_set(**two, closeness=3, version=row.version)
    assert [row.closeness for row in Acquaintance.objects.all()] == [3]


def test_to_take_off_twice_is_to_take_off_once(cast, account):
    contact = contact_of(account)
    row = services.acquaintance_set(actor=cast.rep, contact=contact, person=cast.rep, closeness=1)
    with pytest.raises(StaleEdit):
        services.acquaintance_remove(row, actor=cast.rep, version=2)
    same = Acquaintance.objects.get()
    for each in (row, same):
        services.acquaintance_remove(each, actor=cast.rep, version=1)
    assert not Acquaintance.objects.exists()
    assert Event.objects.filter(verb="acquaintance.removed").count() == 1


def test_the_page_changes_what_it_has_shown(sign_in, cast, account):
    contact, client = contact_of(account), sign_in("rep")
    services.acquaintance_set(actor=cast.rep, contact=contact, person=cast.manager, closeness=1, note="Army")
    path, person = f"/contacts/{contact.pk}/known-by/", cast.manager.pk
    assert f"{path}?person={person}" in client.get(f"/contacts/{contact.pk}/").content.decode()
    form = client.get(f"{path}?person={person}").context["form"]
    assert form.initial == {"version": 1, "person": person, "closeness": 1, "note": "Army"}
    typed = {"person": person, "closeness": 3, "note": "School"}
    assert client.post(path, typed).status_code == 422, "who adds has read nothing of it"
    assert person not in client.get(path).context["form"].fields["person"].queryset.values_list("pk", flat=True)
    assert client.post(f"{path}?person={person}", {**typed, "version": 1}).status_code == 302
    assert Acquaintance.objects.get().closeness == 3
    for strange in ("x", "9" * 30, ""):
        assert client.get(path, {"person": strange}).status_code == 200


def test_the_api_changes_and_removes_by_version(api, cast, account):
    contact, client = contact_of(account), api("rep")
    body = {"contact": contact.pk, "person": cast.rep.pk, "closeness": 1}
    one = f"/api/v1/acquaintances/{client.post('/api/v1/acquaintances/', body).json()['id']}/"
    again = client.post("/api/v1/acquaintances/", body)
    assert (again.status_code, "noted here already" in str(again.json()["errors"]["person"])) == (400, True)
    assert client.patch(one, {"closeness": 3}).status_code == 428
    assert client.patch(one, {"closeness": 3, "version": 1}).json()["closeness"] == 3
    assert client.patch(one, {"closeness": 2, "version": 1}).status_code == 412
    assert client.delete(one, headers={"If-Match": '"1"'}).status_code == 412
    assert client.delete(one, headers={"If-Match": '"2"'}).status_code == 204


# --- Personal assessments -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("self_control", "others_control", "style"),
    [
        ("high", "high", SocialStyle.DRIVER),
        ("low", "high", SocialStyle.EXPRESSIVE),
        ("low", "low", SocialStyle.AMIABLE),
        ("high", "low", SocialStyle.ANALYTICAL),
        ("", "high", None),
    ],
)
def test_two_axes_make_four_styles(self_control, others_control, style):
    assert social_style(self_control, others_control) == style


@pytest.fixture
def assessed(cast, account) -> Contact:
    contact = contact_of(account, "李娜")
    judged = {"self_control": "high", "others_control": "high", "buyer_type": "trimmer", **WINDOW}
    services.assessment_set(actor=cast.rep, contact=contact, **judged)
    return contact


@pytest.mark.parametrize(("who", "sees"), [("rep", True), ("manager", True), ("director", False), ("admin", False)])
def test_an_assessment_is_the_accounts_teams(sign_in, assessed, who, sees):
    body = sign_in(who).get(f"/contacts/{assessed.pk}/").content.decode()
    assert ("Our floor" in body) == sees
    assert ("Come to the point" in body) == sees


def test_a_team_that_the_account_is_shared_with_belongs_to_it(sign_in, cast, account, assessed):
    account.shared_with = [cast.south.pk]
    account.save()
    assert "Our floor" in sign_in("outsider").get(f"/contacts/{assessed.pk}/").content.decode()


def test_nobody_else_writes_it(cast, assessed):
    with pytest.raises(Forbidden):
        services.assessment_set(actor=cast.director, contact=assessed, version=1, buyer_type="lavish")


def test_the_journal_says_that_somebody_wrote_never_what(assessed):
    event = Event.objects.get(verb="assessment.written")
    assert event.changes == {}


@pytest.mark.parametrize("who", ["director", "admin", "integration"])
def test_the_api_has_none_for_others(api, assessed, who):
    assert api(who).get("/api/v1/assessments/").json()["results"] == []
    assert Assessment.objects.exists()


def exported(client, query: str = "") -> str:
    return b"".join(client.get(f"/contacts/export.csv{query}").streaming_content).decode()


def test_a_file_of_people_leaves_assessments_out_unless_asked(sign_in, assessed):
    assert "Our floor" not in exported(sign_in("rep"))
    assert "Our floor" in exported(sign_in("rep"), "?assessments=yes")
    assert "Our floor" not in exported(sign_in("director"), "?assessments=yes")


def test_a_file_of_people_is_read_again(sign_in, cast, account):
    chief = contact_of(account, "Chief", ("decision_maker", "user"), external_id="C1", birthday="11-28")
    below(contact_of(account, "Buyer", external_id="C2"), chief)
    lines = exported(sign_in("rep")).splitlines()
    assert lines[0].startswith("\ufeffexternal_id,name,account,account_external_id")
    assert "decision_maker;user" in lines[2]
    assert ",C1," in lines[1]
    assert ",11-28," in lines[2]


# --- Birthdays ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("11-28", "11-28"), ("1980/1/5", "1980-01-05"), ("1980年11月28日", "1980-11-28"), ("2.29", "02-29"), ("", "")],
)
def test_a_birthday_is_kept_with_or_without_its_year(typed, kept):
    assert rules.birthday(typed) == kept


@pytest.mark.parametrize("typed", ["13-01", "02-30", "1981-02-29", "yesterday", "28", "1850-01-01", "2999-01-01"])
def test_what_is_no_birthday_is_refused(typed):
    with pytest.raises(RuleBroken):
        rules.birthday(typed)


def test_birthdays_of_the_week_the_next_first_over_the_turn_of_the_year(account):
    for name, day in (("Now", "1970-12-30"), ("Then", "01-02"), ("Late", "01-09"), ("Past", "12-29")):
        contact_of(account, name, birthday=day)
    found = with_birthday_within(Contact.objects.all(), dt.date(2026, 12, 30), 7)
    assert [(contact.name, contact.in_days) for contact in found] == [("Now", 0), ("Then", 3)]


@pytest.mark.parametrize(("day", "found"), [(dt.date(2027, 2, 28), 1), (dt.date(2028, 2, 28), 0)])
def test_who_was_born_on_29_february_has_a_day_each_year(account, day, found):
    contact_of(account, "Leap", birthday="02-29")
    assert with_birthday_within(Contact.objects.all(), day, 1).count() == found


def test_my_day_shows_birthdays_of_my_accounts(sign_in, cast, account):
    today = f"{clock.today():%m-%d}"
    contact_of(account, "Mine", birthday=today)
    contact_of(make_account(cast.outsider, "Foreign"), "Theirs", birthday=today)
    body = sign_in("rep").get("/").content.decode()
    assert "Mine" in body
    assert "Theirs" not in body


def test_what_was_refused_is_not_proposed_again(sign_in, account):
    chief, worker, temp = people_of(account, 3)
    other = contact_of(account, "Zoe Elsewhere")
    below(worker, chief)
    below(temp, worker)
    sent = {"reports_to": temp.pk, "version": chief.version}
    answer = sign_in("rep").post(f"/contacts/{chief.pk}/superior/", sent, headers={"HX-Request": "true"})
    field = answer.context["form"]["reports_to"]
    assert answer.status_code == 422
    assert not field.value()
    assert [value for value, _label in field.field.widget.choices] == ["", other.pk]
