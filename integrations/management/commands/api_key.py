from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from foundation.errors import RuleBroken
from integrations import services
from integrations.scopes import SCOPES
from teams.models import User


class Command(BaseCommand):
    help = "Make an API key and print it. It is shown this once: only a digest is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", required=True, metavar="EMAIL", help="who the key acts as")
        parser.add_argument("--name", required=True, help="what will use it")
        parser.add_argument(
            "--scopes",
            nargs="*",
            default=[],
            metavar="SCOPE",
            help=f"what it may do (none given: whatever the person may): {' '.join(SCOPES)}",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = User.objects.get_by_natural_key(options["user"])
            scopes = [scope for given in options["scopes"] for scope in given.split(",") if scope]
            _key, secret = services.api_key_create(actor=None, user=user, name=options["name"], scopes=scopes)
        except User.DoesNotExist as missing:
            raise CommandError(f"Nobody here has the email {options['user']}.") from missing
        except RuleBroken as refusal:
            raise CommandError(str(refusal.message)) from refusal
        self.stdout.write(secret)
