"""The page on which a person makes and ends the address of his calendar, and the file at that address."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_lazy
from django.views import View

from foundation import clock
from foundation.views import ActionView, PageView
from integrations.feeds import calendar_feed_end, calendar_feed_make, calendar_feed_of
from integrations.models import CalendarFeed
from teams.middleware import zone_of

from .entries import entries
from .writing import calendar


class FeedPage(PageView):
    """Whether there is an address; POST makes a new one and shows it this once."""

    template_name = "kam/calendar_feed.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        feed = CalendarFeed.objects.select_related("user").filter(user=self.reader).first()
        return super().get_context_data(**kwargs, feed=feed)

    def post(self, request: HttpRequest) -> HttpResponse:
        address = request.build_absolute_uri(reverse("calendar_file", args=[calendar_feed_make(actor=self.reader)]))
        context = {"address": address, "webcal": f"webcal:{address.partition(':')[2]}"}
        answer = render(request, "kam/calendar_feed_made.html", context, status=201)
        answer.headers["Cache-Control"] = "no-store"
        return answer


class FeedEnd(ActionView):
    success_message = gettext_lazy("The address opens nothing any more.")

    def act(self) -> None:
        calendar_feed_end(actor=self.reader)

    def next_url(self) -> str:
        return reverse("calendar_feed")


class FeedFile(View):
    """For calendar programs, which do not sign in. An address that has ended reads like one that never was."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        feed = calendar_feed_of(secret)
        if feed is None:
            raise Http404
        person = feed.user
        with timezone.override(zone_of(person)), translation.override(person.language or translation.get_language()):
            told = calendar(gettext("Visits and tasks"), entries(person, clock.today()), made=timezone.now())
        headers = {
            "Content-Disposition": 'inline; filename="kam.ics"',
            "Cache-Control": "private, no-store",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
        }
        return HttpResponse(told, content_type="text/calendar; charset=utf-8", headers=headers)
