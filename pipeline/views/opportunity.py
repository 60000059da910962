"""The list, the page and the forms of opportunities."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation import clock
from foundation.views import ListView, Page, PageView, ServiceFormView
from notices.queries import with_mentions
from pipeline import queries, services
from pipeline.choices import Status
from pipeline.filters import OpportunityFilter
from pipeline.forms import AssignForm, OpportunityEditForm, OpportunityForm, offered_account
from pipeline.models import Development, Opportunity
from pipeline.queries.record import criteria_of, lacks, open_criteria, owners_part, with_record
from teams.models import Company
from teams.rules import only_leads_of

_UNFILTERED = {"page", "ordering"}
_ORDERS: dict[str, list[str]] = {
    Status.OPEN: ["expected_close_on", "id"],
    Status.WON: ["-closed_on", "-id"],
    Status.LOST: ["-closed_on", "-id"],
}
"""What is next comes first; of what is decided, the latest."""


class Tab(NamedTuple):
    label: Any
    url: str
    is_current: bool


class OpportunityList(ListView):
    template_name = "pipeline/opportunity_list.html"
    fragment = "pipeline/_opportunity_list.html"
    filterset_class = OpportunityFilter

    @property
    def query(self) -> QueryDict:
        """Without any filter the page shows what is open."""
        if set(self.request.GET) - _UNFILTERED:
            return self.request.GET
        query = self.request.GET.copy()
        query["status"] = Status.OPEN
        return query

    def rows(self) -> QuerySet[Opportunity]:
        rows = Opportunity.objects.visible_to(self.reader).select_related("account", "stage", "owner")
        return self.watch.judged(rows).order_by(*_ORDERS.get(self.query.get("status", ""), ["-id"]))

    @cached_property
    def watch(self) -> queries.Watch:
        return queries.Watch.of(clock.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for row in context["rows"]:
            row.flags = self.watch.raised(row)
        status = self.query.get("status", "")
        return {
            **context,
            "status": status,
            "tabs": [
                Tab(label, f"?{self._of_status(key).urlencode()}", key == status)
                for key, label in [*Status.choices, ("", _("All"))]
            ],
            "total": queries.total(context["filter"].qs),
            "waiting": self.reader.leads and self.query.get("no_account") == "true",
            "currency": Company.current().base_currency,
            "today": clock.today(),
        }

    def _of_status(self, status: str) -> QueryDict:
        """The address with another status, from its first page, in that status's own order."""
        query = self.request.GET.copy()
        for key in _UNFILTERED:
            query.pop(key, None)
        query["status"] = status
        return query


class OneOpportunity(Page):
    """A page about the one opportunity that the address names.

    A co-owner from elsewhere sees the deal and not its account: `account_seen` says whether there is a page to link to.
    """

    @cached_property
    def opportunity(self) -> Opportunity:
        return get_object_or_404(self.opportunities(), pk=self.kwargs["pk"])

    def opportunities(self) -> QuerySet[Opportunity]:
        """All rows the reader may see, with what the page tells of one."""
        seen = Account.objects.visible_to(self.reader).filter(pk=OuterRef("account"))
        whole = Opportunity.objects.visible_to(self.reader).filter(pk=OuterRef("split_from"))
        rows = Opportunity.objects.visible_to(self.reader)
        rows = rows.select_related("account", "stage", "owner", "team", "lost_to", "split_from")
        return rows.annotate(account_seen=Exists(seen), whole_seen=Exists(whole))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, opportunity=self.opportunity)  # type: ignore[misc]

    def get_success_url(self) -> str:
        return self.opportunity.get_absolute_url()


class OpportunityDetail(OneOpportunity, PageView):
    """The whole page; the side panel of the board gets the essential part of it."""

    template_name = "pipeline/opportunity_detail.html"
    fragment = "pipeline/_opportunity_panel.html"

    @cached_property
    def watch(self) -> queries.Watch:
        return queries.Watch.of(clock.today())

    def opportunities(self) -> QuerySet[Opportunity]:
        return self.watch.judged(with_mentions(with_record(super().opportunities())))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: Any = self.opportunity
        criteria = criteria_of(row) if row.is_open else []
        gap = row.line_sum - row.amount if row.line_count else Decimal(0)
        stages = [normal.stage for normal in self.watch.normals.values()]
        return super().get_context_data(
            **kwargs,
            stages=stages,
            next_stage=next((stage for stage in stages if stage.position > row.stage.position), None),
            lines_more=max(gap, Decimal(0)),
            lines_less=max(-gap, Decimal(0)),
            normal=self.watch.normals.get(row.stage_id),
            flags=self.watch.raised(row),
            criteria=criteria,
            open_criteria=open_criteria(criteria),
            lacks=lacks(row.stakeholder_rows),
            owners_share=owners_part(row.share_rows),
            moves=queries.history(row),
            **queries.of_page(row),
            currency=Company.current().base_currency,
            today=clock.today(),
        )


class OpportunityNew(ServiceFormView):
    template_name = "pipeline/opportunity_form.html"
    form_class = OpportunityForm
    success_message = _("Opportunity created.")

    @cached_property
    def offered(self) -> Account | None:
        return offered_account(self.request.GET.get("account"), self.reader)

    def get_initial(self) -> dict[str, Any]:
        return {"account": self.offered, "currency": Company.current().base_currency}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seen = Development.objects.visible_to(self.reader)
        failures = queries.failures_like(self.offered, seen) if self.offered else []
        return super().get_context_data(**kwargs, failures=failures)

    def write(self, form: OpportunityForm) -> Opportunity:
        return services.opportunity_create(actor=self.reader, **form.cleaned_data)

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())


class OpportunityEdit(OneOpportunity, ServiceFormView):
    template_name = "pipeline/opportunity_form.html"
    form_class = OpportunityEditForm
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.opportunity}

    def write(self, form: OpportunityEditForm) -> Opportunity:
        version = form.cleaned_data["version"]
        return services.opportunity_update(self.opportunity, actor=self.reader, version=version, **form.changes)


class OpportunityAssign(OneOpportunity, ServiceFormView):
    """Another owner; an account for one that came without."""

    template_name = "pipeline/opportunity_assign.html"
    form_class = AssignForm
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        opportunity = self.opportunity  # out of sight is missing, before anybody is told that he may not
        only_leads_of(self.reader, opportunity)
        return {**super().get_form_kwargs(), "instance": opportunity}

    def write(self, form: AssignForm) -> Opportunity:
        version = form.cleaned_data["version"]
        return services.opportunity_assign(self.opportunity, actor=self.reader, version=version, **form.changes)
