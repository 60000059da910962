"""Files brought through the browser: mapped, tried, imported by a job, forgotten."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Account, Contact
from integrations.importing.kinds import KINDS
from integrations.models import Import, ImportPiece, ImportState
from integrations.uploads import services, wording
from integrations.uploads.work import told_of
from journal import jobs
from journal.models import Job, JobState
from kam.celery import app
from pipeline.models import Opportunity
from tests.cast import Cast, make_account

ACCOUNTS = "Id,Name,City,Mystery\n1,Acme,Berlin,x\n2,Bolt,Rome,y\n"


def work() -> None:
    """Whatever waits for a worker is done."""
    app.loader.import_default_modules()
    while waiting := list(Job.objects.filter(task="integrations.run_import", state=JobState.QUEUED)):
        for job in waiting:
            jobs.run(job.pk)


def bring(client: Client, content: str | bytes = ACCOUNTS, kind: str = "accounts", name: str = "file.csv") -> Any:
    sent = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    answer = client.post("/imports/new/", {"kind": kind, "file": sent})
    work()
    return answer


def as_shown(client: Client, row: Import) -> dict[str, Any]:
    """What the mapping screen would send if nothing were changed on it."""
    form = client.get(f"/imports/{row.pk}/columns/").context["form"]
    return {field.html_name: value for field in form if (value := field.value()) not in (None, False)}


def tried(client: Client, content: str | bytes = ACCOUNTS, kind: str = "accounts", **changed: Any) -> Import:
    """A file brought and mapped as recognised, but for what is `changed`."""
    bring(client, content, kind)
    row = Import.objects.latest("id")
    answer = client.post(f"/imports/{row.pk}/columns/", as_shown(client, row) | changed)
    assert answer.status_code == 302, answer.context["form"].errors
    work()
    row.refresh_from_db()
    return row


def saved(client: Client, *args: Any, **changed: Any) -> Import:
    row = tried(client, *args, **changed)
    assert client.post(f"/imports/{row.pk}/start/").status_code == 302
    work()
    row.refresh_from_db()
    return row


def test_what_was_recognised_is_filled_in(sign_in: Any) -> None:
    client = sign_in("manager")
    bring(client)
    row = Import.objects.get()
    assert row.state == ImportState.MAPPING
    assert row.facts["rows"] == 2
    assert as_shown(client, row) == {
        "column_0": "external_id",
        "column_1": "name",
        "column_2": "city",
        "column_3": "",
    } | {name: "" for name in ("date_format", "encoding", "delimiter") if name in as_shown(client, row)}
    page = client.get(f"/imports/{row.pk}/columns/").content.decode()
    assert all(sample in page for sample in ("Acme", "Rome", "Mystery"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_of_every_kind_has_its_words(kind: str) -> None:
    assert kind in wording.KINDS
    assert set(KINDS[kind].columns) <= wording.TARGETS.keys()


def test_a_trial_saves_nothing_and_the_import_does(sign_in: Any) -> None:
    client = sign_in("manager")
    row = tried(client)
    assert (row.state, row.report["created"], Account.objects.count()) == (ImportState.TRIED, 2, 0)
    client.post(f"/imports/{row.pk}/start/")
    work()
    row.refresh_from_db()
    assert (row.state, row.report["committed"]) == (ImportState.SAVED, True)
    assert {(account.name, account.owner.name) for account in Account.objects.all()} == {
        ("Acme", row.person.name),
        ("Bolt", row.person.name),
    }
    assert not ImportPiece.objects.exists()


def test_the_same_file_twice_adds_nothing(sign_in: Any) -> None:
    client = sign_in("manager")
    saved(client)
    row = saved(client)
    assert [row.report[name] for name in ("created", "updated", "unchanged")] == [0, 0, 2]


def test_a_recognised_column_can_be_left_out_and_another_taken(sign_in: Any) -> None:
    client = sign_in("manager")
    saved(client, column_2="", column_3="notes")
    assert {(account.name, account.address, account.notes) for account in Account.objects.all()} == {
        ("Acme", "", "x"),
        ("Bolt", "", "y"),
    }


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"column_1": ""}, "every row needs it"), ({"column_3": "name"}, "Leave one of them out")],
)
def test_a_mapping_that_cannot_work_is_told_at_once(sign_in: Any, changed: dict[str, str], said: str) -> None:
    client = sign_in("manager")
    bring(client)
    row = Import.objects.get()
    answer = client.post(f"/imports/{row.pk}/columns/", as_shown(client, row) | changed)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)


def test_refused_rows_are_told_and_the_good_ones_saved_where_asked(sign_in: Any, account: Account) -> None:
    client = sign_in("manager")
    content = f"Name,Account\nLi Na,{account.name}\nNobody,Nowhere\n"
    row = tried(client, content, "contacts")
    assert not row.may_be_started
    page = client.get(f"/imports/{row.pk}/").content.decode()
    assert "Nowhere" in page
    assert "Make missing accounts" in page
    assert "--" not in re.sub(r"<[^>]*>", "", page)
    file = b"".join(client.get(f"/imports/{row.pk}/report.csv")).decode("utf-8-sig").splitlines()
    assert file[1].startswith("refused,3,account,Nowhere,")
    row = saved(client, content, "contacts", partial="on")
    assert (row.state, row.report["refused"]) == (ImportState.SAVED, 1)
    assert [contact.name for contact in Contact.objects.all()] == ["Li Na"]


def test_rows_without_an_account_go_to_the_one_that_is_named(sign_in: Any, account: Account) -> None:
    saved(sign_in("manager"), "Name\nLi Na\n", "contacts", account=account.name)
    assert Contact.objects.get().account == account


def test_stages_of_the_file_are_mapped_onto_ours(sign_in: Any, account: Account) -> None:
    client = sign_in("manager")
    content = f"Name,Account,Stage,Amount\nMill,{account.name},Smelling,10\nSaw,{account.name},Prospecting,20\n"
    row = tried(client, content, "opportunities")
    assert "Smelling" in str(row.report["problems"])
    saved(client, content, "opportunities", stage_2_0="upside")
    assert dict(Opportunity.objects.values_list("name", "stage__key")) == {"Mill": "upside", "Saw": "leads"}


def test_another_way_to_read_shows_the_columns_anew(sign_in: Any) -> None:
    client = sign_in("manager")
    bring(client, "Name;City\nAcme, Inc.;Rome\n")
    row = Import.objects.get()
    client.post(f"/imports/{row.pk}/columns/", as_shown(client, row) | {"delimiter": ","})
    work()
    row.refresh_from_db()
    assert (row.state, len(row.columns)) == (ImportState.MAPPING, 1)


def test_a_worker_that_dies_leaves_nothing_and_its_job_runs_again_once(
    sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("manager")
    row = tried(client)
    client.post(f"/imports/{row.pk}/start/")
    job = Job.objects.latest("id")

    def dies(*_args: Any, **_columns: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("integrations.uploads.work._become", dies)
        with pytest.raises(SystemExit):
            jobs.run(job.pk)
    row.refresh_from_db()
    assert (Account.objects.count(), row.state) == (0, ImportState.SAVING)
    jobs.run(job.pk)
    jobs.run(job.pk)
    row.refresh_from_db()
    assert (Account.objects.count(), row.state, row.report["created"]) == (2, ImportState.SAVED, 2)


def test_two_that_start_the_same_import_start_it_once(sign_in: Any) -> None:
    client = sign_in("manager")
    row = tried(client)
    for _time in range(2):
        client.post(f"/imports/{row.pk}/start/")
    assert Job.objects.filter(task="integrations.run_import", state=JobState.QUEUED).count() == 1


def test_progress_asks_again_while_a_worker_is_at_it(sign_in: Any) -> None:
    client = sign_in("manager")
    client.post("/imports/new/", {"kind": "accounts", "file": SimpleUploadedFile("a.csv", b"Name\nAcme\n")})
    row = Import.objects.get()
    address = f"/imports/{row.pk}/progress/"
    assert address in client.get(f"/imports/{row.pk}/").content.decode()
    assert address in client.get(address, headers={"HX-Request": "true"}).content.decode()
    work()
    assert client.get(address, headers={"HX-Request": "true"}).headers["HX-Redirect"] == f"/imports/{row.pk}/"


def test_what_nobody_goes_on_with_is_dropped_after_two_days(sign_in: Any) -> None:
    client = sign_in("manager")
    bring(client)
    Import.objects.update(created_at=timezone.now() - dt.timedelta(days=3))
    assert services.imports_expire() == 1
    assert (Import.objects.get().state, ImportPiece.objects.count()) == (ImportState.DROPPED, 0)
    assert client.get(f"/imports/{Import.objects.get().pk}/").status_code == 200


@pytest.mark.parametrize("state", [ImportState.READING, ImportState.TRYING, ImportState.SAVING])
@pytest.mark.parametrize(("job", "dropped"), [(JobState.QUEUED, 0), (JobState.RUNNING, 0), (JobState.FAILED, 1)])
def test_what_a_worker_is_at_stays_and_what_it_gave_up_goes(
    sign_in: Any, state: ImportState, job: JobState, dropped: int
) -> None:
    bring(sign_in("manager"))
    Import.objects.update(state=state, created_at=timezone.now() - dt.timedelta(days=3))
    Job.objects.update(state=job)
    assert services.imports_expire() == dropped
    assert ImportPiece.objects.exists() is not bool(dropped)


def test_what_was_dropped_while_a_worker_was_at_it_saves_nothing(sign_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in("manager")
    row = tried(client)
    client.post(f"/imports/{row.pk}/start/")

    def dropped_meanwhile(report: Any) -> Any:
        Import.objects.update(state=ImportState.DROPPED)
        return told_of(report)

    monkeypatch.setattr("integrations.uploads.work.told_of", dropped_meanwhile)
    work()
    assert not Account.objects.exists()


def test_a_fault_of_ours_keeps_the_file(sign_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: Any) -> None:
        raise KeyError

    monkeypatch.setattr("integrations.uploads.work.look", fails)
    with pytest.raises(KeyError):
        bring(sign_in("manager"))
    assert Import.objects.get().has_died
    assert ImportPiece.objects.exists()


# --- The doors ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("a.exe", b"MZ"),
        ("a.html", b"<b>"),
        ("noending", b"Name\nA\n"),
        ("cards.vcf", b"BEGIN:VCARD"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_at_the_door(sign_in: Any, name: str, content: bytes) -> None:
    answer = bring(sign_in("manager"), content, name=name)
    assert (answer.status_code, Import.objects.count()) == (422, 0)


def a_bomb() -> bytes:
    """A workbook of 300 kB that unpacks to more than 200 MB."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (201 * 1024**2))
    return file.getvalue()


