from __future__ import annotations

from typing import Any

from django.db import models

from integrations.importing import columns as col
from integrations.importing.plan import Row, Work
from pipeline import services
from pipeline.models import Competitor, Product

from .base import Cells
from .one_by_one import OneByOne


def _field(model: type[models.Model], name: str) -> models.Field:
    return model._meta.get_field(name)  # type: ignore[return-value]


class Products(OneByOne):
    """The catalogue of what we sell, told apart by code."""

    name = "products"
    columns = {
        column.target: column
        for column in (
            col.text("code", _field(Product, "code")),
            col.text("name", _field(Product, "name")),
            col.text("unit", _field(Product, "unit")),
            col.money("list_price", _field(Product, "list_price")),
            col.currency(),
        )
    }
    required = (("code",), ("name",))

    def identity(self, cells: Cells) -> str:
        return str(cells["code"])

    def find(self, row: Row, work: Work) -> Product | None:
        return Product.objects.filter(code=row.cells["code"]).first()

    def save(self, row: Row, there: Product | None, work: Work) -> Product:
        said: dict[str, Any] = {
            name: row.cells[name] or "" for name in ("name", "unit", "currency") if name in row.cells
        }
        if "list_price" in row.cells:
            price = row.cells["list_price"]
            said |= {"list_price": None if price is None else col.decimal(price)}
            said["currency"] = said.get("currency") or (there and there.currency) or work.settings.currency
        if there is None:
            return services.product_create(actor=work.actor, code=row.cells["code"], **said)
        return services.product_update(there, actor=work.actor, version=there.version, **said)


class Competitors(OneByOne):
    """Who sells against us, told apart by name."""

    name = "competitors"
    columns = {
        column.target: column
        for column in (
            col.text("name", _field(Competitor, "name")),
            col.text("strengths", _field(Competitor, "strengths")),
            col.text("weaknesses", _field(Competitor, "weaknesses")),
        )
    }
    required = (("name",),)

    def identity(self, cells: Cells) -> str:
        return str(cells["name"]).lower()

    def find(self, row: Row, work: Work) -> Competitor | None:
        return Competitor.objects.filter(name__iexact=row.cells["name"]).first()

    def save(self, row: Row, there: Competitor | None, work: Work) -> Competitor:
        said: dict[str, Any] = {name: value or "" for name, value in row.cells.items()}
        if there is None:
            return services.competitor_create(actor=work.actor, **said)
        return services.competitor_update(there, actor=work.actor, version=there.version, **said)
