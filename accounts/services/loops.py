"""Hierarchies stay trees: nobody stands above himself."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.errors import RuleBroken
from foundation.locks import wait_for_lock

MAX_DEPTH = 30


def refuse_loop(row: models.Model, link: str, above: Any) -> None:
    """RuleBroken (field `link`) when `above` is `row` itself or stands below it.

    Takes a lock until the transaction ends: two edits, each harmless alone, could close a circle together.
    """
    wait_for_lock(f"{row._meta.label}.{link}")
    rows = type(row)._base_manager
    number = above.pk
    for _level in range(MAX_DEPTH):
        if number is None:
            return
        if number == row.pk:
            raise RuleBroken(_("This would make a circle."), field=link)
        number = rows.filter(pk=number).values_list(f"{link}_id", flat=True).first()
    raise RuleBroken(_("This hierarchy is too deep."), field=link)
