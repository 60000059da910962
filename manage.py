#!/usr/bin/env python
"""Django's command line for this project, with the embedded servers attached where none are named."""

import os
import sys

from foundation.embedded import ensure_environ


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kam.settings")
    ensure_environ()
    from django.core.management import execute_from_command_line  # noqa: PLC0415  (needs the environment above)

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