@pytest.mark.parametrize("content", [b"PK\x03\x04 not a zip", b"\n\n", b",".join([b"x"] * 400) + b"\n"])
def test_a_file_that_cannot_be_read_says_so_and_is_forgotten(sign_in: Any, content: bytes) -> None:
    client = sign_in("manager")
    bring(client, content)
    row = Import.objects.get()
    assert (row.state, bool(row.error), ImportPiece.objects.count()) == (ImportState.FAILED, True, 0)
    assert client.get(f"/imports/{row.pk}/").status_code == 200


def test_a_zip_bomb_is_refused_before_it_unpacks(sign_in: Any) -> None:
    bring(sign_in("manager"), a_bomb(), name="bomb.xlsx")
    assert "200 MB" in Import.objects.get().error


@pytest.mark.parametrize("who", ["manager", None])
def test_a_gigabyte_is_refused_before_it_is_read(sign_in: Any, who: str | None) -> None:
    client = sign_in(who) if who else Client()

    class Unread(BytesIO):
        def read(self, *_size: Any) -> bytes:
            raise AssertionError("somebody read it")

    answer = client.generic(
        "POST", "/imports/new/", CONTENT_TYPE="multipart/form-data; boundary=x", CONTENT_LENGTH=str(1024**3),
        **{"wsgi.input": Unread()},
    )  # fmt: skip
    assert answer.status_code == 413


