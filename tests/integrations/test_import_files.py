"""Whole files by the real command: what is refused, what is told, and that nothing is half-written."""

from __future__ import annotations

import pytest

from accounts.models import Account
from integrations.importing.report import Lines
from journal.models import Event
from pipeline.models import Opportunity
from tests.cast import make_account
from tests.pipeline.make import close, opportunity


def test_all_or_nothing(load) -> None:
    outcome = load("accounts", "name,website\nAcme,acme.com\nBad,no address\n")
    assert (outcome.refused, outcome.problems) == (True, [(3, "website")])
    assert not Account.objects.exists()


def test_partial_saves_the_good_rows_and_names_the_others(load) -> None:
    outcome = load("accounts", "name,website\nAcme,acme.com\nBad,no address\n", "--partial")
    assert (outcome.refused, outcome.problems, outcome.report["refused"]) == (False, [(3, "website")], 1)
    assert Account.objects.get().name == "Acme"


def test_a_dry_run_tells_all_and_writes_nothing(load) -> None:
    outcome = load("accounts", "name\nAcme\n", "--dry-run")
    assert (outcome.counts, outcome.report["committed"]) == ((1, 0, 0), False)
    assert not Account.objects.exists()
    assert not Event.objects.exists()


MANY_FAULTS = (
    "name,id,account,amount,currency,opened_on\n"
    ",,Steel,no money,CNY,2026-03-02\n"  # two faults of cells
    "One,,Steel,5,CHF,2020-03-02\n"  # no rate on that day
    "Two,,Nowhere,5,CNY,2026-03-02\n"  # no such account
    "Three,,Steel,5,CNY,2099-03-02\n"  # not yet
    "Four,W1,Steel,5,CNY,2026-03-02\n"  # what only writing shows: its amount is closed
)


@pytest.fixture
def won(cast):
    return close(opportunity(make_account(cast.rep, "Steel"), external_id="W1"), "won")


def test_a_dry_run_tells_every_fault_of_every_row_at_once(load, won) -> None:
    outcome = load("opportunities", MANY_FAULTS, "--dry-run")
    told = {(2, "amount"), (2, "name"), (3, "currency"), (4, "account"), (5, "opened_on"), (6, "")}
    assert (outcome.refused, set(outcome.problems), outcome.report["refused"]) == (True, told, 5)
    assert Opportunity.objects.get().amount == 1000


def test_what_is_saved_in_earnest_is_not_written_for_nothing(load, won) -> None:
    assert 6 not in {line for line, _column in load("opportunities", MANY_FAULTS).problems}
    assert Opportunity.objects.get().amount == 1000


def test_the_same_file_twice_adds_nothing(load) -> None:
    text = "name,id,phone\nAcme,A1,1\nBeta,,2\n"
    assert load("accounts", text).counts == (2, 0, 0)
    assert load("accounts", text).counts == (0, 0, 2)


def test_the_same_external_id_twice_names_both_rows(load) -> None:
    outcome = load("accounts", "id,name\nA1,Acme\nA2,Beta\nA1,Gamma\n")
    assert outcome.problems == [(2, "external_id"), (4, "external_id")]
    assert "2, 4" in outcome.messages
    assert not Account.objects.exists()


def test_partial_leaves_out_both_of_a_double(load) -> None:
    assert load("accounts", "id,name\nA1,Acme\nA2,Beta\nA1,Gamma\n", "--partial").counts == (1, 0, 0)
    assert Account.objects.get().name == "Beta"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("name,phone\nAcme\nBeta,2\n", [2]),
        ("name,phone\nAcme,1,2,3\nBeta,2\n", [2]),
        ('name,phone\n"Acme,1\nBeta,2\n', [2]),
        ('name,phone\nAc"me"x",1\n"Be"ta,2\n', [3]),
    ],
    ids=["too few", "too many", "never closed", "text behind a quote"],
)
def test_ragged_rows_are_told_by_their_line(text, lines, load) -> None:
    outcome = load("accounts", text)
    assert [line for line, _column in outcome.problems] == lines
    assert not Account.objects.exists()


