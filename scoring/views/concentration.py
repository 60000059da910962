from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foundation.filters import only
from foundation.paging import list_page
from foundation.ui.values import percent
from foundation.views import ActionView, PageView, ServiceFormView
from scoring import services
from scoring.filters import NightFilter
from scoring.forms import MarketRuleForm, MarketShareForm
from scoring.models import MarketRule, MarketShare, TierDecision
from scoring.queries.cuts import Cut, contribution, sales_cuts
from scoring.queries.market import market_beside, standing_share
from teams.models import Company
from teams.views.doors import ForLeads


class ConcentrationReport(PageView):
    """How much hangs on how few: the reference's cuts beside our own, what key accounts bring."""

    template_name = "scoring/concentration.html"
    fragment = "scoring/_concentration.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = TierDecision.objects.visible_to(self.reader)
        filterset = NightFilter(self.request.GET, queryset=rows, request=self.request)
        decisions = filterset.rows_or_400()
        currency = Company.current().base_currency
        context: dict[str, Any] = {"filter": filterset, "night": filterset.run, "currency": currency}
        if filterset.run:
            key, cuts = contribution(decisions), sales_cuts(decisions)
            context |= {"cuts": cuts, "bars": _bars(cuts[0]), "key": key, **market_beside(key.share)}
        return super().get_context_data(**kwargs, **context)


def _bars(cut: Cut) -> list[dict[str, Any]]:
    """What the first accounts bring of all sales: ours, and those of the reference."""
    label = pgettext_lazy("beside the reference", "Our accounts")
    ours = {
        "label": label,
        "value": cut.sales_share or 0,
        "text": percent(cut.sales_share),
    }
    theirs = {"label": _("The reference"), "value": cut.reference_sales, "text": percent(cut.reference_sales)}
    return [ours, {**theirs, "tone": "faint"}]


class MarketShares(PageView):
    """What part of the market is ours and whose the rest is, period by period."""

    template_name = "scoring/market_shares.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET, "page")
        rows = MarketShare.objects.visible_to(self.reader).select_related("competitor")
        page = list_page(rows, self.request.GET.get("page"))
        return super().get_context_data(**kwargs, page=page, rule=MarketRule.current(), latest=standing_share())


class MarketShareSet(ForLeads, ServiceFormView):
    """One share of a market; set again, it is replaced."""

    template_name = "scoring/market_share_form.html"
    form_class = MarketShareForm
    success_url = reverse_lazy("market_shares")
    success_message = _("The market share is set.")

    def write(self, form: MarketShareForm) -> MarketShare:
        return services.market_share_set(actor=self.reader, **form.cleaned_data)


class MarketShareRemove(ForLeads, ActionView):
    success_message = _("The market share is removed.")

    def act(self) -> None:
        services.market_share_remove(self.visible(MarketShare.objects, pk=self.kwargs["pk"]), actor=self.reader)

    def next_url(self) -> str:
        return reverse("market_shares")


class MarketRuleEdit(ForLeads, ServiceFormView):
    """By what market share and key accounts are judged."""

    template_name = "scoring/market_rule.html"
    form_class = MarketRuleForm
    success_url = reverse_lazy("rules")
    success_message = _("Saved.")

    @cached_property
    def rule(self) -> MarketRule:
        return MarketRule.current()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.rule}

    def write(self, form: MarketRuleForm) -> MarketRule:
        version = form.cleaned_data["version"]
        return services.market_rule_update(self.rule, actor=self.reader, version=version, **form.changes)
