from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.errors import RuleBroken
from integrations.progress import Bar
from integrations.synthesis.fill import MOST, MOST_ROWS, Size, synthesize


class Command(BaseCommand):
    help = "Fill an empty company with made-up data of any size, for measuring. Nobody in it can sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        for name, usual in vars(Size()).items():
            said = f"default: {usual:,}; at most {MOST.get(name, MOST_ROWS):,}"
            parser.add_argument(_option(name), type=int, default=usual, help=said)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        size = Size(**{name: options[name] for name in vars(Size())})
        bar = Bar(sys.stderr)
        try:
            written = synthesize(size, seed=options["seed"], say=bar.show)
        except RuleBroken as refusal:
            named = f"{_option(refusal.field)}: " if refusal.field else ""
            raise CommandError(f"{named}{refusal.message}") from refusal
        bar.clear()
        self.stdout.write("\n".join(f"{name} {rows:,}" for name, rows in written.items()))


def _option(size: str) -> str:
    return f"--{size.replace('_', '-')}"
