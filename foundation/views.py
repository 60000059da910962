"""Page views whose rows are always restricted to the reader, and whose writes always go through a service."""

from __future__ import annotations

import json
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View
from django_htmx.http import HttpResponseClientRedirect

from .errors import Forbidden, RuleBroken, StaleEdit
from .filters import StrictFilterSet
from .paging import list_page


class Page(LoginRequiredMixin, View):
    """Signed-in people only; `allowed(user)` says which of them (403 for the rest)."""

    http_method_names = ["get", "post", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not self.allowed(request.user):
            raise PermissionDenied
        try:
            return super().dispatch(request, *args, **kwargs)
        except Forbidden as refusal:
            raise PermissionDenied(str(refusal.message)) from refusal

    def allowed(self, user: Any) -> bool:
        return True

    @property
    def reader(self) -> Any:
        """Who is signed in."""
        return self.request.user

    def handle_no_permission(self) -> Any:
        """Sign in, then back to the page that was open: what was posted to may have no page of its own."""
        open_page = urlsplit(self.request.headers.get("Referer", ""))
        if self.request.method == "POST" and open_page.netloc == self.request.get_host():
            return redirect_to_login(open_page._replace(scheme="", netloc="").geturl())
        return super().handle_no_permission()

    def visible(self, rows: Any, **lookup: Any) -> Any:
        """The one row of `rows` (a manager or queryset) with `lookup` that the reader may see, or 404."""
        return get_object_or_404(rows.visible_to(self.request.user), **lookup)


class PageView(Page, TemplateView):
    """A page of its own; `fragment` is served alone to htmx requests that target it."""

    fragment: ClassVar[str] = ""

    def get_template_names(self) -> list[str]:
        htmx = getattr(self.request, "htmx", None)
        if self.fragment and htmx and not htmx.boosted and not htmx.history_restore_request:
            return [self.fragment]
        return super().get_template_names()


class ListView(PageView):
    """A filtered, sorted, paged list: context `page` (ListPage), `filter` (the FilterSet), `rows`."""

    filterset_class: ClassVar[type[StrictFilterSet]]

    @property
    def query(self) -> QueryDict:
        """What the list is narrowed by: the address, unless a page begins narrowed."""
        return self.request.GET

    def rows(self) -> QuerySet[Any]:
        """All rows the reader may see, with the joins the template needs."""
        raise TypeError(f"{type(self).__name__} names no rows")

    def paged(self, rows: QuerySet[Any], filterset: StrictFilterSet) -> QuerySet[Any]:
        """What of the narrowed rows is counted and paged: all of them, unless a page puts some together."""
        return rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset = self.filterset_class(self.query, queryset=self.rows(), request=self.request)
        rows = self.paged(filterset.rows_or_400(), filterset)
        page = list_page(rows, self.request.GET.get("page"), sorts="q" in filterset.form.changed_data)
        return super().get_context_data(**kwargs, filter=filterset, page=page, rows=page.rows)


class ServiceFormView(Page, FormView):
    """Form in, service call, redirect. 422 keeps what was typed; a stale edit answers 412 and shows both texts."""

    success_message: Any = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def write(self, form: Any) -> Any:
        """Calls the service with the form's data and returns the written row."""
        raise TypeError(f"{type(self).__name__} names no service")

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.object = self.write(form)
        except RuleBroken as refusal:
            form.refuse(refusal)
            return self.form_invalid(form)
        except StaleEdit as stale:
            current = self.still_visible(stale.current)
            form.compare(current)
            return self.render_to_response(self.get_context_data(form=form, current=current), status=412)
        if self.success_message:
            messages.success(self.request, str(self.success_message))
        return self.done()

    def still_visible(self, row: Any) -> Any:
        """`row`, unless it was given out of the reader's sight while the form was open: then 404."""
        rows = type(row)._default_manager
        return self.visible(rows, pk=row.pk) if hasattr(rows, "visible_to") else row

    def done(self) -> HttpResponse:
        return go_to(self.request, self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PlaceFormView(ServiceFormView):
    """A row of a drawn tree gets another place: dropped there, or chosen in the panel (org_chart.js); without script
    a page of its own, where `template_name` stands. The tree is drawn anew in the place of the old one."""

    panel_template: str
    tree_template: str

    def tree(self) -> dict[str, Any]:
        """The context of `tree_template`."""
        raise TypeError(f"{type(self).__name__} draws no tree")

    def told(self) -> str:
        """Where the row stands now."""
        raise TypeError(f"{type(self).__name__} says nothing")

    def get_template_names(self) -> list[str]:
        return [self.panel_template] if self.request.htmx else super().get_template_names()  # type: ignore[attr-defined]

    def done(self) -> HttpResponse:
        if not self.request.htmx:  # type: ignore[attr-defined]
            return super().done()
        answer = render(self.request, self.tree_template, self.tree())
        answer["HX-Retarget"], answer["HX-Reswap"] = "#chart", "outerHTML"
        answer["HX-Trigger"] = json.dumps({"panel:close": True, "toast": {"text": self.told()}})
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        """What was refused is not proposed again: the form says where the row stands."""
        form.data = form.data.copy()
        for name in form.errors.keys() & form.initial.keys():
            form.data[name] = form.initial[name] or ""
        return super().form_invalid(form)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        answer = super().render_to_response(context, **kwargs)
        if self.request.htmx and "status" in kwargs:  # type: ignore[attr-defined]
            # Refused: wherever it was dropped, this is to be read first.
            answer["HX-Retarget"], answer["HX-Reswap"] = "#panel-body", "innerHTML"
        return answer


class ActionView(Page):
    """POST without fields of its own: one service call, then on to `next_url`. A refusal is told there as a toast."""

    http_method_names = ["post", "options"]
    success_message: Any = ""

    def act(self) -> Any:
        """Calls the service."""
        raise TypeError(f"{type(self).__name__} names no service")

    def next_url(self) -> str:
        raise TypeError(f"{type(self).__name__} leads nowhere")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.object = self.act()
        except RuleBroken as refusal:
            messages.error(request, str(refusal.message))
        except StaleEdit:
            messages.error(request, _("Somebody changed it meanwhile. Look again, then decide."))
        else:
            if self.success_message:
                messages.success(request, str(self.success_message))
        return go_to(request, self.next_url())

    def version(self) -> int:
        """The version that the sender saw. BadRequest without one."""
        typed = self.request.POST.get("version", "")
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 9):
            raise BadRequest("version: the number that the page showed")
        return int(typed)


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """A redirect, for a whole page or for htmx."""
    htmx = getattr(request, "htmx", None)
    return HttpResponseClientRedirect(url) if htmx and not htmx.boosted else HttpResponseRedirect(url)
