"""Requests in rounds: each round asks for the floor and for everything else, and compares within the round."""

from __future__ import annotations

import http.client
import json
import statistics
import time
import uuid
from dataclasses import dataclass, field
from typing import Any, Final

WARM_UP: Final = 15


@dataclass
class Timing:
    """Milliseconds of one kind of request, and its ratios to the floor of the same round."""

    name: str
    milliseconds: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def ratio(self) -> float:
        return statistics.median(self.ratios)


class Asker:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask(self, method: str, path: str, headers: dict[str, str], body: Any = None) -> float:
        """Milliseconds until the whole answer is there. Raises RuntimeError for a refusal."""
        data = None if body is None else json.dumps(body)
        started = time.perf_counter()
        self._connection.request(method, path, data, {"Host": "localhost", **headers})
        answer = self._connection.getresponse()
        content = answer.read()
        took = (time.perf_counter() - started) * 1000
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:500]!r}")
        return took


def measure(port: int, cast: dict[str, Any], rounds: int) -> dict[str, Timing]:
    """By name: the floor, and what is compared with it."""
    asker = Asker(port)
    requests = _requests(cast)
    timings = {name: Timing(name) for name in requests}
    for number in range(-WARM_UP, rounds):
        took = {name: asker.ask(*make()) for name, make in requests.items()}
        if number >= 0:
            for name, milliseconds in took.items():
                timings[name].milliseconds.append(milliseconds)
                timings[name].ratios.append(milliseconds / took["floor"])
    return timings


def _requests(cast: dict[str, Any]) -> dict[str, Any]:
    key = {"Authorization": f"Bearer {cast['keys']['rep1']}"}
    rep = {"Cookie": f"sessionid={cast['sessions']['rep1']}"}
    manager = {"Cookie": f"sessionid={cast['sessions']['manager1']}"}
    director = {"Cookie": f"sessionid={cast['sessions']['director']}"}
    account = cast["account"]
    visit = {"account": account, "channel": "phone", "summary": "Bench"}
    post = key | {"Content-Type": "application/json"}
    return {
        "floor": lambda: ("GET", "/bench/floor/", {}),
        "API account list": lambda: ("GET", "/api/v1/accounts/", key),
        "account page": lambda: ("GET", f"/accounts/{account}/", rep),
        "funnel": lambda: ("GET", "/reports/funnel/", manager),
        "visit coverage": lambda: ("GET", "/reports/coverage/", director),
        "POST visit": lambda: ("POST", "/api/v1/visits/", post | {"Idempotency-Key": uuid.uuid4().hex}, visit),
    }
