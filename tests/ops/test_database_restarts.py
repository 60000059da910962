"""PostgreSQL killed in the middle of a request: that one request fails cleanly, the next ones are served (fault 47)."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import threading
from pathlib import Path
from urllib.parse import urlencode

import psycopg2
import pytest

from foundation.keeper import Keeper
from tests.ops.test_serve import eventually
from tests.workers import Process


@pytest.fixture
def database(tmp_path: Path):
    keeper = Keeper(tmp_path / "own", broker=False, throwaway=True)
    yield keeper.environ["DATABASE_URL"]
    keeper.close()


@pytest.fixture
def web(spawn, database) -> int:
    """The port of a web server on a database of its own, which may be killed."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
    migrated = spawn("manage.py", "migrate", "--verbosity", "0", DATABASE_URL=database)
    assert migrated.wait(240) == 0, migrated.log
    server: Process = spawn(
        "-m", "gunicorn", "kam.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4", DATABASE_URL=database
    )
    server.wait_for("Booting worker", 60)
    assert eventually(lambda: ask(port, "GET")[0] == 200)
    return port


def ask(port: int, method: str, *, cookie: str = "", **typed: str) -> tuple[int, str, str]:
    """Status, text and cookie of /sign-in/; 0 where nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"} if cookie else {}
    try:
        connection.request(method, "/sign-in/", urlencode(typed), headers)
        answer = connection.getresponse()
        kept = (answer.headers["Set-Cookie"] or "").split(";")[0]
        return answer.status, answer.read().decode(), kept
    except OSError:
        return 0, "", ""
    finally:
        connection.close()


def sign_in(port: int) -> tuple[int, str]:
    """A try to sign in, which asks the table of people."""
    _status, page, cookie = ask(port, "GET")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    typed = {"username": "nobody@kam.example", "password": "x", "csrfmiddlewaretoken": token[1]}
    return ask(port, "POST", cookie=cookie, **typed)[:2]


def is_waited_for(url: str) -> bool:
    """Whether somebody waits for a lock."""
    connection = psycopg2.connect(url)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        (waiting,) = cursor.fetchone()
    connection.close()
    return bool(waiting)


def test_the_request_that_is_under_way_fails_cleanly_and_the_next_is_served(web, database, tmp_path):
    holder = psycopg2.connect(database)
    holder.cursor().execute("LOCK TABLE teams_user IN ACCESS EXCLUSIVE MODE")
    answers: list[tuple[int, str]] = []
    under_way = threading.Thread(target=lambda: answers.append(sign_in(web)))
    under_way.start()
    assert eventually(lambda: is_waited_for(database))
    os.kill(int((tmp_path / "own" / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    under_way.join(60)
    ((status, page),) = answers
    assert status in {500, 503}
    assert "<html" in page
    assert "Traceback" not in page
    assert "psycopg2" not in page
    assert eventually(lambda: ask(web, "GET")[0] == 200)
    assert eventually(lambda: sign_in(web)[0] in {200, 422}), "the same form works again"
