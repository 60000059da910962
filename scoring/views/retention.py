from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.choices import Tier
from foundation.filters import only
from foundation.paging import list_page
from foundation.views import PageView, ServiceFormView
from scoring import services
from scoring.forms import RetentionForm, RetentionRuleForm
from scoring.models import RetentionRule
from scoring.queries.retention import Figures
from scoring.retention import REFERENCE_RANGE, REFERENCES
from teams.models import Company
from teams.views.doors import ForLeads


class RetentionReport(PageView):
    """What is it worth to keep customers? Every assumption stands in the address, and nowhere else."""

    template_name = "scoring/retention.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = RetentionForm(self.request.GET, user=self.reader)
        only(self.request.GET, *form.fields, "page")
        typed = form.assumptions if form.is_valid() else {}
        if "grouped" in form.errors:
            raise BadRequest("grouped: tier, industry or team")
        rule, by = RetentionRule.current(), form.by
        figures = Figures(self.reader, **form.among)
        own = figures.own()
        page = list_page(figures.groups(by), self.request.GET.get("page"))
        shared = {name: value for name, value in typed.items() if name in {"discount", "points"}}
        groups = [(group, group.keeping(rule, **shared)) for group in figures.told(by, page.rows)]
        if by == "tier":
            groups.sort(key=lambda pair: Tier.values.index(pair[0].key) if pair[0].key in Tier.values else len(Tier))
        own_keeping = own.keeping(rule)
        form.show_own(own_keeping)
        return super().get_context_data(
            **kwargs,
            form=form,
            by=by,
            own=own,
            own_keeping=own_keeping,
            keeping=own.keeping(rule, **typed),
            groups=groups,
            page=page,
            rule=rule,
            night=figures.night,
            currency=Company.current().base_currency,
            references=REFERENCES,
            reference_range=REFERENCE_RANGE,
        )


class RetentionRuleEdit(ForLeads, ServiceFormView):
    """The rate and the least number that everybody's calculation starts with."""

    template_name = "scoring/retention_rule.html"
    form_class = RetentionRuleForm
    success_url = reverse_lazy("retention")
    success_message = _("Saved. Whoever opens the calculation starts with it.")

    @cached_property
    def rule(self) -> RetentionRule:
        return RetentionRule.current()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.rule}

    def write(self, form: RetentionRuleForm) -> RetentionRule:
        version = form.cleaned_data["version"]
        return services.retention_rule_update(self.rule, actor=self.reader, version=version, **form.changes)
