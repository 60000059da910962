"""Many opportunities at once: to another person, or to the account that they came without."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import Account
from foundation.errors import RuleBroken
from foundation.views import ListView, PageView, go_to
from pipeline import queries, services
from pipeline.filters import OpportunityFilter, WaitingFilter
from pipeline.forms import PlaceForm, ReassignForm
from pipeline.models import Opportunity
from pipeline.queries.suggestions import suggest
from teams.models import Company
from teams.views.doors import ForLeads

MOST_PICKED = 200


def picked(request: HttpRequest) -> list[int]:
    """The ids of the ticked rows. BadRequest for what is no id."""
    typed = request.GET.getlist("pick") + request.POST.getlist("pick")
    if len(typed) > MOST_PICKED:
        raise BadRequest("pick: too many")
    return [_id(one) for one in typed]


def _id(typed: str) -> int:
    if not (typed.isascii() and typed.isdigit() and len(typed) < 19):
        raise BadRequest("an id is a number")
    return int(typed)


class Reassign(ForLeads, PageView):
    """The list's own filters (or ?pick=) say which; a preview says what would change; then it is done at once."""

    template_name = "pipeline/reassign.html"

    @cached_property
    def rows(self) -> QuerySet[Opportunity]:
        query = self.request.GET.copy()
        for name in ("pick", "owner_to", "ordering"):
            query.pop(name, None)
        rows = Opportunity.objects.visible_to(self.reader).order_by()
        found = OpportunityFilter(query, queryset=rows, request=self.request).rows_or_400()
        chosen = picked(self.request)
        return found.filter(pk__in=chosen) if chosen else found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or ReassignForm(self._chosen(), user=self.reader)
        handover = None
        if (form.is_bound and "owner" in getattr(form, "cleaned_data", {})) or (form.is_bound and form.is_valid()):
            owner = form.cleaned_data.get("owner")
            handover = owner and queries.handover(self.rows, actor=self.reader, owner=owner)
        currency = Company.current().base_currency
        return super().get_context_data(
            **kwargs, form=form, handover=handover, total=queries.total(self.rows), currency=currency
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ReassignForm(request.POST, user=self.reader)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        told = {"owner": form.cleaned_data["owner"], "seen": form.cleaned_data["seen"]}
        try:
            count = services.opportunities_reassign(actor=self.reader, rows=self.rows, **told)
        except RuleBroken as refusal:
            form.refuse(refusal)
            return self.render_to_response(self.get_context_data(form=form), status=422)
        said = ngettext("%(n)d opportunity handed over.", "%(n)d opportunities handed over.", count)
        messages.success(request, said % {"n": count})
        return go_to(request, f"{reverse('opportunity_list')}?owner={told['owner'].pk}&status=open")

    def _chosen(self) -> Any:
        """The new owner once one is asked about (?owner_to=)."""
        return {"owner": self.request.GET["owner_to"]} if self.request.GET.get("owner_to") else None


class Waiting(ForLeads, ListView):
    """Those that came without an account; several at once are put at theirs."""

    template_name = "pipeline/waiting.html"
    fragment = "pipeline/_waiting.html"
    filterset_class = WaitingFilter

    def rows(self) -> QuerySet[Opportunity]:
        rows = Opportunity.objects.visible_to(self.reader).live().filter(account=None)
        if not self.reader.sees_all:
            rows = rows.filter(team__in=self.reader.reach) | rows.filter(owner=self.reader)
        return rows.select_related("stage", "owner").order_by("-id")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        named = suggest(context["rows"], Account.objects.visible_to(self.reader))
        for row in context["rows"]:
            row.suggested = named.get(row.pk)
        rows = context["filter"].qs
        return {
            "form": PlaceForm(user=self.reader),
            **context,
            "total": queries.total(rows),
            "currency": Company.current().base_currency,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """POST pick and account; or `suggested` (an opportunity's id and its account's, "12:7"), for one."""
        try:
            chosen, account = self._told(request)
            if account is None:
                form = PlaceForm(request.POST, user=self.reader)
                if not form.is_valid():
                    return self.render_to_response(self.get_context_data(form=form), status=422)
                account = form.cleaned_data["account"]
            rows = Opportunity.objects.visible_to(self.reader).filter(pk__in=chosen)
            count = services.opportunities_place(actor=self.reader, rows=rows, account=account)
        except RuleBroken as refusal:
            form = PlaceForm(request.POST, user=self.reader)
            form.is_valid()
            form.refuse(refusal)
            return self.render_to_response(self.get_context_data(form=form), status=422)
        said = ngettext(
            "%(n)d opportunity is at its account now.", "%(n)d opportunities are at their account now.", count
        )
        messages.success(request, said % {"n": count})
        return go_to(request, request.get_full_path())

    def _told(self, request: HttpRequest) -> tuple[list[int], Account | None]:
        one, colon, account = request.POST.get("suggested", "").partition(":")
        if not colon:
            return picked(request), None
        return [_id(one)], get_object_or_404(Account.objects.visible_to(self.reader), pk=_id(account))
