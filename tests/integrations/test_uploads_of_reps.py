"""Files of who leads nobody: what he writes at the accounts he sees, refused row by row; nothing else is offered."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Account, Contact
from dossier.models import Need
from integrations.models import Import, ImportState
from integrations.uploads.rules import kinds_for
from relations.models import Acquaintance
from teams.models import Role
from tests.accounts.make import contact_of
from tests.cast import Cast, make_account

from .test_import_cards import card
from .test_uploads import as_shown, bring, saved, tried, work

pytestmark = pytest.mark.django_db
OFFERED = {"contacts", "needs", "expectations", "contracts", "assessments", "acquaintances", "plans", "plan_objectives"}


def test_only_what_he_writes_is_offered(sign_in: Any, cast: Cast) -> None:
    choices = sign_in("rep").get("/imports/new/").context["form"].fields["kind"].choices
    assert {name for name, _label in choices} == OFFERED == set(kinds_for(cast.rep))
    assert set(kinds_for(cast.rep)) < set(kinds_for(cast.manager)) < set(kinds_for(cast.admin))


@pytest.mark.parametrize("kind", ["accounts", "people", "ledger", "opportunities", "visits"])
def test_other_kinds_are_refused(sign_in: Any, kind: str) -> None:
    sent = {"kind": kind, "file": SimpleUploadedFile("f.csv", b"Name\nAcme\n")}
    assert sign_in("rep").post("/imports/new/", sent).status_code == 422
    assert not Import.objects.exists()


def test_people_come_in_and_those_of_others_are_refused_with_reason(sign_in: Any, account: Account, cast: Cast) -> None:
    hidden = make_account(cast.outsider, "Southern Glass")
    content = f"Name,Account,Title\n李娜,{account.name},CEO\nAnna,Southern Glass,CFO\nBo,Nowhere,CTO\n"
    row = saved(sign_in("rep"), content, "contacts", partial="on")
    assert (row.state, row.report["created"], row.report["refused"]) == (ImportState.SAVED, 1, 2)
    assert account.contacts.get().title == "CEO"
    assert not hidden.contacts.exists()
    said = {problem["message"] for problem in row.report["problems"]}
    assert said == {
        "No account of this name is yours or shared with you. Make it first, mend the name, or import no company."
    }


def test_business_cards_of_an_account(sign_in: Any, account: Account) -> None:
    client = sign_in("rep")
    bring(client, card("FN:Li Na", "TITLE:Buyer"), "contacts", "li.vcf")
    row = Import.objects.get()
    client.post(f"/imports/{row.pk}/columns/", as_shown(client, row) | {"account": account.name})
    work()
    client.post(f"/imports/{row.pk}/start/")
    work()
    assert Contact.objects.get(account=account).name == "Li Na"


def test_a_file_makes_no_accounts(sign_in: Any, cast: Cast) -> None:
    client = sign_in("rep")
    row = tried(client, "Name,Account\nBo,Nowhere\n", "contacts", create_accounts="on")
    assert "create_accounts" not in client.get(f"/imports/{row.pk}/columns/").context["form"].fields
    assert row.report["problem_count"] == 1
    assert not Account.objects.filter(name="Nowhere").exists()


def test_a_manager_who_is_none_any_more_makes_none_either(sign_in: Any, cast: Cast) -> None:
    row = tried(sign_in("manager"), "Name,Account\nBo,Nowhere\n", "contacts", create_accounts="on")
    assert row.may_be_started
    sign_in("manager").post(f"/imports/{row.pk}/start/")
    cast.manager.role = Role.REP
    cast.manager.save()
    work()
    row.refresh_from_db()
    assert (row.state, row.report["problem_count"]) == (ImportState.TRIED, 1)
    assert not Account.objects.filter(name="Nowhere").exists()


def test_who_left_imports_nothing(sign_in: Any, cast: Cast, account: Account) -> None:
    row = tried(sign_in("rep"), f"Name,Account\nBo,{account.name}\n", "contacts")
    sign_in("rep").post(f"/imports/{row.pk}/start/")
    cast.rep.is_active = False
    cast.rep.save()
    work()
    row.refresh_from_db()
    assert (row.state, Contact.objects.count()) == (ImportState.FAILED, 0)


def test_a_contact_of_others_is_neither_changed_nor_made_a_superior(sign_in: Any, account: Account, cast: Cast) -> None:
    theirs = contact_of(make_account(cast.outsider, "Southern Glass"), "Boss", external_id="P9")
    content = f"Id,Name,Account,Reports to\nP1,Li Na,{account.name},P9\nP9,Mine,{account.name},\n"
    row = saved(sign_in("rep"), content, "contacts", partial="on")
    assert row.report["problems"][0]["message"] == "This id is taken by another row."
    theirs.refresh_from_db()
    assert theirs.name == "Boss"
    assert Contact.objects.get(external_id="P1").reports_to is None
    assert "another account" not in str(row.report["notes"]), "nothing is told of whom he does not see"


def test_what_he_knows_of_his_accounts(sign_in: Any, account: Account, cast: Cast) -> None:
    client = sign_in("rep")
    contact_of(account, "Li Na")
    row = saved(client, f"Account,Part,Text\n{account.name},points,Delivery\n", "needs")
    assert row.report["created"] == 1
    assert Need.objects.get().account == account
    known = f"Account,Contact,Person,Closeness\n{account.name},Li Na,{cast.rep.email},trusted\n"
    assert saved(client, known, "acquaintances").report["created"] == 1
    assert Acquaintance.objects.get().person == cast.rep


def test_his_files_are_his_and_an_administrator_sees_them(sign_in: Any, account: Account) -> None:
    row = tried(sign_in("rep"), f"Name,Account\nBo,{account.name}\n", "contacts")
    path = f"/imports/{row.pk}/"
    answered = {name: sign_in(name).get(path).status_code for name in ("rep", "peer", "manager", "admin")}
    assert answered == {"rep": 200, "peer": 404, "manager": 404, "admin": 200}
    assert sign_in("admin").post(f"{path}start/").status_code == 403


def test_he_names_whoever_sees_the_account(sign_in: Any, account: Account, cast: Cast) -> None:
    contact_of(account, "Li Na")
    lines = "".join(f"{account.name},Li Na,{person.email},3\n" for person in (cast.manager, cast.outsider))
    row = saved(sign_in("rep"), f"Account,Contact,Person,Closeness\n{lines}", "acquaintances", partial="on")
    assert (row.report["created"], row.report["refused"]) == (1, 1)
    assert Acquaintance.objects.get().person == cast.manager
    (problem,) = row.report["problems"]
    assert problem["message"].startswith("Nobody who sees this account is called so")
