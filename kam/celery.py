"""The Celery application, and the signs of life that /readyz reads."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery, signals

from foundation.embedded import ensure_environ

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kam.settings")
ensure_environ()

app = Celery("kam")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.celeryd_init.connect
def be_patient(conf: Any, **_: Any) -> None:
    """A worker's reads block for a second each by design, so only a silence much longer than that is one."""
    conf.broker_transport_options = {**conf.broker_transport_options, "socket_timeout": 10}


@signals.task_prerun.connect
def task_writes(task: Any, task_id: str = "", **_: Any) -> None:
    """Whatever a task writes is told to be its own, in the history of changes."""
    from journal.history import acting  # noqa: PLC0415

    acting.begin(f"task {task.name}", bundle=task_id.replace("-", ""))


@signals.task_postrun.connect
def task_has_written(**_: Any) -> None:
    from journal.history import acting  # noqa: PLC0415

    acting.end()


@signals.heartbeat_sent.connect
def worker_lives(**_: Any) -> None:
    """The worker's consumer is connected to the broker (it says so every two seconds)."""
    from kam import pulse  # noqa: PLC0415  (needs the settings, which need this module)

    pulse.beat("worker")


@signals.beat_init.connect
def scheduler_starts(**_: Any) -> None:
    """From here on this process is the scheduler: each task it sends is a sign of life."""
    scheduler_lives()
    signals.after_task_publish.connect(scheduler_lives, weak=False)


def scheduler_lives(**_: Any) -> None:
    from kam import pulse  # noqa: PLC0415

    pulse.beat("scheduler")
