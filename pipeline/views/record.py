"""Lines, competitors, shares, parts, copies and criteria of one opportunity."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from foundation.views import ActionView, PageView, ServiceFormView
from pipeline import services
from pipeline.forms import CopyForm, LinesForm, RivalsForm, SharesForm, SplitForm
from pipeline.models import Opportunity, StageCriterion
from pipeline.services.record import owners_share
from teams.rules import only_leads_of

from .opportunity import OneOpportunity


class _Whole(OneOpportunity, ServiceFormView):
    """A list of the opportunity that is written as a whole."""

    template_name = "pipeline/record_rows.html"
    success_message = gettext_lazy("Saved.")
    heading: Any
    lede: Any = ""

    def rows(self) -> list[dict[str, Any]]:
        raise TypeError(f"{type(self).__name__} names no rows")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rows": self.rows()}

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.opportunity.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, heading=self.heading, lede=self.lede)


class OpportunityLines(_Whole):
    form_class = LinesForm
    heading = gettext_lazy("Lines")
    lede = gettext_lazy("What it consists of. The amount is what we expect; it follows the lines when you say so.")

    def rows(self) -> list[dict[str, Any]]:
        columns = ("product", "quantity", "unit_price", "discount")
        return [dict(row) for row in self.opportunity.lines.values(*columns)]

    def write(self, form: LinesForm) -> Opportunity:
        lines = [
            services.LineSpec(row["product"], row["quantity"], row["unit_price"], row["discount"] or Decimal(0))
            for row in form.typed
        ]
        told = {"version": form.cleaned_data["version"], "take_sum": bool(lines and form.cleaned_data["take_sum"])}
        return services.lines_write(self.opportunity, actor=self.reader, lines=lines, **told)


class OpportunityRivals(_Whole):
    form_class = RivalsForm
    heading = gettext_lazy("Competitors")
    lede = gettext_lazy("Who sells against us here, and where they stand in the customer's eyes.")

    def rows(self) -> list[dict[str, Any]]:
        return [dict(row) for row in self.opportunity.rivals.values("competitor", "standing", "note")]

    def write(self, form: RivalsForm) -> Opportunity:
        rivals = [
            services.RivalSpec(row["competitor"], row["standing"] or "unknown", row["note"]) for row in form.typed
        ]
        version = form.cleaned_data["version"]
        return services.rivals_write(self.opportunity, actor=self.reader, version=version, rivals=rivals)


class OpportunityShares(_Whole):
    form_class = SharesForm
    heading = gettext_lazy("Owner and co-owners")
    lede = gettext_lazy("Shares add up to 100 %, the owner's included. Co-owners see this opportunity.")

    def rows(self) -> list[dict[str, Any]]:
        only_leads_of(self.reader, self.opportunity)
        others = list(self.opportunity.co_owners.all())
        owner = {"person": self.opportunity.owner_id, "share": owners_share(others)}
        return [owner, *({"person": other.person_id, "share": other.share} for other in others)]

    def write(self, form: SharesForm) -> Opportunity:
        shares = [(row["person"], row["share"]) for row in form.typed]
        version = form.cleaned_data["version"]
        return services.shares_write(self.opportunity, actor=self.reader, version=version, shares=shares)


class OpportunitySplit(_Whole):
    form_class = SplitForm
    success_message = gettext_lazy("Split. Nothing was won or lost by it.")
    heading = gettext_lazy("Split into parts")
    lede = gettext_lazy("Each part goes on from the same stage. Together they stay what it is, to the cent.")

    def rows(self) -> list[dict[str, Any]]:
        return []

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "rest": self.opportunity.amount}

    def write(self, form: SplitForm) -> list[Opportunity]:
        parts = [(row["name"], row["amount"]) for row in form.typed]
        told = {name: form.cleaned_data[name] for name in ("version", "rest", "note")}
        return services.opportunity_split(self.opportunity, actor=self.reader, parts=parts, **told)


class OpportunityCopy(OneOpportunity, ServiceFormView):
    """One more like it, from the first stage on."""

    template_name = "pipeline/opportunity_copy.html"
    form_class = CopyForm
    success_message = gettext_lazy("Copied. It begins in the first stage.")

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.opportunity.name}

    def write(self, form: CopyForm) -> Opportunity:
        return services.opportunity_copy(self.opportunity, actor=self.reader, **form.cleaned_data)

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())


class CriterionTick(OneOpportunity, ActionView):
    """POST evidence: the criterion is met; with `open`: it is not, after all."""

    @cached_property
    def criterion(self) -> StageCriterion:
        return get_object_or_404(StageCriterion, pk=self.kwargs["criterion_pk"])

    def act(self) -> Any:
        if "open" in self.request.POST:
            return services.criterion_untick(self.opportunity, actor=self.reader, criterion=self.criterion)
        evidence = self.request.POST.get("evidence", "").strip()[:300]
        return services.criterion_tick(self.opportunity, actor=self.reader, criterion=self.criterion, evidence=evidence)

    def next_url(self) -> str:
        return f"{self.get_success_url()}#criteria"


class DateChanges(OneOpportunity, PageView):
    """Each change of the expected close, the latest first."""

    template_name = "pipeline/date_changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = list(self.opportunity.date_changes.select_related("by").order_by("-at", "-id"))
        slips = [change.days for change in changes if change.days and change.days > 0]
        days = sum(change.days or 0 for change in changes)
        return super().get_context_data(**kwargs, changes=changes, slips=len(slips), days=days)
