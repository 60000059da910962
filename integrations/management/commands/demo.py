from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from foundation import env
from foundation.errors import RuleBroken
from integrations.demo import DEFAULT_PASSWORD
from integrations.demo.fill import fill
from integrations.demo.nights import pass_nights
from integrations.demo.stage import ZONE


class Command(BaseCommand):
    help = "Fill an empty company with the demo: people, accounts, visits, opportunities, ledger, nights."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--password", help="of everybody in it; default: KAM_DEMO_PASSWORD")
        parser.add_argument("--seed", type=int, default=7, help="another number makes another company")

    def handle(self, *args: Any, **options: Any) -> None:
        password = options["password"] or env.text("KAM_DEMO_PASSWORD", DEFAULT_PASSWORD)
        try:
            scene = fill(password=password, seed=options["seed"], say=self.stdout.write)
            with timezone.override(ZONE):
                self.stdout.write(f"{pass_nights(scene)} nights.")
        except RuleBroken as refusal:
            raise CommandError(str(refusal.message)) from refusal
