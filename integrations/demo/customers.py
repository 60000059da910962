"""The accounts of the demo, the people there, and what each account is like in secret."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from accounts import rules
from accounts.choices import Channel, ContactRoleKind, CoveredBy, CustomerStage, Kind, Nature, ValueLevel
from accounts.models import Account, Contact, ContactRole
from accounts.value_level import LEVELS
from teams.models import User

from . import words
from .stage import Scene

COUNT = 120
REPS_SHARE = 18


@dataclass
class Customer:
    """An account with what drives its story: yearly revenue, margin, days between orders, how it is going."""

    account: Account
    is_chinese: bool
    currency: str
    revenue: float
    margin: float
    rhythm: int
    fate: str
    """steady, growing, falling, silent (stopped ordering), fresh (bought in few months), unrated (never bought)."""

    contacts: list[Contact]


def make_customers(scene: Scene) -> list[Customer]:
    dice = scene.dice("customers")
    names = _names(dice)
    customers = [_customer(scene, dice, number, names[number]) for number in range(COUNT)]
    Account.objects.bulk_create([customer.account for customer in customers])
    _group_companies(customers)
    _add_people(scene, customers)
    return customers


def _names(dice: random.Random) -> list[tuple[str, str, str, str]]:
    """(name, industry, territory, currency) of every account; some of them abroad."""
    industries, cities = list(words.INDUSTRIES), list(words.CITIES)
    brands = dice.sample(words.BRANDS, len(words.BRANDS)) + dice.sample(words.LATIN_BRANDS, len(words.LATIN_BRANDS))
    found: dict[str, tuple[str, str, str, str]] = {}
    while len(found) < COUNT:
        number = len(found)
        industry, brand = dice.choice(industries), brands[number % len(brands)]
        if brand.isascii() or "ü" in brand:
            country = dice.choice(list(words.COUNTRIES))
            form, currency = words.COUNTRIES[country]
            name = f"{brand} {words.INDUSTRIES[industry][1]} {form}"
            found[name] = (name, industry, country, currency)
        else:
            city = dice.choice(cities)
            name = f"{city}{brand}{words.INDUSTRIES[industry][0]}"
            found[name] = (name, industry, words.CITIES[city], "CNY")
    return dice.sample(list(found.values()), COUNT)


def _customer(scene: Scene, dice: random.Random, number: int, named: tuple[str, str, str, str]) -> Customer:
    name, industry, territory, currency = named
    owner = _owner(scene, dice, number, abroad=currency != "CNY")
    # A Pareto tail: a few accounts of millions, most of them small.
    revenue = min(60_000_000.0, 150_000 * dice.paretovariate(0.95))
    fate = dice.choices(["steady", "growing", "falling", "silent", "fresh", "unrated"], weights=[50, 14, 12, 10, 8, 6])[
        0
    ]
    margin = dice.uniform(-0.12, 0.01) if dice.random() < 0.2 else dice.uniform(0.06, 0.34)
    created = scene.days_ago(dice.uniform(150, 320) if fate == "fresh" else dice.uniform(700, 2200))
    account = Account(
        **rules.names(name, f"K{10_000 + number}"),
        external_id=f"K{10_000 + number}",
        owner=owner,
        team=owner.team,
        industry=industry,
        territory=territory,
        nature=dice.choice(Nature.values) if currency == "CNY" else Nature.FOREIGN.value,
        kind=Kind.GIANT.value if revenue > 8_000_000 else dice.choice([*Kind.values, "", ""]),
        **_value_of(number, revenue),
        stage=_funnel_of(dice, revenue, fate),
        website=f"https://www.k{10_000 + number}.example",
        created_at=scene.moment(created, 10),
        updated_at=scene.moment(created, 10),
        owner_since=created,
    )
    if account.stage == CustomerStage.FILTERED:
        account.filtered_reason = "需求量太小，暂不跟进"
    rhythm = dice.choice([7, 14, 21, 30, 30, 45, 60])
    return Customer(account, currency == "CNY", currency, revenue, margin, rhythm, fate, [])


def _value_of(number: int, revenue: float) -> dict[str, str]:
    """Level and coverage follow from the size; some are covered otherwise than is usual, of some it is not said."""
    if number % 7 == 6:
        return {}
    level = (
        ValueLevel.COMPANY if revenue > 8_000_000 else ValueLevel.SOLUTION if revenue > 600_000 else ValueLevel.PRODUCT
    )
    usual = LEVELS[level].covered_by
    return {"value_level": level.value, "covered_by": (CoveredBy.PERSON if number % 9 == 4 else usual).value}


def _owner(scene: Scene, dice: random.Random, number: int, *, abroad: bool) -> User:
    """The first accounts are those of rep@demo.example, so that her day is full."""
    if number < REPS_SHARE:
        return scene.people["rep"]
    others = [person for person in scene.reps if person != scene.people["rep"]]
    foreign = [person for person in others if person.team and "International" in person.team.name]
    return dice.choice(foreign if abroad else [person for person in others if person not in foreign])


def _funnel_of(dice: random.Random, revenue: float, fate: str) -> str:
    if fate == "unrated":
        return dice.choice([CustomerStage.POTENTIAL, CustomerStage.PROBABLE, CustomerStage.FILTERED]).value
    return (CustomerStage.KEY if revenue > 1_500_000 else CustomerStage.ORDINARY).value


def _group_companies(customers: list[Customer]) -> None:
    """Two groups with subsidiaries: the largest accounts are somebody's parent."""
    largest = sorted(customers, key=lambda customer: -customer.revenue)
    children = [customer.account for customer in largest[20:25]]
    for number, account in enumerate(children):
        account.parent = largest[number % 2].account
    Account.objects.bulk_update(children, ["parent"])


