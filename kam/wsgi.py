"""The web server's way in: `gunicorn kam.wsgi`."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import reverse
from django.utils.translation import override

from foundation.embedded import ensure_environ

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kam.settings")
ensure_environ()
application = get_wsgi_application()
# Django reads addresses, texts and templates when first asked: each worker's first visitors would wait for them.
for language, _name in settings.LANGUAGES:
    with override(language):
        reverse("my_day")
folders: list[Path] = settings.TEMPLATES[0]["DIRS"]  # type: ignore[assignment]
for folder in folders:
    for file in folder.rglob("*.html"):
        get_template(file.relative_to(folder).as_posix())
