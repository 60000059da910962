"""What was typed on the command line, as an order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from teams.models import Role, Team, User

from .plan import Order


def order_for(options: Mapping[str, Any]) -> Order:
    """The order that `options` of the command stand for. RuleBroken for people and pairs that are none."""
    actor = _person(options["actor"]) if options["actor"] else _administrator()
    owner = _person(options["owner"]) if options["owner"] else actor
    return Order(
        kind=options["kind"],
        path=options["file"],
        actor=actor,
        owner=owner,
        team=owner.team or Team.objects.order_by("path").first(),
        mapping=pairs(options["map"], "--map"),
        leave_out=options["leave_out"],
        account=options["account"].strip(),
        stage_map=pairs(options["stage_map"], "--stage-map"),
        encoding=options["encoding"],
        delimiter={"TAB": "\t", "\\t": "\t"}.get(options["delimiter"], options["delimiter"]),
        sheet=options["sheet"],
        date_format=options["date_format"],
        currency=options["currency"].upper(),
        decimal_comma=options["decimal_comma"],
        create_accounts=options["create_accounts"],
        create_people=options["create_people"],
        create_teams=options["create_teams"],
        share_accounts=options["share_accounts"],
        erase_blanks=options["erase_blanks"],
        partial=options["partial"],
        dry_run=options["dry_run"],
    )


def pairs(typed: Iterable[str], option: str) -> dict[str, str]:
    """`["a=b", "c=d"]` as a dict. RuleBroken for an item without "=" or with nothing on a side of it."""
    found = {}
    for item in typed:
        left, equals, right = item.partition("=")
        if not (equals and left.strip() and right.strip()):
            raise RuleBroken(_("%(option)s %(item)s: write it as left=right.") % {"option": option, "item": item})
        found[left.strip()] = right.strip()
    return found


def _person(email: str) -> User:
    try:
        return User.objects.get_by_natural_key(email)
    except User.DoesNotExist as missing:
        raise RuleBroken(_("Nobody here has the email %(email)s.") % {"email": email}) from missing


def _administrator() -> User:
    person = User.objects.select_related("team").filter(role=Role.ADMIN, is_active=True).order_by("pk").first()
    if person is None:
        raise RuleBroken(_("There is no administrator yet. Make one: manage.py create_admin"))
    return person
