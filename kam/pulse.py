"""Signs of life of worker and scheduler, kept in the broker, where they vanish with it.

Redis keys `<prefix>kam:pulse:<name>` hold the Unix time of the last beat and expire after an hour.
"""

from __future__ import annotations

import time
from functools import cache
from typing import Final

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

# The scheduler sends something every minute; three missed in a row are not chance.
STALE_SECONDS: Final = {"worker": 60, "scheduler": 200}


@cache
def client() -> redis.Redis:
    """The broker's connection pool of this process; gives up after a second."""
    once = Retry(NoBackoff(), 0)
    return redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_connect_timeout=1, socket_timeout=1, retry=once)


def beat(name: str) -> None:
    """Note that `name` is alive now. A broker that is away is not this function's business."""
    try:
        client().set(_key(name), int(time.time()), ex=3600)
    except redis.RedisError:
        return


def age(name: str) -> float | None:
    """Seconds since the last beat of `name`; None without one. Raises redis.RedisError without a broker."""
    last = client().get(_key(name))
    return None if last is None else max(0.0, time.time() - int(last))


def is_stale(name: str) -> bool:
    """Whether `name` has been silent for too long. Raises redis.RedisError without a broker."""
    seconds = age(name)
    return seconds is None or seconds > STALE_SECONDS[name]


def _key(name: str) -> str:
    return f"{settings.CELERY_BROKER_TRANSPORT_OPTIONS['global_keyprefix']}kam:pulse:{name}"
