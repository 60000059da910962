"""--create-people: whoever the file names and nobody knows."""

from __future__ import annotations

from django.core.management import call_command

from accounts.models import Account
from teams.models import User
from tests.cast import make_account

FILE = "name,owner\nAcme,张伟\nBeta,章伟\n"


def made() -> list[str]:
    return list(User.objects.filter(email__contains="wei").order_by("pk").values_list("email", flat=True))


def test_people_who_sound_the_same_are_two(load, cast) -> None:
    load("accounts", FILE, "--create-people")
    assert made() == ["zhang.wei@imported.invalid", "zhang.wei.2@imported.invalid"]
    assert dict(Account.objects.values_list("name", "owner__name")) == {"Acme": "张伟", "Beta": "章伟"}


def test_an_address_that_another_file_took_is_left_alone(load, cast) -> None:
    load("accounts", FILE, "--create-people")
    load("accounts", "name,owner\nGamma,张玮\n", "--create-people")
    assert made()[2] == "zhang.wei.3@imported.invalid"


def test_an_address_that_stands_in_the_same_file_is_left_alone(load, cast) -> None:
    load("accounts", "name,owner\nAcme,张伟\nBeta,zhang.wei@imported.invalid\n", "--create-people")
    assert sorted(made()) == ["zhang.wei.2@imported.invalid", "zhang.wei@imported.invalid"]


def test_somebody_who_left_is_not_made_anew_and_told(load, cast) -> None:
    make_account(cast.rep, "Acme")
    User.objects.create(email="zhang.wei@imported.invalid", name="张伟", team=cast.north, is_active=False)
    User.objects.create(email="li@kam.example", name="Li", team=cast.north, is_active=False)
    outcome = load("accounts", "name,owner\nAcme,张伟\nBeta,li@kam.example\n", "--create-people")
    assert outcome.counts == (1, 0, 1)
    assert made() == ["zhang.wei@imported.invalid"]
    assert "owner: “张伟” no longer works here; Admin stands in." in outcome.notes
    assert Account.objects.get(name="Beta").owner == cast.admin


def test_a_name_of_several_people_is_nobodys_and_told(load, cast) -> None:
    User.objects.create(email="rep.2@kam.example", name="Rep", team=cast.north)
    outcome = load("accounts", "name,owner\nAcme,Rep\nBeta,rep.2@kam.example\n", "--create-people")
    assert "owner: “Rep” is the name of several people; Admin stands in. Write the email. 2" in outcome.notes
    assert dict(Account.objects.values_list("name", "owner__email")) == {
        "Acme": "admin@kam.example",
        "Beta": "rep.2@kam.example",
    }


def test_somebody_made_known_by_an_email_alone_is_found_again(load, cast) -> None:
    text = "name,owner\nAcme,li@kam.example\n"
    load("accounts", text, "--create-people")
    outcome = load("accounts", text)
    assert (outcome.counts, outcome.notes) == ((0, 0, 1), "")


def test_a_terminal_hears_of_the_first_unknown_people_and_how_many_more_there_are(cast, tmp_path, capsys):
    path = tmp_path / "file.csv"
    path.write_text("name,owner\n" + "".join(f"Acme {letter},Nobody {letter}\n" for letter in "ABCDE"))
    call_command("import_csv", "accounts", str(path), "--dry-run")
    told = capsys.readouterr().out
    assert told.count("is nobody here") == 3
    assert "owner: … and 2 more like these" in told
