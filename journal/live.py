"""Pages that keep themselves up to date: an open one asks again each minute, and nothing is computed while nothing has
happened."""

from __future__ import annotations

import re
from hashlib import blake2s
from typing import Any, Final

from django.db.models import Count, Max, Subquery
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseNotModified

from foundation import clock
from foundation.views import PageView

from .models import Event

ASKS: Final = "X-Live"
"""Header of a page that asks by itself, nobody having pressed anything (static/js/live.js)."""
NEAR: Final = 1000
"""Events this near to the last are counted too: a number is given before its transaction ends, so one may come late."""
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=)"[^"]*"')


class LivePage(PageView):
    """A page whose fragment, with `data-live`, is asked for again while it is open and in sight.

    Each write leaves an event, so what is shown is as new as the last of them and the reader's day (`stamp`). After
    another one the fragment is made anew, and sent only where it reads otherwise.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if ASKS not in request.headers:
            return super().get(request, *args, **kwargs)
        stamp, (known, said) = self.stamp, _tag_of(request)
        if known == stamp:
            return _tagged(HttpResponseNotModified(), stamp, said)
        fragment: Any = super().get(request, *args, **kwargs)
        fragment.render()
        text = _TOKEN.sub(rb"\1", fragment.content.replace(stamp.encode(), b""))
        digest = blake2s(text, digest_size=8).hexdigest()
        return _tagged(HttpResponseNotModified() if digest == said else fragment, stamp, digest)

    @property
    def stamp(self) -> str:
        last = Event.objects.order_by("-id").values("id")[:1]
        near = Event.objects.filter(id__gt=Subquery(last) - NEAR).aggregate(last=Max("id"), count=Count("id"))
        return f"{near['last'] or 0}.{near['count']}.{clock.today():%Y%m%d}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "live": self.stamp}


def _tag_of(request: HttpRequest) -> tuple[str, str]:
    """Stamp and digest of what the page shows, as it was told them."""
    stamp, _, digest = request.headers.get("If-None-Match", "").removeprefix("W/").strip('"').partition("-")
    return stamp, digest


def _tagged(response: HttpResponse, stamp: str, digest: str) -> HttpResponse:
    response["ETag"] = f'"{stamp}-{digest}"'
    return response
