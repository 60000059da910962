"""What an API key may be allowed: a noun of the API and a kind of access."""

from __future__ import annotations

from typing import Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

NOUNS: Final = {
    "accounts": _("Accounts"),
    "contacts": _("Contacts"),
    "visits": _("Visits"),
    "walls": _("Relationship walls"),
    "complaints": _("Complaints"),
    "surveys": _("Surveys"),
    "contracts": _("Contracts"),
    "attachments": _("Files"),
    "expectations": _("Expectations"),
    "assessments": _("Personal assessments"),
    "stages": _("Stages"),
    "opportunities": _("Opportunities"),
    "reviews": _("Reviews of opportunities"),
    "developments": _("Development records"),
    "performance": _("Performance reviews"),
    "products": _("Products"),
    "competitors": _("Competitors"),
    "ledger": _("Ledger entries"),
    "tiers": _("Tiers"),
    "tier-policies": _("Tier policies"),
    "nights": _("Nightly runs"),
    "pins": _("Pinned tiers"),
    "key-marks": _("Key-account marks"),
    "market": _("Market shares"),
    "wallets": _("Shares of wallet"),
    "plans": _("Account plans"),
    "losses": _("Lost accounts"),
    "alerts": _("Alerts"),
    "alert-rules": _("Alert rules and playbooks"),
    "churn": _("Churn"),
    "funnel": _("Sales funnel"),
    "forecast": _("Forecast"),
    "movement": _("Funnel movement"),
    "quotas": _("Quotas"),
    "productivity": _("Productivity"),
    "subscriptions": _("Reports by email"),
    "notices": _("Notices"),
    "imports": _("Imports"),
    "history": _("History"),
    "search": _("Search"),
}
READ_ONLY: Final = {"tiers", "funnel", "movement", "productivity", "imports", "history", "search"}
ACCESS: Final = {"read": _("read"), "write": _("write")}

SCOPES: Final = {
    f"{noun}:{access}": format_lazy("{}: {}", label, word)
    for noun, label in NOUNS.items()
    for access, word in ACCESS.items()
    if access == "read" or noun not in READ_ONLY
}
"""Every scope with its label, in the order of the pages."""
