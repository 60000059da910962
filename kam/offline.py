"""What makes the product an app on a phone: the service worker, its manifest, the page for when there is no network."""

from __future__ import annotations

import json
from functools import cache
from hashlib import blake2s
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from foundation.offline import KEPT_FOR
from foundation.ui import assets

SOURCE = settings.BASE_DIR / "static" / "js" / "worker" / "service_worker.js"
FILES = ("css/dark.css", "django_htmx/htmx-2.min.js", "img/mark.svg", "img/app-192.png")
ICONS = (("img/app-192.png", "192x192", "any"), ("img/app-512.png", "512x512", "any maskable"))
COLOUR = "#ffffff"
"""Of the splash screen: --bg in tokens.css."""


class ServiceWorker(View):
    """Its own text and what it is to keep; another release is another text, so browsers replace it."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        # Browsers ask for it again at each visit: an old one must not outlive its release.
        return HttpResponse(_worker(), content_type="text/javascript", headers={"Cache-Control": "no-cache"})


class Manifest(View):
    """How the product is called and looks among the apps of a phone."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        said = {
            "name": _("Key-account management"),
            "short_name": "KAM",
            "id": "/",
            "start_url": reverse("my_day"),
            "scope": "/",
            "display": "standalone",
            "background_color": COLOUR,
            "theme_color": COLOUR,
            "icons": [
                {"src": static(path), "sizes": sizes, "type": "image/png", "purpose": purpose}
                for path, sizes, purpose in ICONS
            ],
        }
        return JsonResponse(said, content_type="application/manifest+json")


class NoConnection(TemplateView):
    """Shown instead of a page that the phone has not kept. It knows nobody, so anybody may read it."""

    http_method_names = ["get", "head", "options"]
    template_name = "kam/no_connection.html"


@cache
def _worker() -> str:
    files = [static(path) for path in (*assets.linked(), *FILES)]
    source = SOURCE.read_text()
    build = blake2s("\n".join([settings.VERSION, source, *files]).encode(), digest_size=8).hexdigest()
    told: dict[str, Any] = {
        "build": build,
        "files": files,
        "keptFor": KEPT_FOR,
        "myDay": reverse("my_day"),
        "logVisit": reverse("visit_offline"),
        "newVisit": reverse("visit_new"),
        "nothing": reverse("no_connection"),
        "doors": [settings.LOGIN_URL, reverse("logout")],
    }
    return f"const KAM = {json.dumps(told)};\n{source}"
