"""What one customer spends, and with whom: now, and over the years."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.views.of_account import OfAccount
from foundation.filters import only
from foundation.views import Page, PageView, ServiceFormView
from teams.models import Company
from wallet import services
from wallet.forms import EstimateForm, WithdrawForm
from wallet.models import Estimate, Part, WalletRule
from wallet.queries.ours import with_ours
from wallet.queries.told import tell

SHOWN = 24


def _full(rows: QuerySet[Estimate]) -> QuerySet[Estimate]:
    parts = Prefetch("parts", Part.objects.select_related("competitor"))
    return with_ours(rows).select_related("account", "heard_by", "contact").prefetch_related(parts)


class WalletPage(OfAccount, PageView):
    """The last estimate with all competitors, and those before it."""

    template_name = "wallet/wallet.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        rows = _full(Estimate.objects.visible_to(self.reader).filter(account=self.account))
        told = tell(rows[: SHOWN + 1], WalletRule.current())
        latest = next((figures for row, figures in told if row.counts), None)
        currency = Company.current().base_currency
        return super().get_context_data(
            **kwargs, history=told[:SHOWN], wallet=latest, more=len(told) > SHOWN, currency=currency
        )


class WalletNew(OfAccount, ServiceFormView):
    """A new estimate, which begins with the competitors of the last one."""

    template_name = "wallet/wallet_new.html"
    form_class = EstimateForm
    success_message = _("Written down. What was estimated before stays in the history.")

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        last = Estimate.objects.counting().filter(account=self.account).first()
        known = list(last.parts.select_related("competitor")) if last else []
        return {**super().get_form_kwargs(), "account": self.account, "known": known}

    def write(self, form: EstimateForm) -> Estimate:
        return services.estimate_add(actor=self.reader, account=self.account, **form.typed())

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class OfEstimate(Page):
    @cached_property
    def row(self) -> Estimate:
        rows = Estimate.objects.select_related("account", "heard_by", "contact")
        return self.visible(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, row=self.row, account=self.row.account)  # type: ignore[misc]


class WalletDetail(OfEstimate, PageView):
    """One estimate as it was written down, beside the one before it."""

    template_name = "wallet/wallet_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        found = dict(_told_until(self.row, self.reader))
        currency = Company.current().base_currency
        return super().get_context_data(**kwargs, wallet=found[self.row], currency=currency)


class WalletWithdraw(OfEstimate, ServiceFormView):
    template_name = "wallet/withdraw.html"
    form_class = WithdrawForm
    success_message = _("Withdrawn.")

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        return super().get_form_kwargs()

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.row.version}

    def write(self, form: WithdrawForm) -> Estimate:
        return services.estimate_withdraw(self.row, actor=self.reader, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.row.get_absolute_url()


def _told_until(row: Estimate, reader: Any) -> list[Any]:
    """That estimate and the counting one before it, with their figures."""
    mine = Estimate.objects.visible_to(reader).filter(account=row.account_id)
    before = mine.counting().filter(until__lte=row.until, heard_on__lte=row.heard_on).exclude(pk=row.pk).first()
    wanted = [row.pk, *([before.pk] if before else [])]
    found = {each.pk: each for each in _full(mine.filter(pk__in=wanted))}
    return tell([found[pk] for pk in wanted], WalletRule.current())