def test_quoted_line_ends_belong_to_the_cell_and_lines_are_still_counted_right(load) -> None:
    outcome = load("accounts", 'name,notes,website\n"Acme","one\ntwo\nthree",\nBad,,no address\n')
    assert outcome.problems == [(5, "website")]


def test_blank_lines_and_blank_rows_are_passed_over(load) -> None:
    assert load("accounts", "name,phone\n\nAcme,1\n,\n\n").counts == (1, 0, 0)


def test_a_missing_header_is_told_with_those_there_are(load) -> None:
    outcome = load("accounts", "foo,bar\n1,2\n")
    assert outcome.problems == [(1, "name")]
    assert "foo, bar" in outcome.messages


def test_a_double_header_is_refused_where_it_is_used(load) -> None:
    outcome = load("accounts", "name,phone,phone\nAcme,1,2\n")
    assert outcome.problems == [(1, "phone")]
    assert "--map phone=#2" in outcome.messages


def test_a_double_header_is_settled_by_its_place(load) -> None:
    assert load("accounts", "name,phone,phone\nAcme,1,2\n", "--map", "phone=#3").counts == (1, 0, 0)
    assert Account.objects.get().phone == "2"


def test_a_column_without_a_header_is_noted(load) -> None:
    assert "#2: has no header" in load("accounts", "name,,phone\nAcme,x,1\n").notes


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"], ids=["nothing", "blank lines", "a mark alone"])
def test_an_empty_file_is_refused(text, load) -> None:
    assert load("accounts", text).refused


def test_a_map_to_a_column_or_target_there_is_not_is_refused(load) -> None:
    outcome = load("accounts", "name\nAcme\n", "--map", "phone=Telefon", "colour=name")
    assert outcome.problems == [(1, "phone"), (1, "colour")]


def test_a_map_beats_what_would_be_recognised(load) -> None:
    load("accounts", "name,trade name\nAcme,Beta\n", "--map", "name=trade name")
    assert Account.objects.get().name == "Beta"


def test_a_blank_cell_never_erases(load, cast) -> None:
    make_account(cast.rep, "Acme", phone="1", industry="steel")
    assert load("accounts", "name,phone,industry\nAcme,,glass\n").counts == (0, 1, 0)
    account = Account.objects.get()
    assert (account.phone, account.industry, account.version) == ("1", "glass", 2)


def test_a_blank_cell_erases_where_that_is_asked_for(load, cast) -> None:
    make_account(cast.rep, "Acme", phone="1", industry="steel")
    load("accounts", "name,phone\nAcme,\n", "--erase-blanks")
    account = Account.objects.get()
    assert (account.phone, account.industry) == ("", "steel")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_what_looks_like_a_formula_is_text(cell, load) -> None:
    assert load("accounts", f'name\n"{cell}"\n').counts == (1, 0, 0)
    assert Account.objects.get().name == cell.strip()


def test_a_nul_is_refused_with_its_row(load) -> None:
    assert load("accounts", "name,phone\nAcme,1\nBe\0ta,2\n").problems == [(3, "name")]


def test_another_teams_external_id_cannot_be_taken_over(load, cast) -> None:
    hidden = make_account(cast.outsider, "Secret", external_id="A1")
    outcome = load("accounts", "id,name\nA1,Mine\n", "--as", cast.rep.email)
    assert outcome.problems == [(2, "external_id")]
    hidden.refresh_from_db()
    assert hidden.name == "Secret"


def test_another_teams_account_of_the_same_name_is_not_touched(load, cast) -> None:
    make_account(cast.outsider, "Acme", phone="1")
    assert load("accounts", "name,phone\nAcme,2\n", "--as", cast.rep.email).counts == (1, 0, 0)


