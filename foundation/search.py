"""Index-backed search by character pairs.

The embedded server has no pg_trgm, and trigrams would not serve two Chinese characters anyway. `search_grams(text)`
(an IMMUTABLE SQL function, made by the first migration of accounts) returns every character and every pair of
neighbouring characters; a GIN index over it answers any query of one character or more, and LIKE confirms the match.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, QuerySet, TextField, Value

from .text import fold

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
    """`rows` whose search column holds every word of `typed`, through the GIN index on `search_grams(column)`."""
    rows = rows.alias(grams=SearchGrams(F(column)))
    for word in fold(typed).split():
        rows = rows.filter(grams__contains=_pairs(word) or SearchGrams(Value(word)))
    return holding(rows, typed, column)


def holding(rows: Rows, typed: str, column: str = "search_text") -> Rows:
    """The same without an index: each of `rows` is looked at."""
    for word in fold(typed).split():
        rows = rows.filter(**{f"{column}__contains": word})
    return rows


def _pairs(word: str) -> list[str]:
    """Its pairs alone: whatever holds them holds the characters too, whose lists in the index are the longest.

    Those of characters that one side might take for a blank and the other not are left to LIKE.
    """
    return sorted({a + b for a, b in pairwise(word) if a.isprintable() and b.isprintable()})
