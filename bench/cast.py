"""Who asks, and what for: prepared inside the product, told as JSON. Run as `python -m bench.cast`."""

from __future__ import annotations

import json
import os
import sys
from typing import Any


def main() -> None:
    import django  # noqa: PLC0415  (the environment decides which settings)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from kam import assets  # noqa: PLC0415

    assets.collect()
    json.dump(_prepared(), sys.stdout)


def _prepared() -> dict[str, Any]:
    from accounts.models import Account  # noqa: PLC0415
    from integrations.services import api_key_create  # noqa: PLC0415
    from rights.services import verdicts_judge  # noqa: PLC0415
    from teams.models import User  # noqa: PLC0415

    verdicts_judge()
    people = {name: User.objects.get(email=f"{name}@synthetic.example") for name in ("rep1", "manager1", "director")}
    account = Account.objects.filter(owner=people["rep1"]).order_by("pk")[0]
    keys = {name: api_key_create(actor=None, user=person, name="bench")[1] for name, person in people.items()}
    sessions = {name: _session(person) for name, person in people.items()}
    return {"account": account.pk, "keys": keys, "sessions": sessions, "queries": _queries(people, account.pk)}


def _session(person: Any) -> str:
    from django.test import Client  # noqa: PLC0415

    client = Client()
    client.force_login(person, backend="teams.backends.PeopleBackend")
    return client.cookies["sessionid"].value


def _queries(people: dict[str, Any], account: int) -> dict[str, int]:
    """How many queries each page and address needs."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    counts = {}
    for name, who, path in addresses(account):
        client = Client(headers={"host": "localhost"})
        client.force_login(people[who], backend="teams.backends.PeopleBackend")
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        counts[name] = len(captured)
    return counts


def addresses(account: int) -> list[tuple[str, str, str]]:
    """(what it is, who asks, path) of everything that is counted and looked at in the browser."""
    return [
        ("my day", "rep1", "/"),
        ("account list", "rep1", "/accounts/"),
        ("account page", "rep1", f"/accounts/{account}/"),
        ("board", "rep1", "/pipeline/"),
        ("funnel", "manager1", "/reports/funnel/"),
        ("tiers", "manager1", "/tiers/"),
        ("alerts", "rep1", "/alerts/"),
        ("API account list", "rep1", "/api/v1/accounts/"),
    ]


if __name__ == "__main__":
    main()
