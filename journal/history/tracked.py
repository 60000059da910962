"""What is tracked. Each room says it of its own models, in its app's ready(): one line a model.

    track("care.Complaint")                      a record of its own, with an account
    track("plans.Objective", of="plan")          a part of a record: read on that record's page, seen by who sees that
    track("care.Authority", account=None)        a rule, which hangs on no account
    untracked("care.Sum", because="made anew")   and why not

A system check refuses a model that nobody has spoken for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error

AUTO: Final = "account"
NEVER: Final = frozenset({"version", "updated_at", "sort_key", "search_text"})
"""What each write moves, or what is made of other columns."""


@dataclass(frozen=True)
class Tracked:
    """`of` leads from a part to its record, `account` from the record to its account (None: it has none)."""

    label: str
    of: str
    account: str | None
    ignore: frozenset[str]

    @cached_property
    def model(self) -> Any:
        return apps.get_model(self.label)

    @cached_property
    def head(self) -> Any:
        """The model of the record that this is, or is a part of."""
        model = self.model
        for name in self.of.split("__") if self.of else ():
            model = model._meta.get_field(name).related_model
        return model

    @cached_property
    def head_label(self) -> str:
        return str(self.head._meta.label_lower)

    @property
    def is_head(self) -> bool:
        return not self.of

    @cached_property
    def columns(self) -> list[str]:
        """Those whose changes are kept."""
        fields = self.model._meta.local_concrete_fields
        return [field.column for field in fields if not (self._is_ignored(field) or getattr(field, "generated", False))]

    @cached_property
    def ignored_columns(self) -> list[str]:
        kept = set(self.columns)
        return [field.column for field in self.model._meta.local_concrete_fields if field.column not in kept]

    def _is_ignored(self, field: Any) -> bool:
        return field.primary_key or field.name in self.ignore or field.name in NEVER

    @cached_property
    def account_path(self) -> str | None:
        """As `account`, and what the record itself is when it is an account."""
        return "pk" if self.head_label == "accounts.account" else self.account


_tracked: dict[str, Tracked] = {}
_untracked: dict[str, str] = {}


def track(label: str, *, of: str = "", account: str | None = AUTO, ignore: Iterable[str] = ()) -> None:
    _tracked[label.lower()] = Tracked(label.lower(), of, account, frozenset(ignore))


def untracked(*labels: str, because: str) -> None:
    _untracked.update(dict.fromkeys((label.lower() for label in labels), because))


def tracked() -> list[Tracked]:
    return list(_tracked.values())


def tracking(label: str) -> Tracked | None:
    return _tracked.get(label)


def heads() -> list[Tracked]:
    """Records of their own."""
    return [each for each in _tracked.values() if each.is_head]


def unspoken() -> list[str]:
    """Models of our own rooms that nobody has spoken for."""
    rooms = {config.label for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR}
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in rooms]
    labels = {model._meta.label_lower for model in models if model._meta.managed and not model._meta.proxy}
    return sorted(labels - set(_tracked) - set(_untracked))


def check_spoken(**_kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"Nobody has said whether the history of changes keeps {label}.",
            hint="Call journal.history.tracked.track or untracked in the tracking.py of its room.",
            id="journal.E001",
        )
        for label in unspoken()
    ]
