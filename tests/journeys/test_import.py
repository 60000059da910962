"""Another system's files come in through the browser: mapped on the screen, tried, imported, with every link."""

from __future__ import annotations

import csv
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from accounts.models import Account, Contact
from integrations.models import Import, ImportPiece
from journal import jobs
from journal.models import Job, JobState
from kam.celery import app
from pipeline.models import Opportunity

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "import"
FORCE = SHARED / "salesforce_devorg" / "data"
CARDS = SHARED / "vcard"


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """Somebody who does the jobs of imports, in a thread of this process, until the test is over."""
    app.loader.import_default_modules()
    over = threading.Event()

    def works() -> None:
        while not over.wait(0.1):
            for job in Job.objects.filter(task="integrations.run_import", state=JobState.QUEUED):
                jobs.run(job.pk)
        connection.close()

    thread = threading.Thread(target=works)
    thread.start()
    yield
    over.set()
    thread.join()


def bring(page: Any, said: Any, kind: str, file: Path) -> None:
    page.set_default_timeout(60_000)  # a worker has its time, also on a loaded machine
    page.goto("/imports/new/")
    page.locator("[name=kind]").select_option(kind)
    page.locator("[name=file]").set_input_files(file)
    page.get_by_role("button", name=said("Read the file")).click()
    page.wait_for_url("**/columns/")


def go_through(page: Any, said: Any) -> str:
    """From the mapping screen to the report; returns its sentence."""
    page.get_by_role("button", name=said("Try it")).click()
    page.locator(".stats").wait_for()
    page.locator("form[action$='/start/'] button").click()
    page.locator("dt", has_text=said("Ended")).wait_for()
    return str(page.locator(".lede").inner_text())


def rows_of(name: str) -> dict[str, dict[str, str]]:
    with (FORCE / name).open(encoding="utf-8-sig") as file:
        return {row["Id"]: row for row in csv.DictReader(file)}


@pytest.mark.skipif(not FORCE.is_dir(), reason=f"{FORCE} is missing")
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_salesforce_with_every_link(
    worker: None, new_page: Callable[..., Any], in_language: Any, said: Any, language: str
) -> None:
    desk = new_page(in_language("manager", language))
    for kind, name, count in (
        ("accounts", "Account", 18),
        ("contacts", "Contact", 25),
        ("opportunities", "Opportunity", 36),
    ):
        bring(desk, said, kind, FORCE / f"{name}.csv")
        assert str(count) in desk.locator(".lede").inner_text()
        if kind == "opportunities":
            desk.get_by_label("Id. Decision Makers").select_option("pipeline")
        assert f" {count}" in go_through(desk, said)

    accounts, contacts, deals = rows_of("Account.csv"), rows_of("Contact.csv"), rows_of("Opportunity.csv")
    names = dict(Account.objects.values_list("external_id", "name"))
    assert names == {key: row["Name"] for key, row in accounts.items()}
    links = dict(Contact.objects.values_list("external_id", "account__external_id"))
    assert links == {key: row["AccountId"] for key, row in contacts.items()}
    links = dict(Opportunity.objects.values_list("external_id", "account__external_id"))
    assert links == {key: row["AccountId"] for key, row in deals.items()}
    stages = set(Opportunity.objects.filter(status="open").values_list("external_id", "stage__key"))
    theirs = {key for key, row in deals.items() if row["StageName"] == "Id. Decision Makers"}
    assert theirs
    assert theirs <= {key for key, stage in stages if stage == "pipeline"}
    assert not ImportPiece.objects.exists()
    assert Import.objects.filter(state="saved").count() == 3


@pytest.mark.skipif(not CARDS.is_dir(), reason=f"{CARDS} is missing")
def test_business_cards_on_a_phone(worker: None, phone: Callable[..., Any], cast: Any, said: Any) -> None:
    hand = phone(cast.manager)
    bring(hand, said, "contacts", CARDS / "John_Doe_IPHONE.vcf")
    hand.get_by_label("Make missing accounts").check()
    go_through(hand, said)
    contact = Contact.objects.get()
    assert (contact.name, contact.account.name) == ("Mr. John Richter James Doe Sr.", "IBM")


def test_it_goes_on_after_a_reload_and_a_refusal_says_what_to_do(
    worker: None, new_page: Callable[..., Any], cast: Any, said: Any, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("Name,Account\nLi Na,Nowhere\n")
    desk = new_page(cast.manager)
    bring(desk, said, "contacts", file)
    desk.reload()
    desk.get_by_role("button", name=said("Try it")).click()
    desk.get_by_text("Make missing accounts").wait_for()
    assert desk.locator("form[action$='/start/']").count() == 0
    desk.get_by_role("link", name=said("Change the columns")).click()
    desk.get_by_label("Make missing accounts").check()
    go_through(desk, said)
    assert Contact.objects.get().account.name == "Nowhere"
