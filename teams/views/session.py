"""The way in and the way out."""

from __future__ import annotations

import math
from typing import Any

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash, views
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from foundation.views import ServiceFormView
from teams import services
from teams.backends import PeopleBackend
from teams.cookies import remember
from teams.forms import SignInForm
from teams.models import User


class BeforeSignIn(View):
    """A page for people whom we do not know yet; `?language=` serves who cannot read it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "GET" and "language" in request.GET:
            return _in_language(request)
        return super().dispatch(request, *args, **kwargs)


class SignIn(BeforeSignIn, views.LoginView):
    """Email and password. `next` is followed on our own host only."""

    http_method_names = ["get", "post", "head", "options"]
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if form.get_user().language:
            remember(response, language=form.get_user().language)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PasswordChange(ServiceFormView):
    """One's own password; every other session and every API key of the person ends."""

    template_name = "registration/password_change_form.html"
    form_class = PasswordChangeForm
    success_url = reverse_lazy("preferences")
    success_message = gettext_lazy("Password changed. Your other sessions and API keys have ended.")

    def write(self, form: Any) -> Any:
        person = services.password_set(form.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, person)
        return person


class PasswordSet(BeforeSignIn, views.PasswordResetConfirmView):
    """Behind a sign-in link: the person chooses a password and is in. The link works once, for three days."""

    http_method_names = ["get", "post", "head", "options"]
    template_name = "registration/password_set.html"
    success_url = reverse_lazy("my_day")

    def get_user(self, uidb64: str) -> User | None:
        user: User | None = super().get_user(uidb64)
        return user if user and PeopleBackend().user_can_authenticate(user) else None

    def form_valid(self, form: Any) -> HttpResponse:
        person = services.password_set(form.user, password=form.cleaned_data["new_password1"])
        self.request.session.flush()
        login(self.request, person, backend="teams.backends.PeopleBackend")
        messages.success(self.request, _("Welcome. Your password is set."))
        return HttpResponseRedirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def locked_out(request: HttpRequest, response: HttpResponse, credentials: Any = None) -> HttpResponse:
    """What axes shows after too many wrong passwords for this account from this address."""
    pause = get_cool_off(request)
    seconds = int(pause.total_seconds()) if pause else 0
    context = {"minutes": math.ceil(seconds / 60)}
    page = render(request, "teams/locked_out.html", context, status=429)
    page.headers["Retry-After"] = str(seconds)
    return page


def _in_language(request: HttpRequest) -> HttpResponse:
    """The same address without `language`, which the browser remembers from now on."""
    rest = request.GET.copy()
    chosen = str(rest.pop("language")[-1])
    response = HttpResponseRedirect(f"{request.path}?{rest.urlencode()}" if rest else request.path)
    if chosen in dict(settings.LANGUAGES):
        remember(response, language=chosen)
    return response
