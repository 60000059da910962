"""What to do first in a company that has no account yet."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from accounts.models import Account
from foundation.ui.shell import route
from teams.models import Company, Team, User


class Step(NamedTuple):
    """Something to set up, its page, and whether it has been done."""

    title: str
    text: str
    url: str
    is_done: bool


def of(user: Any) -> list[Step]:
    """Nothing as soon as the reader sees an account; one query then."""
    if Account.objects.visible_to(user).exists():
        return []
    return [*(_for_administrators() if user.sees_all else []), *_for_everybody()]


def _for_administrators() -> list[Step]:
    company = Company.current()
    return [
        Step(
            _("Describe the company"),
            _("Its name, base currency, time zone and the hour of the nightly run."),
            route("company_edit"),
            company.version > 1,
        ),
        Step(
            _("Draw the tree of teams"),
            _("Company, regions, teams: it decides who sees what."),
            route("team_new"),
            Team.objects.exists(),
        ),
        Step(
            _("Invite your people"),
            _("Each gets a link to choose a password."),
            route("person_new"),
            User.objects.count() > 1,
        ),
    ]


def _for_everybody() -> list[Step]:
    return [
        Step(
            _("Add the first account"),
            _("One by hand, or all of them from a file: manage.py import_csv accounts FILE."),
            route("account_new"),
            is_done=False,
        ),
        Step(
            _("Log a visit"),
            _("Whom you met, how it went, what comes next, and by when."),
            route("visit_new"),
            is_done=False,
        ),
    ]
