"""Reports by mail: what the reader is sent, at which times, and how he stops it."""

from __future__ import annotations

from functools import cached_property
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views import View

from foundation.filters import only
from foundation.paging import list_page
from foundation.views import ActionView, PageView, ServiceFormView
from teams import services, subscriptions
from teams.digests import has_mail_server
from teams.forms import SubscriptionForm
from teams.models import Subscription
from teams.queries import with_last_mail


class Sent(NamedTuple):
    """A subscription as the list shows it. Without `kind` its report is no longer there."""

    row: Any
    kind: subscriptions.Kind | None

    @property
    def url(self) -> str:
        return f"{self.kind.path}?{self.row.query}" if self.kind else ""


class SubscriptionList(PageView):
    template_name = "teams/subscriptions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET, "page")
        rows = with_last_mail(Subscription.objects.visible_to(self.reader))
        page = list_page(rows.order_by("report", "id"), self.request.GET.get("page"))
        sent = [Sent(row, subscriptions.kind_of(row.report)) for row in page.rows]
        return super().get_context_data(**kwargs, page=page, sent=sent, has_mail_server=has_mail_server())


class SubscriptionNew(ServiceFormView):
    """To the report of the address, narrowed by the query of the address."""

    template_name = "teams/subscription_form.html"
    form_class = SubscriptionForm
    success_url = reverse_lazy("subscription_list")
    success_message = _("You will be sent it.")

    @cached_property
    def kind(self) -> subscriptions.Kind:
        kind = subscriptions.kind_of(self.kwargs["report"])
        if kind is None:
            raise Http404
        return kind

    @cached_property
    def told(self) -> subscriptions.Told:
        """As it would be sent now: refused where the page itself would be."""
        return self.kind.compose(self.reader, QueryDict(self.query))

    @property
    def query(self) -> str:
        return self.request.GET.urlencode()

    def write(self, form: SubscriptionForm) -> Subscription:
        return services.subscription_add(actor=self.reader, report=self.kind.key, query=self.query, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, kind=self.kind, told=self.told, subscription=None, has_mail_server=has_mail_server()
        )


class SubscriptionEdit(ServiceFormView):
    template_name = "teams/subscription_form.html"
    form_class = SubscriptionForm
    success_url = reverse_lazy("subscription_list")
    success_message = _("Saved.")

    @cached_property
    def subscription(self) -> Subscription:
        return self.visible(Subscription.objects, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.subscription, name) for name in ("rhythm", "weekday", "hour")}

    def write(self, form: SubscriptionForm) -> Subscription:
        return services.subscription_change(self.subscription, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        return super().get_context_data(
            **kwargs,
            kind=subscriptions.kind_of(self.subscription.report),
            told=None,
            subscription=self.subscription,
            has_mail_server=has_mail_server(),
        )


class SubscriptionStop(ActionView):
    success_message = _("Stopped: nothing more is sent of it.")

    def act(self) -> None:
        services.subscription_stop(self.visible(Subscription.objects, pk=self.kwargs["pk"]))

    def next_url(self) -> str:
        return reverse("subscription_list")


class SubscriptionEnd(View):
    """Behind the link in each mail, for whoever holds it. It asks first: mail programs follow links by themselves."""

    http_method_names = ["get", "post", "head", "options"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        only(request.GET)
        return self._page(services.subscription_of(token))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if subscription := services.subscription_of(token):
            services.subscription_stop(subscription)
        return self._page(None)

    def _page(self, subscription: Subscription | None) -> HttpResponse:
        kind = subscriptions.kind_of(subscription.report) if subscription else None
        return render(self.request, "teams/subscription_end.html", {"subscription": subscription, "kind": kind})
