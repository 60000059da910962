"""The org chart in a real browser: put below another with the mouse, by keyboard, on a phone; three hundred people."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Contact
from tests.accounts.make import contact_of

PEOPLE = 300


@pytest.fixture
def two(transactional_db: None, cast: Any, account: Any) -> tuple[Contact, Contact]:
    return contact_of(account, "An Chief"), contact_of(account, "Bo Worker")


def person(page: Any, name: str) -> Any:
    return page.locator(f"[data-person][data-name='{name}']")


def below(page: Any, name: str) -> Any:
    return page.locator("#chart ul ul [data-person]", has_text=name)


def superior_of(contact: Contact) -> Contact | None:
    contact.refresh_from_db()
    return contact.reports_to


def test_dragged_onto_the_superior_and_back_to_the_top(cast, account, two, new_page):
    chief, worker = two
    page = new_page(cast.rep)
    page.goto(f"/accounts/{account.pk}/chart/")
    person(page, "Bo Worker").drag_to(person(page, "An Chief"))
    below(page, "Bo Worker").wait_for()
    assert superior_of(worker) == chief
    person(page, "Bo Worker").drag_to(page.locator("[data-person='']"))
    below(page, "Bo Worker").wait_for(state="detached")
    assert superior_of(worker) is None


def test_by_keyboard_alone(cast, account, two, new_page):
    chief, worker = two
    page = new_page(cast.rep)
    page.goto(f"/accounts/{account.pk}/chart/")
    person(page, "Bo Worker").locator("a").first.focus()
    page.keyboard.press("m")
    assert "Bo Worker" in page.locator("[data-chart-status]").inner_text()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    below(page, "Bo Worker").wait_for()
    assert superior_of(worker) == chief
    page.wait_for_function("document.activeElement.textContent === 'Bo Worker'")


def test_escape_puts_back(cast, account, two, new_page):
    _chief, worker = two
    page = new_page(cast.rep)
    page.goto(f"/accounts/{account.pk}/chart/")
    person(page, "Bo Worker").locator("a").first.focus()
    page.keyboard.press("m")
    page.keyboard.press("Escape")
    assert page.locator("[data-chart-status]").inner_text() == ""
    assert superior_of(worker) is None


def test_a_circle_is_refused_in_the_panel(cast, account, two, new_page):
    chief, worker = two
    Contact.objects.filter(pk=worker.pk).update(reports_to=chief)
    page = new_page(cast.rep)
    page.goto(f"/accounts/{account.pk}/chart/")
    person(page, "An Chief").drag_to(person(page, "Bo Worker"))
    page.locator("#panel-body", has_text="circle").wait_for()
    assert superior_of(chief) is None


def test_chosen_in_a_list_on_a_phone(cast, account, two, new_page):
    chief, worker = two
    page = new_page(cast.rep, width=360)
    page.goto(f"/accounts/{account.pk}/chart/")
    person(page, "Bo Worker").locator(".org-move").click()
    page.locator("#panel-body select").select_option(str(chief.pk))
    page.locator("#panel-body button[type=submit]").click()
    below(page, "Bo Worker").wait_for()
    assert superior_of(worker) == chief


def test_three_hundred_people_are_drawn_and_moved(cast, account, two, new_page):
    chief, worker = two
    rows = [Contact(account=account, name=f"Name {n:03}", sort_key=f"name {n:03}") for n in range(PEOPLE - 2)]
    made = Contact.objects.bulk_create(rows)
    for n, row in enumerate(made):
        row.reports_to = made[(n - 1) // 5] if n else chief
    Contact.objects.bulk_update(made, ["reports_to"])
    page = new_page(cast.rep)
    page.goto(f"/accounts/{account.pk}/chart/")
    assert page.locator("[data-person][draggable]").count() == PEOPLE
    person(page, "Bo Worker").locator("a").first.focus()
    page.keyboard.press("m")
    person(page, "Name 000").locator("a").first.focus()
    page.keyboard.press("Enter")
    below(page, "Bo Worker").wait_for()
    assert superior_of(worker) == made[0]
