from __future__ import annotations

import argparse
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from foundation.errors import RuleBroken
from scoring.models import TierPolicy
from scoring.models.policy import SHARES, VALUES
from scoring.services import policy_activate, policy_draft


class Command(BaseCommand):
    """`manage.py tier_policy show` and `manage.py tier_policy set window_months=48 --reason "…"`."""

    help = "Show the tier policy, or activate a new version of it."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        commands.add_parser("show", help="the active version and those before it")
        setting = commands.add_parser("set", help="make a new version with these values, and activate it")
        setting.add_argument("values", nargs="+", metavar="name=value", help=", ".join(VALUES))
        setting.add_argument("--reason", required=True, help="why; kept with the version")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        if what == "set":
            self._set(dict(map(_pair, options["values"])), options["reason"])
        for policy in TierPolicy.objects.all()[:1] if what == "set" else TierPolicy.objects.all():
            values = " ".join(f"{name}={_plain(getattr(policy, name))}" for name in VALUES)
            self.stdout.write(f"version {policy.version} ({policy.state}) {values} {policy.reason}".rstrip())

    @transaction.atomic
    def _set(self, values: dict[str, Any], reason: str) -> None:
        try:
            draft = policy_draft(actor=None, **values)
            policy_activate(draft, actor=None, revision=draft.revision, reason=reason)
        except RuleBroken as refusal:
            raise CommandError(f"{refusal.field or 'policy'}: {refusal.message}") from refusal


def _pair(typed: str) -> tuple[str, int | Decimal]:
    name, _equals, value = typed.partition("=")
    if name not in VALUES:
        raise CommandError(f"{name!r} is no value of a policy; there are {', '.join(VALUES)}")
    try:
        number = Decimal(value)
        return name, number.quantize(Decimal("0.0001")) if name in SHARES else int(value)
    except (InvalidOperation, ValueError) as error:
        raise CommandError(f"{typed!r}: that is not a number that {name} can take") from error


def _plain(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
