"""Index-backed search by character pairs.

The embedded server has no pg_trgm, and trigrams would not serve two Chinese characters anyway. `search_grams(text)`
(an IMMUTABLE SQL function, made by the first migration of accounts) returns every character and every pair of
neighbouring characters; a GIN index over it answers any query of one character or more, and a look at the row confirms
the match.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from .among import OneOf
from .sql import expected_rows
from .text import fold

FEW: Final = 20_000
"""Rows that are fetched from the index of pairs before anything else is asked of them, at most."""
Rows = TypeVar("Rows", bound=QuerySet[Any])


class SearchGrams(Func):
    """`search_grams(text)`: text[] of all characters and neighbouring pairs."""

    function = "search_grams"
    output_field = ArrayField(TextField())


class Folded(Func):
    """Columns joined by blanks and folded as `fold` does, for notes that have no search column of their own."""

    template = "lower(normalize(%(expressions)s, NFKC))"
    arg_joiner = " || ' ' || "
    output_field = TextField()


def telling(rows: Rows, said: Folded, typed: str) -> Rows:
    """`rows` whose notes, `said`, hold every word of `typed`, through the GIN index on `search_grams(said)`."""
    return matching(rows.alias(said=said), typed, "said")


def matching(rows: Rows, typed: str, column: str = "search_text") -> Rows:
    """`rows` whose search column holds every word of `typed`, through the GIN index on `search_grams(column)`.

    A word of one pair or one character is found by that alone. Of a longer one each row is looked at too, and not by
    LIKE: the planner would multiply its guess with that of the pairs, expect one row and join thousands one by one.
    """
    rows = rows.alias(grams=SearchGrams(F(column)))
    for word in fold(typed).split():
        pairs = _pairs(word)
        rows = rows.filter(grams__contains=pairs or SearchGrams(Value(word)))
        if len(word) > 2 or (len(word) == 2 and not pairs):
            rows = rows.filter(GreaterThan(StrIndex(F(column), Value(word)), 0))
    return rows


def narrowed(rows: Rows, typed: str) -> Rows:
    """`matching` for a list in whatever order: what the index finds is fetched first where it is not much.

    The planner believes that whatever is found lies evenly in every order. Where it does not, a list by day would be
    read to its end for the first page of a rare word; a frequent one fills it soon.
    """
    found = matching(rows.model._base_manager.order_by(), typed).values_list("pk", flat=True)
    return rows.filter(OneOf("pk", found)) if expected_rows(found) <= FEW else matching(rows, typed)


def holding(rows: Rows, typed: str, column: str = "search_text") -> Rows:
    """The same without an index: each of `rows` is looked at."""
    for word in fold(typed).split():
        rows = rows.filter(**{f"{column}__contains": word})
    return rows


def _pairs(word: str) -> list[str]:
    """Its pairs alone: whatever holds them holds the characters too, whose lists in the index are the longest.

    Those of characters that one side might take for a blank and the other not are left to that look.
    """
    return sorted({a + b for a, b in pairwise(word) if a.isprintable() and b.isprintable()})
