from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from foundation.paging import list_page
from foundation.views import Page, PageView, ServiceFormView
from integrations import services
from integrations.forms import ApiKeyForm
from integrations.models import ApiKey


class ApiKeys(PageView):
    """The reader's keys, an administrator's page everybody's: those that open something first, then the latest."""

    template_name = "integrations/api_keys.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        keys = ApiKey.objects.visible_to(self.reader).select_related("user__team")
        page = list_page(keys.order_by(F("revoked_at").desc(nulls_first=True), "-id"), self.request.GET.get("page"))
        holding = sum(key.holds for key in keys.filter(revoked_at=None))
        return super().get_context_data(**kwargs, keys=page.rows, page=page, holding=holding)


class ApiKeyNew(ServiceFormView):
    """Makes a key and shows its secret this once: the answer to the POST is the only place it ever stands."""

    template_name = "integrations/api_key_new.html"
    form_class = ApiKeyForm

    def write(self, form: ApiKeyForm) -> ApiKey:
        person = form.cleaned_data.get("user", self.request.user)
        key, self.secret = services.api_key_create(
            actor=self.request.user,  # type: ignore[arg-type]
            user=person,
            name=form.cleaned_data["name"],
            scopes=form.cleaned_data["scopes"],
        )
        return key

    def done(self) -> HttpResponse:
        self.template_name = "integrations/api_key_made.html"
        context = self.get_context_data(key=self.object, secret=self.secret)
        return self.render_to_response(context, status=201, headers={"Cache-Control": "no-store"})


class ApiKeyRevoke(Page, View):
    """POST ends a key at once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        services.api_key_revoke(self.visible(ApiKey.objects, pk=pk), actor=request.user)  # type: ignore[arg-type]
        messages.success(request, _("The key is revoked."))
        return HttpResponseRedirect(reverse("api_keys"))
