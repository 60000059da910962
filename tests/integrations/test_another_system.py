"""Another system's view of the product: examples/another_system.py, run as it stands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Account, Contact, Visit
from pipeline.defaults import ensure_defaults
from pipeline.models import Move, Opportunity
from tests.cast import make_cast, make_key

SCRIPT = Path(__file__).resolve().parents[2] / "examples" / "another_system.py"


@pytest.fixture
def told(live_server: Any, transactional_db: None, password_hash: str) -> dict[str, Any]:
    """What the script printed, run with a key of the manager."""
    ensure_defaults()
    cast = make_cast(password_hash)
    environ = os.environ | {"KAM_URL": live_server.url, "KAM_API_KEY": make_key(cast.manager)}
    done = subprocess.run(
        [sys.executable, SCRIPT], env=environ, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_writes_what_it_says_and_each_thing_once(told: dict[str, Any]) -> None:
    account = Account.objects.get()
    contact = Contact.objects.get()
    assert (account.pk, account.owner.name) == (told["account"], "Manager")
    assert list(contact.roles.values_list("role", flat=True)) == ["decision_maker"]
    assert Visit.objects.get().pk == told["visit"]
    assert Opportunity.objects.get().stage.key == told["stage"] == "prospect"
    assert list(Move.objects.order_by("id").values_list("kind", flat=True)) == ["opened", "stage"]
    assert told["funnel"]["total"]["open"]["amount"] == "480000.00"


def test_it_is_about_forty_lines_and_needs_nothing_installed() -> None:
    lines = [line for line in SCRIPT.read_text().splitlines() if line.strip()]
    assert len(lines) <= 45
    imported = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert imported <= set(sys.stdlib_module_names)
