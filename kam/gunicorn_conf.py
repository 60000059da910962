"""How gunicorn serves: `gunicorn -c python:kam.gunicorn_conf`."""

import gc
import os
from typing import Any

bind = f"{os.environ.get('KAM_BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("KAM_WEB_WORKERS", "2"))
# Threads keep a worker answering while one of its clients reads slowly.
worker_class = "gthread"
threads = int(os.environ.get("KAM_WEB_THREADS", "4"))
wsgi_app = "kam.wsgi"
# Read once, before the workers part: they start sooner and share the memory. New code needs a restart, not a HUP.
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 20_000
max_requests_jitter = 2_000
# It would be one for all installations of a user, in the home folder.
control_socket_disable = True
# Only Django decides whom to trust (KAM_TRUSTED_PROXY); gunicorn must not rewrite the scheme on its own.
forwarded_allow_ips = ""
# The path without its query: what people search for is nobody's business.
accesslog = "-" if os.environ.get("KAM_ACCESS_LOG") == "1" else None
access_log_format = "%(h)s %(m)s %(U)s %(s)s %(B)s %(M)sms"
errorlog = "-"
loglevel = "warning"


def when_ready(server: Any) -> None:
    """What was read before the workers part is never garbage: going through all of it stopped a request for 0.2 s."""
    gc.freeze()
