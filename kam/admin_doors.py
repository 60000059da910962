"""One way in and one way to change a password, with all their rules; the administration's own doors stay closed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse_lazy
from django.views.generic import RedirectView

from foundation.views import Page


class AdminLogin(Page):
    """Signed in already: to the administration, 403 for everybody but administrators. Else: sign in first."""

    def allowed(self, user: object) -> bool:
        return bool(getattr(user, "sees_all", False))

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse_lazy("admin:index"))


class AdminPassword(RedirectView):
    http_method_names = ["get"]
    pattern_name = "password_change"
