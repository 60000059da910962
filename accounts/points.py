"""What accounts and the people there are asked for, as a company starts. Our own choice: the source wants records
complete and fresh, and names no points."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from journal.services import react

from .completeness import ACTIVE, KEY, Point, ask

_SQL = Path(__file__).parent / "sql"
_BEARING = [
    *(f"account.{what}" for what in ("created", "updated", "assigned", "unarchived", "looked_over")),
    *(f"account.{what}" for what in ("merged", "merge_undone", "gathered")),
    *(f"contact.{what}" for what in ("created", "updated", "archived", "unarchived")),
]
"""Events after which a record is judged anew; visits say so themselves (`visits_bear`)."""


def ask_for_accounts() -> None:
    """Points of this room; whenever something bears on one, the record is judged."""
    from .services import record_judge  # noqa: PLC0415  # needs the models, which are not loaded yet

    ask(
        _SQL / "completeness_of_people.sql",
        Point("person", _("A person there"), "contact_new", weight=3),
        Point("decision_maker", _("The decision-maker"), "person#id_roles", weight=3),
        Point("reachable", _("How the decision-maker is reached"), "person#id_phone", weight=2),
        Point("roles", _("All four roles"), "person#id_roles", weight=2, tiers=KEY),
    )
    ask(
        _SQL / "completeness_of_accounts.sql",
        Point("industry", _("Industry"), "account_edit#id_industry"),
        Point("nature", _("Nature"), "account_edit#id_nature"),
        Point("kind", _("Kind"), "account_edit#id_kind"),
        Point("value_level", _("Value level and coverage"), "account_edit#id_value_level", tiers=KEY),
        Point("territory", _("Territory"), "account_edit#id_territory"),
        Point("reach", _("Phone or website"), "account_edit#id_phone"),
        Point("address", _("Address"), "account_edit#id_address"),
        Point("looked_over", _("Facts looked over"), "account_edit", weight=2, days=365, ages=True),
        Point("visit", _("A visit"), "visit_new?account", weight=2, days=120, ages=True),
        Point("next_step", _("A next step"), "visit_plan?account", weight=2, days=14, tiers=ACTIVE, ages=True),
    )
    for verb in _BEARING:
        react(verb, record_judge)
