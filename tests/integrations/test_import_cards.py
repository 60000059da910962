"""Business cards as contacts, field by field: nothing a person wrote is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from accounts.models import Contact
from integrations.importing import vcards


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


@pytest.fixture
def cards(load: Any) -> Any:
    """cards(file or text): imported, accounts made where they are missing; the only contact, and its notes as a set."""

    def run(content: str | Path, *options: str) -> list[Contact]:
        outcome = load("contacts", content, "--create-accounts", *options)
        assert not outcome.refused, outcome.messages
        return list(Contact.objects.select_related("account").order_by("id"))

    return run


def fields_of(contact: Contact) -> tuple[str, ...]:
    return (contact.name, contact.account.name, contact.department, contact.title, contact.email, contact.phone,
            contact.birthday)  # fmt: skip


def test_a_phones_card(cards: Any, shared: Path) -> None:
    (contact,) = cards(shared / "import" / "vcard" / "John_Doe_IPHONE.vcf")
    assert fields_of(contact) == (
        "Mr. John Richter James Doe Sr.", "IBM", "Accounting", "Money Counter", "john.doe@ibm.com", "905-555-1234",
        "2012-06-06",
    )  # fmt: skip
    assert contact.notes.splitlines() == [
        "Nickname: Johny",
        "Phone (home): 905-666-1234",
        "Phone (work): 905-777-1234",
        "Phone (home, fax): 905-888-1234",
        "Phone (work, fax): 905-999-1234",
        "Phone (pager): 905-111-1234",
        "Phone: 905-222-1234",
        "Address (home): Silicon Alley 5,, New York, New York, 12345, United States of America",
        "Address (work): Street4 Building 6 Floor 8, New York, 12345, USA",
        "Web: http://www.ibm.com",
    ]


def test_a_mail_programs_card(cards: Any, shared: Path) -> None:
    (contact,) = cards(shared / "import" / "vcard" / "John_Doe_MS_OUTLOOK.vcf")
    assert fields_of(contact) == (
        "Mr. John Richter James Doe Sr.", "IBM", "Accounting", "Money Counter", "john.doe@ibm.cm", "(905) 555-1234",
        "1980-03-22",
    )  # fmt: skip
    assert contact.notes.startswith("THIS SOFTWARE IS PROVIDED BY GEORGE EL-HADDAD")
    told = set(contact.notes.splitlines())
    assert told >= {
        "Function: Counting Money",
        "Anniversary: 20110113",
        "Messenger: johny5@aol.com",
        "Manager: Big Blue",
        "Assistant: Jenny",
        "Address (work): Cresent moon drive, Albaney, New York, 12345, United States of America",
    }


def test_the_standards_own_cards(cards: Any, shared: Path) -> None:
    contacts = cards(shared / "import" / "vcard" / "rfc2426-example.vcf")
    assert [fields_of(contact) for contact in contacts] == [
        ("Frank Dawson", "Lotus Development Corporation", "", "", "Frank_Dawson@Lotus.com", "+1-919-676-9515", ""),
        ("Tim Howes", "Netscape Communications Corp.", "", "", "howes@netscape.com", "+1-415-937-3419", ""),
    ]
    assert "Email: fdawson@earthlink.net" in contacts[0].notes


def test_version_four(cards: Any, shared: Path) -> None:
    (contact,) = cards(shared / "import" / "vcard" / "rfc6350-example.vcf")
    assert fields_of(contact) == (
        "Simon Perreault", "Viagenie", "", "", "simon.perreault@viagenie.ca", "+1-418-656-9254 ext 102", "02-03",
    )  # fmt: skip
    assert "Names: ing. jr, M.Sc." in contact.notes


def test_quoted_printable_in_groups(cards: Any, shared: Path) -> None:
    (contact,) = cards(shared / "import" / "chinese" / "qp_grouped_regression.vcf")
    assert fields_of(contact) == ("张三", "示例公司 Ltd", "", "", "zs@example.com", "+86 138 0013 8000", "")
    assert contact.notes == "50=50 split"


def test_cards_without_a_company_or_a_name(cards: Any, shared: Path, account: Any) -> None:
    contacts = cards(shared / "import" / "vcard" / "John_Doe_ANDROID.vcf", "--account", account.name)
    assert [(contact.name, contact.account.name[:3], contact.phone) for contact in contacts] == [
        ("john.doe@company.com", account.name[:3], ""),
        ("jane.doe@company.com", account.name[:3], ""),
        ("Ñ Ñ Ñ Ñ Ñ", account.name[:3], "123456789"),
        ("Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ", account.name[:3], "123456"),
        ("Ñ Ñ Ñ Ñ", "ÑÑÑ", "123456"),
        ("ÑÑÑÑ", "ÑÑÑ", "55556666"),
    ]


def test_what_nobody_can_read_is_named_in_the_report(load: Any, account: Any) -> None:
    outcome = load("contacts", card("FN:Ann", f"ORG:{account.name}", "PHOTO;ENCODING=b:abcd", "REV:2026"))
    assert outcome.report["ignored"] == ["PHOTO", "REV"]


def test_the_same_cards_twice_add_nothing(load: Any, account: Any) -> None:
    text = card("FN:Ann", f"ORG:{account.name}", "TEL:1", "NOTE:Likes tea\\, no milk")
    assert load("contacts", text).counts == (1, 0, 0)
    assert load("contacts", text).counts == (0, 0, 1)
    assert Contact.objects.get().notes == "Likes tea, no milk"


def test_a_chinese_name_is_put_together_family_first(cards: Any) -> None:
    (contact,) = cards(card("N:王;小明;;;", "ORG:示例"))
    assert contact.name == "王小明"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nORG:Acme\n", "has no end"),
        (card("FN:Ann"), "It is missing"),
        (card("FN:Ann", "ORG:Acme", "BDAY:1980-13-45"), ""),
    ],
)
def test_a_card_that_cannot_be_taken_is_refused_or_said(load: Any, text: str, said: str) -> None:
    outcome = load("contacts", text, "--create-accounts")
    assert said in outcome.messages
    assert outcome.refused


def test_a_card_of_too_many_fields_is_refused(load: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vcards, "MOST_FIELDS", 3)
    assert load("contacts", card("FN:Ann", "ORG:Acme", "TEL:1", "TEL:2"), "--create-accounts").refused


def test_a_long_photo_is_read_in_time(cards: Any, account: Any) -> None:
    """Some megabytes in lines of 75 letters: each is joined once."""
    photo = "\r\n ".join(["A" * 74] * 40_000)
    (contact,) = cards(card("FN:Ann", f"ORG:{account.name}", f"PHOTO;ENCODING=b:{photo}"))
    assert contact.name == "Ann"
