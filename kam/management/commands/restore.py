"""manage.py restore FILE"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kam import archive


class Command(BaseCommand):
    help = "Fill the database from a backup, all or nothing. Stop the product first."
    requires_system_checks = ()

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="overwrite a database that is not empty")

    def handle(self, *, file: Path, replace: bool, **_: Any) -> None:
        try:
            archive.restore(file, replace=replace)
        except archive.ArchiveError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Restored. Run `manage.py migrate` if this version is newer than the backup.")