def _add_people(scene: Scene, customers: list[Customer]) -> None:
    dice, serial = scene.dice("contacts"), 0
    links: list[tuple[Contact, str]] = []
    for customer in customers:
        roles = [role for role in ContactRoleKind.values if dice.random() < 0.72] or [ContactRoleKind.INTERFACE.value]
        previous: Contact | None = None
        for role in roles:
            serial += 1
            contact = _contact(dice, customer, role, serial)
            customer.contacts.append(contact)
            links.append((contact, role))
            if previous is None and dice.random() < 0.15:
                links.append((contact, dice.choice([other for other in ContactRoleKind.values if other != role])))
            previous = contact
    Contact.objects.bulk_create([contact for customer in customers for contact in customer.contacts])
    _set_superiors(customers)
    ContactRole.objects.bulk_create(
        [ContactRole(account_id=contact.account_id, contact=contact, role=role) for contact, role in links]
    )


def _contact(dice: random.Random, customer: Customer, role: str, serial: int) -> Contact:
    title_zh, title, department_zh, department = words.TITLES[role]
    if customer.is_chinese:
        name = dice.choice(words.SURNAMES) + dice.choice(words.GIVEN)
        title, department, wechat = title_zh, department_zh, f"wx_{serial:05d}"
    else:
        name, wechat = f"{dice.choice(words.FIRST_NAMES)} {dice.choice(words.LAST_NAMES)}", ""
    created = customer.account.created_at + dt.timedelta(days=1)
    return Contact(
        account=customer.account,
        **rules.names(name, title, department),
        title=title,
        department=department,
        email=f"contact{serial}@{customer.account.website.removeprefix('https://www.')}",
        phone=f"+86 21 5550 {serial:04d}" if customer.is_chinese else f"+44 20 7946 {serial:04d}",
        wechat=wechat,
        preferred_channel=dice.choice([Channel.PHONE, Channel.WECHAT if customer.is_chinese else Channel.EMAIL]).value,
        created_at=created,
        updated_at=created,
    )


def _set_superiors(customers: list[Customer]) -> None:
    below = []
    for customer in customers:
        for contact in customer.contacts[1:]:
            contact.reports_to = customer.contacts[0]
            below.append(contact)
    Contact.objects.bulk_update(below, ["reports_to"])
