"""The web server's way in: `gunicorn kam.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from foundation.embedded import ensure_environ

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kam.settings")
ensure_environ()
application = get_wsgi_application()
# Django reads the addresses with the first request: each worker's first visitor would wait for all views.
get_resolver().url_patterns  # noqa: B018
