"""The web server's way in: `gunicorn kam.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from foundation.embedded import ensure_environ

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kam.settings")
ensure_environ()
application = get_wsgi_application()