def test_every_row_leaves_its_event_and_the_file_one_of_its_own(load, cast) -> None:
    load("accounts", "name\nAcme\nBeta\n", "--as", cast.manager.email)
    assert list(Event.objects.order_by("id").values_list("verb", "actor__name")) == [
        ("account.created", "Manager"),
        ("account.created", "Manager"),
        ("import.done", "Manager"),
    ]


def test_an_owner_who_is_nobody_is_noted_and_stood_in_for(load, cast) -> None:
    outcome = load("accounts", "name,owner\nAcme,Rep\nBeta,Who\n", "--owner", cast.peer.email)
    assert "owner: “Who” is nobody here" in outcome.notes
    assert dict(Account.objects.values_list("name", "owner__name")) == {"Acme": "Rep", "Beta": "Peer"}


def test_a_rep_cannot_give_accounts_to_others_by_a_file(load, cast) -> None:
    load("accounts", "name,owner\nAcme,Peer\n", "--as", cast.rep.email)
    assert Account.objects.get().owner == cast.rep


def test_owners_can_be_made_known(load, cast) -> None:
    outcome = load("accounts", "name,owner\nAcme,张伟\nBeta,张伟\n", "--create-people")
    owner = Account.objects.get(name="Acme").owner
    assert outcome.report["made"] == {"people": 1}
    assert (owner.name, owner.role, owner.has_usable_password()) == ("张伟", "rep", False)


def test_parents_may_stand_further_down(load) -> None:
    load("accounts", "id,name,parent\nA1,Child,A2\nA2,Mother,\n")
    assert Account.objects.get(name="Child").parent == Account.objects.get(name="Mother")


def test_a_parent_that_a_file_brings_is_an_edit_with_its_event(load) -> None:
    load("accounts", "id,name\nA1,Child\nA2,Mother\n")
    load("accounts", "id,name,parent\nA1,Child,A2\n")
    child, mother = Account.objects.get(name="Child"), Account.objects.get(name="Mother")
    assert child.version == 2
    edit = Event.objects.get(verb="account.updated", subject_id=child.pk)
    assert edit.changes == {"parent": [None, f"{mother.pk} Mother"]}


def test_parents_in_a_circle_are_refused(load) -> None:
    outcome = load("accounts", "id,name,parent\nA1,One,A2\nA2,Two,A1\n")
    assert outcome.problems == [(3, "parent")]
    assert not Account.objects.exists()


def test_a_parent_nobody_knows_is_refused(load) -> None:
    assert load("accounts", "name,parent\nOne,Two\n").problems == [(2, "parent")]


def test_slips_of_the_pen_are_named_and_kept(load) -> None:
    outcome = load("accounts", "name,industry,country\nAcme,technolgy,Philipines\n")
    assert "industry: “technolgy” looks like “technology”" in outcome.notes
    assert "country: “Philipines” looks like “Philippines”" in outcome.notes
    assert Account.objects.get().industry == "technolgy"


def test_a_file_there_is_not_is_refused(load, tmp_path) -> None:
    assert "There is no file" in load("accounts", tmp_path / "none.csv").error


def test_the_report_for_people_groups_what_is_alike(cast, tmp_path, capsys) -> None:
    from django.core.management import call_command

    path = tmp_path / "a.csv"
    path.write_text("name,website,owner\nA,a.com,Who\nB,b.com,Who\nC,bad one,Who\n")
    call_command("import_csv", "accounts", str(path), "--partial")
    told = capsys.readouterr().out
    assert "3 rows: line 2–4" in told
    assert "line 4, website: “bad one”" in told
    assert "Saved: created 2, updated 0, unchanged 0, refused 1." in told


def test_many_lines_are_told_briefly_and_kept_whole() -> None:
    lines = Lines()
    for line in range(2, 82, 2):
        lines.add(line)
    assert lines.brief == "2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24 … (all of them with --json)"
    assert str(lines).endswith("78, 80")
