"""The catalogues of products and competitors: changed by those who lead, with history."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from foundation.uniqueness import unique_or_refused
from journal.services import changes_of, record
from pipeline.models import Competitor, Product
from pipeline.rules import is_money
from teams.models import Company, User
from teams.rules import is_currency, only_leads

_UNIQUE = {"product_code": "code", "competitor_name": "name"}
Entry = TypeVar("Entry", Product, Competitor)


@transaction.atomic
def product_create(
    *, actor: User, code: str, name: str, unit: str = "", list_price: Decimal | None = None, currency: str = ""
) -> Product:
    """Forbidden for who does not lead. RuleBroken: the code is in use, a negative price."""
    columns = {"code": code, "name": name, "unit": unit, **_priced(list_price, currency)}
    return _create(Product(**columns), actor)


@transaction.atomic
def product_update(row: Product, *, actor: User, version: int, **changes: Any) -> Product:
    """Lines keep the price they were written with."""
    price, currency = changes.get("list_price", row.list_price), changes.get("currency", row.currency)
    return _update(row, actor, version, {**changes, **_priced(price, currency)})


@transaction.atomic
def competitor_create(*, actor: User, name: str, strengths: str = "", weaknesses: str = "") -> Competitor:
    """Forbidden for who does not lead. RuleBroken: the name is in use."""
    return _create(Competitor(name=name, strengths=strengths, weaknesses=weaknesses), actor)


@transaction.atomic
def competitor_update(row: Competitor, *, actor: User, version: int, **changes: Any) -> Competitor:
    return _update(row, actor, version, changes)


@transaction.atomic
def catalogue_retire(row: Entry, *, actor: User, version: int, retired: bool = True) -> Entry:
    """Takes an entry out of the catalogue, or back in. What names it keeps it."""
    only_leads(actor)
    if (row.retired_at is not None) == retired:
        return row
    row = save_edit(row, version, {"retired_at": timezone.now() if retired else None})
    record(actor=actor, verb=f"{row._meta.model_name}.{'removed' if retired else 'reactivated'}", subject=row)
    return row


def _create(row: Entry, actor: User) -> Entry:
    only_leads(actor)
    with unique_or_refused(**_UNIQUE):
        row.save(force_insert=True)
    columns = {name: [None, getattr(row, name)] for name in ("name", "code", "list_price") if getattr(row, name, None)}
    record(actor=actor, verb=f"{row._meta.model_name}.created", subject=row, changes=columns)
    return row


def _update(row: Entry, actor: User, version: int, changes: dict[str, Any]) -> Entry:
    only_leads(actor)
    wanted = differences(row, changes)
    if not wanted:
        return row
    said = changes_of(row, wanted)
    with unique_or_refused(**_UNIQUE):
        row = save_edit(row, version, wanted)
    record(actor=actor, verb=f"{row._meta.model_name}.updated", subject=row, changes=said)
    return row


def _priced(list_price: Decimal | None, currency: str) -> dict[str, Any]:
    """The columns of a list price; without one there is no currency."""
    if list_price is None:
        return {"list_price": None, "currency": ""}
    if not is_money(list_price):
        raise RuleBroken(_("A price of zero or more."), field="list_price")
    currency = currency or Company.current().base_currency
    is_currency(currency)
    return {"list_price": list_price, "currency": currency}
