"""What a reader had open last. The browser keeps ids alone, and only what he may still see is shown of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.models import Account, Contact
from pipeline.models import Opportunity

COOKIE = "kam_seen"
KEPT = 10
MONTH = 30 * 24 * 60 * 60
ROUTES = {"account_detail": "account", "contact_detail": "contact", "opportunity_detail": "opportunity"}
MODELS: dict[str, Any] = {"account": Account, "contact": Contact, "opportunity": Opportunity}
_ALSO = {"account": ["owner"], "contact": ["account"], "opportunity": ["account", "owner", "stage"]}
_FORM = re.compile(r"(\d{1,18}):((?:(?:account|contact|opportunity)-\d{1,18}\.?){0,10})")


class RememberSeen:
    """Puts the page of a row that was just shown first in the cookie; one person's is not another's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match and match.url_name in ROUTES and request.method == "GET" and response.status_code == 200:
            here = f"{ROUTES[match.url_name]}-{match.kwargs['pk']}"
            names = [here, *(name for name in _names(request) if name != here)][:KEPT]
            response.set_cookie(
                COOKIE,
                f"{request.user.pk}:{'.'.join(names)}",
                max_age=MONTH,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def rows(request: HttpRequest) -> list[tuple[str, Any]]:
    """(kind, row) of what is remembered and still visible, the latest first; one query a kind."""
    wanted = [(kind, int(pk)) for kind, _dash, pk in (name.partition("-") for name in _names(request))]
    found = {
        (kind, row.pk): row
        for kind in dict(wanted)
        for row in MODELS[kind]
        .objects.visible_to(request.user)
        .select_related(*_ALSO[kind])
        .filter(pk__in=[pk for other, pk in wanted if other == kind])
    }
    return [(kind, found[kind, pk]) for kind, pk in wanted if (kind, pk) in found]


def _names(request: HttpRequest) -> list[str]:
    form = _FORM.fullmatch(request.COOKIES.get(COOKIE, ""))
    return form[2].split(".") if form and form[2] and form[1] == str(request.user.pk) else []
