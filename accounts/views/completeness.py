"""How complete and fresh records are: one with the place of each gap, all by team and by point, and the rule."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.filters import CompletenessFilter
from accounts.forms import CompletenessRuleForm
from accounts.models import Account, Completeness, CompletenessRule
from accounts.queries import completeness as queries
from foundation.filters import only
from foundation.views import ActionView, ListView, PageView, ServiceFormView
from teams.views.doors import ForLeads


class CompletenessList(ListView):
    """The records of all accounts that the reader sees, the least complete first; teams and points compared."""

    template_name = "accounts/completeness_list.html"
    fragment = "accounts/_completeness_list.html"
    filterset_class = CompletenessFilter

    def rows(self) -> QuerySet[Completeness]:
        return queries.with_account(Completeness.objects.visible_to(self.reader))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for row in context["rows"]:
            row.lacking, row.aged = queries.names_of(row.missing), queries.names_of(row.stale)
        rule = CompletenessRule.current()
        return context | {"summary": queries.summary_of(context["filter"].rows_or_400(), rule), "rule": rule}


class CompletenessPage(PageView):
    """What one record lacks, and where that is filled in."""

    template_name = "accounts/completeness.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        account = self.visible(Account.objects.select_related("completeness"), pk=self.kwargs["pk"])
        kept, rule = account.completeness, CompletenessRule.current()
        gaps = queries.gaps_of(account, kept, rule)
        return super().get_context_data(**kwargs, account=account, kept=kept, gaps=gaps, rule=rule)


class RecordLookedOver(ActionView):
    """Everything there is right: fresh as of today."""

    success_message = _("Kept: the facts are fresh as of today.")

    def act(self) -> Completeness:
        account = self.visible(Account.objects, pk=self.kwargs["pk"])
        return services.record_looked_over(account, actor=self.reader)

    def next_url(self) -> str:
        return reverse("completeness", args=[self.kwargs["pk"]])


class CompletenessRuleEdit(ForLeads, ServiceFormView):
    """What a complete record is; saving makes a new version."""

    template_name = "accounts/completeness_rule.html"
    form_class = CompletenessRuleForm
    success_url = reverse_lazy("completeness_rule")
    success_message = _("Saved as a new version. Records are judged by it within a minute.")

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        return {**super().get_form_kwargs(), "rule": CompletenessRule.current()}

    def write(self, form: CompletenessRuleForm) -> CompletenessRule:
        typed = form.cleaned_data
        read = queries.rule_version(typed["version"])
        return services.completeness_rule_change(
            read, actor=self.reader, reason=typed["reason"], points=form.asked, stale_share=typed["stale_share"],
            tier_weights=form.tier_weights,
        )  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, versions=queries.rule_versions())
