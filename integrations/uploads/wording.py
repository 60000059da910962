"""What an import says on the command line, in the words of its page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from integrations.importing.kinds.reviews import QUESTIONS

KINDS: Final[Mapping[str, Promise | str]] = {
    "accounts": _("Accounts"),
    "contacts": _("Contacts"),
    "visits": _("Visits"),
    "opportunities": _("Opportunities"),
    "moves": _("Stage history of opportunities"),
    "ledger": _("Ledger entries"),
    "people": _("People"),
    "products": _("Products"),
    "competitors": _("Competitors"),
    "quotas": _("Quotas"),
    "stakeholders": _("Stakeholders"),
    "contracts": _("Contracts"),
    "expectations": _("Expectations"),
    "reviews": _("Opportunity reviews"),
    "adjustments": _("Adjustments of the forecast"),
    "developments": _("Development records"),
    "development_entries": _("Entries of development records"),
    "performance_reviews": _("Performance reviews"),
    "agreed_actions": _("Agreed actions"),
    "surveys": _("Surveys of satisfaction"),
    "wallets": _("Shares of wallet"),
}

TARGETS: Final[Mapping[str, Promise | str]] = {
    **{f"answer_{number}": format_lazy(_("Answer to question {number}"), number=number) for number in QUESTIONS},
    **{f"evidence_{number}": format_lazy(_("Evidence for answer {number}"), number=number) for number in QUESTIONS},
    "account": _("Account"),
    "account_external_id": _("Account's id in the other system"),
    "action": _("Action"),
    "activity": _("Activity"),
    "address": _("Address"),
    "amount": _("Amount"),
    "answered_on": _("Answered on"),
    "answers": _("Answers"),
    "at": _("Moved at"),
    "base": _("Quota"),
    "birthday": _("Birthday"),
    "by": _("Visited by"),
    "channel": _("Channel"),
    "city": _("City"),
    "close_note": _("Note on winning or losing"),
    "close_on": _("Close date"),
    "close_reason": _("Reason for winning or losing"),
    "closed_on": _("Closed on"),
    "code": _("Product code"),
    "comment": _("Comment"),
    "competitor": _("Competitor"),
    "competitors": _("Competitors"),
    "contact": _("Contact"),
    "contact_external_id": _("Contact's id in the other system"),
    "contacts": _("Contacts"),
    "cost": _("Cost"),
    "country": _("Country"),
    "currency": _("Currency"),
    "date": _("Date"),
    "department": _("Department"),
    "documents": _("Documents"),
    "due_on": _("Due"),
    "email": _("Email"),
    "ended_on": _("Ended"),
    "ends_on": _("Last day"),
    "expected_close_on": _("Expected close date"),
    "expenses": _("Expenses"),
    "external_id": _("Id in the other system"),
    "failed_reason": _("Why it failed"),
    "filtered_reason": _("Why filtered out"),
    "first_name": _("Given name"),
    "funnel": _("Funnel"),
    "gaps": _("Gaps"),
    "goal": _("What we want to win"),
    "heard_by": _("Heard by"),
    "heard_on": _("Heard on"),
    "holder": _("Contact held by"),
    "industry": _("Industry"),
    "influence": _("Influence"),
    "kind": _("Kind"),
    "language": _("Language"),
    "last_name": _("Family name"),
    "leader": _("Who leads the team"),
    "lesson": _("What we learn from it"),
    "list_price": _("List price"),
    "measure": _("Figure"),
    "met": _("Is it met?"),
    "minutes": _("Minutes"),
    "name": _("Name"),
    "nature": _("Nature"),
    "need": _("True need"),
    "next_step": _("Next step"),
    "next_step_on": _("Next step due"),
    "note": _("Note"),
    "notes": _("Notes"),
    "notice_days": _("Days of notice"),
    "number": _("Number"),
    "on": _("Day"),
    "opened_on": _("Opened on"),
    "opportunity": _("Opportunity's id in the other system"),
    "outcome": _("Outcome"),
    "owner": _("Owner"),
    "parent": _("Parent account"),
    "parent_team": _("Team above it"),
    "period": _("Period"),
    "person": _("Person"),
    "phone": _("Phone"),
    "postal_code": _("Postal code"),
    "preferred_channel": _("Preferred channel"),
    "product": _("Product"),
    "profit": _("Profit"),
    "purpose": _("Purpose"),
    "questions": _("Version of the questions"),
    "reason": _("Reason"),
    "renewal_months": _("Months of a renewal"),
    "renews": _("Renews by itself"),
    "reports_to": _("Reports to"),
    "results": _("Results against quota"),
    "revenue": _("Revenue"),
    "role": _("Role"),
    "roles": _("Roles"),
    "signed_on": _("Signed on"),
    "source": _("Source"),
    "stage": _("Stage"),
    "stance": _("Stance"),
    "started_on": _("Started"),
    "starts_at": _("Starts at"),
    "starts_on": _("A day of the period"),
    "state": _("State"),
    "status": _("Status"),
    "step": _("Step"),
    "strengths": _("Strengths"),
    "stretch": _("Stretch"),
    "summary": _("Summary"),
    "team": _("Team"),
    "territory": _("Territory"),
    "text": _("What they expect"),
    "timezone": _("Time zone"),
    "title": _("Title"),
    "unit": _("Unit"),
    "until": _("Twelve months until"),
    "value": _("Contract value"),
    "weaknesses": _("Weak points"),
    "website": _("Website"),
    "wechat": _("WeChat"),
}
OF_KIND: Final[Mapping[str, Mapping[str, Promise | str]]] = {
    "accounts": {"stage": _("Customer funnel"), "state": _("Province or state")},
    "reviews": {"at": _("Reviewed at"), "by": _("Reviewed by"), "note": _("Conclusion")},
    "development_entries": {"by": _("Recorded by"), "note": _("What was done")},
    "performance_reviews": {"starts_on": _("First day")},
    "contracts": {"starts_on": _("Starts on"), "ends_on": _("Ends on"), "owner": _("Responsible")},
    "agreed_actions": {"starts_on": _("First day")},
}

OPTIONS: Final[Mapping[str, Promise | str]] = {
    "partial": _("Import the good rows although others are refused"),
    "create-accounts": _("Make missing accounts"),
    "create-people": _("Make unknown owners known, without a password"),
    "create-teams": _("Make missing teams"),
    "share-accounts": _("Share accounts with the teams whose people sell there"),
    "erase-blanks": _("Let a blank cell erase what is there"),
    "date-format": _("Dates are written"),
    "encoding": _("Encoding"),
    "stage-map": _("Stages of the file"),
    "currency": _("Currency of amounts that name none"),
    "account": _("Account of rows that name none"),
    "map": _("Columns"),
    "json": _("CSV"),
}
_OPTION: Final = re.compile(r"--([a-z-]+[a-z])")


def kind_label(kind: str) -> Any:
    return KINDS.get(kind, kind.capitalize())


def target_label(kind: str, target: str) -> Any:
    """What a column becomes, in words."""
    own = OF_KIND.get(kind, {}).get(target)
    return own or TARGETS.get(target) or target.replace("_", " ").capitalize()


def for_the_page(message: str) -> str:
    """`message` with each option of the command called as the page calls it."""
    return _OPTION.sub(lambda found: f"“{OPTIONS[found[1]]}”" if found[1] in OPTIONS else found[0], message)
