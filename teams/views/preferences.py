from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from foundation.views import Page, ServiceFormView
from teams import services
from teams.cookies import remember
from teams.digests import has_mail_server
from teams.forms import DigestsForm, PreferencesForm


def digests_form(request: HttpRequest) -> DigestsForm:
    """The reader's wishes, or what he posted."""
    wishes = {wish.kind: wish for wish in request.user.digest_wishes.all()}  # type: ignore[union-attr]
    return DigestsForm(request.POST or None, user=request.user, wishes=wishes)


class Digests(Page):
    """The reader's wishes for digests, saved; the preferences show them."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = digests_form(request)
        if not form.is_valid():
            raise BadRequest("an hour from 0 to 23")
        for kind, is_on, hour in form.typed():
            services.digest_wish_set(actor=self.reader, kind=kind, is_on=is_on, hour=hour)
        messages.success(request, _("Your preferences are saved."))
        return HttpResponseRedirect(reverse("preferences"))


class Preferences(ServiceFormView):
    """Language, time zone and appearance of the reader, at once.

    The menus post one field alone and come back to `next`; before signing in the browser remembers it.
    """

    template_name = "teams/preferences.html"
    form_class = PreferencesForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "POST" and not request.user.is_authenticated:
            form = PreferencesForm(request.POST, user=request.user)
            return self._remembered(self._chosen(form) if form.is_valid() else {})
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.reader, name) for name in ("language", "timezone", "theme")}

    def form_valid(self, form: Any) -> HttpResponse:
        chosen = self._chosen(form)
        services.preferences_set(actor=self.reader, **chosen)
        if len(chosen) > 1:
            with translation.override(chosen.get("language") or translation.get_language()):
                messages.success(self.request, _("Your preferences are saved."))
        return self._remembered(chosen)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            digests=digests_form(self.request),
            has_mail_server=has_mail_server(),
            subscription_count=self.reader.subscriptions.count(),
        )

    def _chosen(self, form: PreferencesForm) -> dict[str, str]:
        """What was sent; a field that was not stays as it is."""
        return {name: form.cleaned_data[name] for name in form.fields if name in self.request.POST}

    def _remembered(self, chosen: dict[str, str]) -> HttpResponse:
        response = HttpResponseRedirect(self._next())
        remember(response, **{name: chosen[name] for name in ("language", "theme") if name in chosen})
        return response

    def _next(self) -> str:
        wanted = self.request.POST.get("next", "")
        hosts = {self.request.get_host()}
        if url_has_allowed_host_and_scheme(wanted, hosts, require_https=self.request.is_secure()):
            return wanted
        return reverse("preferences" if self.request.user.is_authenticated else "login")