def test_a_name_with_nul_or_folders_is_a_plain_name(sign_in: Any) -> None:
    bring(sign_in("manager"), name="../../etc/a\x00b.csv")
    assert Import.objects.get().file == "ab.csv"


def test_a_cell_with_nul_is_shown_and_refused_not_stored(sign_in: Any) -> None:
    row = tried(sign_in("manager"), "Name\nAc\x00me\n")
    assert row.report["problem_count"] == 1


def test_nobody_keeps_more_than_five_files_waiting(sign_in: Any) -> None:
    client = sign_in("manager")
    assert [bring(client).status_code for _time in range(6)] == [302] * 5 + [422]


def test_another_persons_import_is_not_there(sign_in: Any) -> None:
    row = tried(sign_in("manager"))
    doors = [("get", ""), ("get", "columns/"), ("get", "progress/"), ("get", "report.csv"), ("post", "start/")]
    assert {getattr(sign_in("rival"), how)(f"/imports/{row.pk}/{door}").status_code for how, door in doors} == {404}


def test_an_administrator_looks_on_and_leaves_it_alone(sign_in: Any) -> None:
    row = tried(sign_in("manager"))
    admin = sign_in("admin")
    assert admin.get(f"/imports/{row.pk}/").status_code == 200
    assert admin.post(f"/imports/{row.pk}/start/").status_code == 403


def test_it_reaches_only_what_its_person_may_see(sign_in: Any, cast: Cast) -> None:
    hidden = make_account(cast.outsider, "Southern Glass")
    row = tried(sign_in("manager"), "Name,Account\nLi Na,Southern Glass\n", "contacts")
    assert row.report["problem_count"] == 1
    assert not hidden.contacts.exists()


def test_who_no_longer_leads_imports_nothing_more(sign_in: Any, cast: Cast) -> None:
    row = tried(sign_in("manager"))
    sign_in("manager").post(f"/imports/{row.pk}/start/")
    cast.manager.role = "rep"
    cast.manager.save()
    work()
    row.refresh_from_db()
    assert (row.state, Account.objects.count()) == (ImportState.FAILED, 0)
