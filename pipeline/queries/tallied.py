"""Who has live opportunities, of everything there is, from the tally."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from django.db.models import DecimalField, F, Sum
from django.db.models.functions import Coalesce

from pipeline.choices import Grain
from pipeline.models import Tally

_WORTH: Final[Any] = DecimalField(max_digits=50, decimal_places=10)


def holders(column: str) -> Iterable[tuple[int, str, Decimal]]:
    """Id, name and open weighted amount of the teams, the people (`column`: team, owner) with live opportunities."""
    weighted = Coalesce(Sum(F("amount") * F("stage__probability")), 0, output_field=_WORTH) / 100
    rows = Tally.objects.filter(grain=Grain.HOLDER).values(column)
    found = rows.annotate(count=Sum("n"), weighted=weighted).filter(count__gt=0)
    return found.values_list(column, f"{column}__name", "weighted")
