"""pytest plugin (-p tests.servers): servers for the tests, started before Django reads its settings.

Without DATABASE_URL or REDIS_URL a throw-away PostgreSQL (no fsync) and Valkey run as long as the tests,
shared by all xdist workers; each worker has a test database and a broker database number of its own.
More fixtures: `tests.workers` (Celery worker, broker that can be stopped), `tests.browsers` (Chromium).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from foundation.keeper import Keeper

pytest_plugins = ["tests.workers", "tests.browsers", "tests.emptying"]

_worker = os.environ.get("PYTEST_XDIST_WORKER", "")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    if not _worker:
        _start_servers(early_config)
    os.environ["REDIS_URL"] = _own_broker_database(os.environ["REDIS_URL"])
    # Playwright's loop runs in the thread of the test; Django would refuse to touch the database there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return (yield)


def pytest_sessionstart(session: pytest.Session) -> None:
    from django.conf import settings
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.contrib.staticfiles.storage import staticfiles_storage

    from kam import assets
    from tools import messages

    # pytest-django's live server would look for hashed names among the sources; our own middleware serves them.
    StaticFilesHandler._should_handle = lambda *_: False
    # Slow on purpose outside; here hundreds of people are made.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    assets.collect()
    # Now, and not when first asked: a run beside this one may collect newer files any time, and the server
    # under test knows those only that were there when it started.
    staticfiles_storage.hashed_files  # noqa: B018
    messages.compile_all()


def _start_servers(config: pytest.Config) -> None:
    folder = Path(tempfile.mkdtemp(prefix="kam-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    missing = {name: not os.environ.get(name) for name in ("DATABASE_URL", "REDIS_URL")}
    if any(missing.values()):
        keeper = Keeper(folder, database=missing["DATABASE_URL"], broker=missing["REDIS_URL"], throwaway=True)
        config.add_cleanup(keeper.close)
        os.environ.update(keeper.environ)
    os.environ["KAM_DATA_DIR"] = str(folder)
    os.environ.setdefault("KAM_LOG_LEVEL", "WARNING")
    # The same in all workers: a set among a test's parameters must not give each its own order.
    os.environ.setdefault("PYTHONHASHSEED", "0")
    os.environ["KAM_API_RATE"] = os.environ["KAM_API_RATE_ANONYMOUS"] = "1000000/minute"


def _own_broker_database(url: str) -> str:
    """The URL with this xdist worker's database number: 0 for the controller, 1 for gw0, …"""
    number = int(_worker.removeprefix("gw")) + 1 if _worker else 0
    return urlsplit(url)._replace(path=f"/{number}").geturl()
