"""A task for the worker tests: slow the first time, quick after that. It counts its starts and ends in the broker."""

from __future__ import annotations

import time

from celery import shared_task

from kam import pulse


@shared_task(name="tests.slow")
def slow(name: str) -> None:
    if pulse.client().incr(f"{name}:starts") == 1:
        time.sleep(60)
    pulse.client().incr(f"{name}:ends")
