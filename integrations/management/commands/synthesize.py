from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.errors import RuleBroken
from integrations.progress import Bar
from integrations.synthesis.fill import Size, synthesize


class Command(BaseCommand):
    help = "Fill an empty company with made-up data of any size, for measuring. Nobody in it can sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        for name, usual in vars(Size()).items():
            parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=usual, help=f"default: {usual:,}")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        size = Size(**{name: options[name] for name in vars(Size())})
        bar = Bar(sys.stderr)
        try:
            written = synthesize(size, seed=options["seed"], say=bar.show)
        except RuleBroken as refusal:
            raise CommandError(str(refusal.message)) from refusal
        bar.clear()
        self.stdout.write("\n".join(f"{name} {rows:,}" for name, rows in written.items()))
