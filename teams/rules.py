"""Rules of company, teams and people. Each raises RuleBroken with the field to mend, or Forbidden."""

from __future__ import annotations

import zoneinfo
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from foundation.errors import Forbidden, RuleBroken

from .models import CostRate, Role, Team, User, currency_code

MAX_DEPTH = 12
THEMES = {"", "light", "dark"}


def only_administrators(actor: Any) -> None:
    if not actor.sees_all:
        raise Forbidden(_("Only administrators may do this."))


def only_leads(actor: Any) -> None:
    if not actor.leads:
        raise Forbidden(_("Only managers, directors and administrators may do this."))


def only_leads_or_integration(actor: Any) -> None:
    if not (actor.leads or actor.role == Role.INTEGRATION):
        raise Forbidden(_("Only another system, or people who lead a team, may do this."))


def only_leads_of(actor: Any, row: Any) -> None:
    if not actor.leads_for(row):
        raise Forbidden(_("Only people who lead its team may do this."))


@cache
def zones() -> frozenset[str]:
    """Names of time zones that this machine knows."""
    return frozenset(zoneinfo.available_timezones())


def known_zone(name: str) -> None:
    if name not in zones():
        raise RuleBroken(_("No such time zone. Write it like Asia/Shanghai."), field="timezone")


def known_language(code: str) -> None:
    if code and code not in dict(settings.LANGUAGES):
        raise RuleBroken(_("No such language."), field="language")


def known_theme(name: str) -> None:
    if name not in THEMES:
        raise RuleBroken(_("No such appearance."), field="theme")


def is_currency(code: str, *, field: str = "currency") -> None:
    try:
        currency_code(code)
    except ValidationError as wrong:
        raise RuleBroken(wrong.message, field=field) from wrong


def works_in_a_team(role: str, team: Team | None) -> None:
    if team is None and role != Role.ADMIN:
        raise RuleBroken(_("Choose a team: only administrators work without one."), field="team")


def not_the_last_administrator(person: User) -> None:
    """Locks the administrators, so that two of them cannot remove each other at the same time."""
    administrators = User.objects.select_for_update().filter(role=Role.ADMIN, is_active=True).order_by("pk")
    if set(administrators.values_list("pk", flat=True)) == {person.pk}:
        raise RuleBroken(_("The last administrator stays: make somebody else one first."), field="role")


def may_stand_below(team: Team | None, parent: Team | None) -> None:
    """`parent` is no part of `team`'s own tree, and leaves room in the path."""
    if parent is None:
        return
    if team is not None and parent.path.startswith(team.path):
        raise RuleBroken(_("A team cannot stand below itself."), field="parent")
    below = max((each.depth - team.depth for each in Team.objects.below(team)), default=0) if team else 0
    if parent.depth + 1 + below >= MAX_DEPTH:
        raise RuleBroken(_("Teams can be nested %(n)d levels deep.") % {"n": MAX_DEPTH}, field="parent")


def has_own_name(name: str, parent: Team | None, *, but: Team | None = None) -> None:
    twins = Team.objects.filter(name__iexact=name, parent=parent)
    if twins.exclude(pk__in=[but.pk] if but else []).exists():
        raise RuleBroken(_("A team of this name stands there already."), field="name")


def base_currency_may_change() -> None:
    """Every amount keeps its rate to the base currency: with the first of them the base is fixed."""
    models: list[Any] = [CostRate, *filter(_keeps_a_rate, apps.get_models())]
    if any(model._base_manager.exists() for model in models):
        raise RuleBroken(
            _("Amounts and rates are kept against the present base currency, so it can no longer change."),
            field="base_currency",
        )


def _keeps_a_rate(model: Any) -> bool:
    return {"currency", "rate"} <= {field.name for field in model._meta.fields}
