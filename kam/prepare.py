"""Everything between "the servers run" and "the product may start": safe to repeat, quick when done.

Progress goes to stderr; the sign-ins, for the supervisor to show last, to stdout.
"""

from __future__ import annotations

import os
import sys
import time

import django

from foundation import env
from foundation.embedded import ensure_environ
from tools.messages import compile_all

DEMO_PEOPLE = ("rep", "manager", "director", "admin")


def main() -> None:
    compile_all()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kam.settings")
    ensure_environ()
    django.setup()

    from django.core.management import call_command  # noqa: PLC0415  (needs Django set up)

    from journal.history.triggers import keep_in_step  # noqa: PLC0415
    from kam import assets  # noqa: PLC0415

    _wait_for_database(env.number("KAM_DATABASE_WAIT_SECONDS", 30))
    if _migrations_are_missing():
        call_command("migrate", interactive=False, verbosity=0)
    else:
        keep_in_step()  # what is tracked may have changed without a table having
    assets.collect()
    _fill()


def _migrations_are_missing() -> bool:
    """Asking takes a tenth of what `migrate` does when there is nothing to do."""
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _wait_for_database(seconds: int) -> None:
    from django.db import OperationalError, connection  # noqa: PLC0415

    for remaining in range(seconds, -1, -1):
        try:
            connection.ensure_connection()
        except OperationalError as error:
            if not remaining:
                sys.exit(f"No database: {str(error).strip()}")
            time.sleep(1)
        else:
            return


def _fill() -> None:
    """An empty database gets the demo company, or with KAM_DEMO=0 its administrator."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    from integrations.demo import DEFAULT_PASSWORD  # noqa: PLC0415  (not its command: that reads numpy and scipy)
    from journal.history.acting import acting  # noqa: PLC0415

    empty, wants_demo = not get_user_model()._default_manager.exists(), env.flag("KAM_DEMO", default=True)
    if empty and not wants_demo:
        # At once, not with what is shown last: the password exists only here, and what follows may fail.
        call_command("create_admin", stdout=sys.stderr)
        return
    password = env.text("KAM_DEMO_PASSWORD", DEFAULT_PASSWORD)
    if empty:
        print("Filling the demo company …", file=sys.stderr, flush=True)
        with acting("command demo"):
            call_command("demo", password=password, stdout=sys.stderr)
    _show_demo_people(password, wanted=wants_demo)


def _show_demo_people(password: str, *, wanted: bool) -> None:
    from django.contrib.auth import get_user_model  # noqa: PLC0415

    emails = [f"{name}@demo.example" for name in DEMO_PEOPLE]
    people = {user.get_username(): user for user in get_user_model()._default_manager.filter(email__in=emails)}
    if not people:
        return
    if not wanted:
        print("KAM_DEMO=0 changes nothing: this data folder holds the demo company already.", file=sys.stderr)
    valid = next(iter(people.values())).check_password(password)
    print(f"Sign in as (password {password if valid else 'as set when the demo was filled'}):")
    for email in emails:
        if email in people:
            print(f"  {email}")


if __name__ == "__main__":
    try:
        main()
    except env.EnvError as error:
        sys.exit(str(error))
