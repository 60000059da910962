#!/usr/bin/env python
"""Django's command line for this project, with the embedded servers attached where none are named."""

import os
import sys

from foundation.embedded import ensure_environ

NO_TABLES = """This database has no tables, or not those of this version.
Is it the right one? DATABASE_URL names a server's, KAM_DATA_DIR the folder of an embedded one.
If it is: python manage.py migrate (make run does so by itself)."""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kam.settings")
    ensure_environ()
    from django.core.management import execute_from_command_line  # noqa: PLC0415  (needs the environment above)
    from django.db import ProgrammingError  # noqa: PLC0415
    from psycopg2.errors import UndefinedTable  # noqa: PLC0415

    from journal.history.acting import acting  # noqa: PLC0415

    try:
        with acting(f"command {' '.join(sys.argv[1:2])}"):
            execute_from_command_line(sys.argv)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable) or "--traceback" in sys.argv:
            raise
        sys.exit(NO_TABLES)


if __name__ == "__main__":
    main()
