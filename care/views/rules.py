"""Who may decide what and how fast, and what one complaint stands for: as rules, and of one account."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from care import services
from care.choices import Matter
from care.forms import AuthorityForm, IcebergForm
from care.models import Authority, IcebergRule
from care.queries import authorities_of
from foundation.filters import only
from foundation.views import PageView, ServiceFormView
from teams.views.doors import ForLeads


class AccountAuthority(PageView):
    """What is decided by whom for this account, by its tier."""

    template_name = "care/account_authority.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        account = self.visible(Account.objects, pk=self.kwargs["pk"])
        return super().get_context_data(**kwargs, account=account, authorities=authorities_of(account.tier))


class AuthorityRules(ForLeads, PageView):
    """Every matter by tier."""

    template_name = "care/authority_rules.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        rows = list(Authority.objects.order_by("id"))
        matters = [(matter, [row for row in rows if row.matter == matter]) for matter in Matter]
        return super().get_context_data(**kwargs, matters=matters)


class AuthorityEdit(ForLeads, ServiceFormView):
    """One matter for every tier."""

    template_name = "care/authority_edit.html"
    form_class = AuthorityForm
    success_url = reverse_lazy("authority_rules")
    success_message = _("Saved.")

    @cached_property
    def matter(self) -> Matter:
        if self.kwargs["matter"] not in Matter.values:
            raise Http404
        return Matter(self.kwargs["matter"])

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        rows = Authority.objects.filter(matter=self.matter).order_by("id")
        return {**super().get_form_kwargs(), "rows": rows}

    def write(self, form: AuthorityForm) -> None:
        services.authority_set(actor=self.reader, wanted=form.typed())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, matter=self.matter)


class IcebergEdit(ForLeads, ServiceFormView):
    template_name = "care/iceberg_rule.html"
    form_class = IcebergForm
    success_url = reverse_lazy("iceberg_rule")
    success_message = _("Saved.")

    @cached_property
    def rule(self) -> IcebergRule:
        return IcebergRule.objects.get(pk=1)

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        return {**super().get_form_kwargs(), "instance": self.rule}

    def write(self, form: IcebergForm) -> IcebergRule:
        return services.iceberg_set(self.rule, actor=self.reader, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, example=self.rule.of(2))
