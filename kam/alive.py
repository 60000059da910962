"""Whether one part is alive, for a container's health check: `python -m kam.alive web | worker | scheduler`."""

from __future__ import annotations

import os
import sys
import urllib.request

import redis


def is_alive(part: str) -> bool:
    """Whether the web server of this machine answers, or the worker or scheduler has been heard of lately."""
    if part == "web":
        return _web_answers(os.environ.get("PORT") or "8000")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kam.settings")
    from . import pulse  # noqa: PLC0415  (needs the settings named above)

    try:
        return not pulse.is_stale(part)
    except redis.RedisError:
        return False


def _web_answers(port: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"http://127.0.0.1:{port}/healthz", timeout=4) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if is_alive(sys.argv[1]) else 1)
