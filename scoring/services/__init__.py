"""Every write of this room. Pages, API, import, commands and tasks call these and nothing else."""

from .night import refresh_alerts, run_night
from .schedule import ensure_night, night_now, night_start

__all__ = ["ensure_night", "night_now", "night_start", "refresh_alerts", "run_night"]
