"""A value that must be unique and is not: said at its field, whoever wrote first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from .errors import RuleBroken


@contextmanager
def unique_or_refused(**fields: str) -> Iterator[None]:
    """Runs the block in a savepoint; `constraint_name="field"` turns that constraint's refusal into a RuleBroken.

    Asking the database afterwards instead of before leaves no gap for a second writer.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if name not in fields:
            raise
        raise RuleBroken(_("This is already in use."), field=fields[name]) from error
