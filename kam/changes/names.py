"""What kinds of rows and columns are called in a history that have no name of their own elsewhere."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import pgettext_lazy

KINDS: Final[dict[str, Any]] = {
    "accounts.contactrole": pgettext_lazy("history", "role of a person"),
    "pipeline.reviewanswer": pgettext_lazy("history", "answer of a review"),
    "scoring.tierpin": pgettext_lazy("history", "pinned tier"),
}
FIELDS: Final[dict[str, Any]] = {
    "archived_at": pgettext_lazy("history", "archived"),
    "at": pgettext_lazy("history", "when"),
    "by": pgettext_lazy("history", "who"),
    "contact": pgettext_lazy("history", "contact"),
    "criterion": pgettext_lazy("history", "criterion"),
    "done_by": pgettext_lazy("history", "done by"),
    "ended_at": pgettext_lazy("history", "ended"),
    "group_scores": pgettext_lazy("history", "marks by group"),
    "lossreason": pgettext_lazy("history", "further reason"),
    "met": pgettext_lazy("history", "met"),
    "next_step_done_at": pgettext_lazy("history", "next step done"),
    "position": pgettext_lazy("history", "place"),
    "question": pgettext_lazy("history", "question"),
    "rate": pgettext_lazy("history", "exchange rate"),
    "recorded_by": pgettext_lazy("history", "recorded by"),
    "removed_at": pgettext_lazy("history", "removed"),
    "review": pgettext_lazy("history", "review"),
    "set_at": pgettext_lazy("history", "set on"),
    "set_by": pgettext_lazy("history", "set by"),
}


def name_of_field(field: Any) -> str:
    """Its own name where somebody gave it one, which is then translated."""
    own = field.verbose_name
    return str(FIELDS.get(field.name, own) if isinstance(own, str) else own)


def name_of_kind(model: Any) -> str:
    """What such a row is called; of a link between two records what that is called where it is chosen."""
    if (named := KINDS.get(model._meta.label_lower)) is not None:
        return str(named)
    chosen = model._meta.auto_created
    fields = chosen._meta.many_to_many if chosen else ()
    field = next((each for each in fields if each.remote_field.through is model), None)
    return str(field.verbose_name if field is not None else model._meta.verbose_name)
