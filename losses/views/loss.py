"""A lost account: its review, and why we lose customers at all."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation.filters import only
from foundation.views import ListView, Page, PageView, ServiceFormView
from losses import services
from losses.filters import LossFilter
from losses.forms import LossForm, LossNewForm, WithdrawForm
from losses.models import Loss
from losses.queries import for_list, shares_of
from teams.models import Company


class LossNew(ServiceFormView):
    """Marks an account as lost; without its review it is not."""

    template_name = "losses/loss_new.html"
    form_class = LossNewForm
    success_message = _("Marked as lost. Plan how to win it back.")

    @cached_property
    def account(self) -> Account:
        return self.visible(Account.objects, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "account": self.account}

    def write(self, form: LossNewForm) -> Loss:
        return services.loss_record(actor=self.reader, account=self.account, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, account=self.account)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class OfLoss(Page):
    @cached_property
    def loss(self) -> Loss:
        rows = Loss.objects.select_related("account__owner", "reason", "competitor", "decided_by", "recorded_by")
        return self.visible(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, loss=self.loss)  # type: ignore[misc]

    def get_success_url(self) -> str:
        return self.loss.get_absolute_url()


class LossDetail(OfLoss, PageView):
    """Why they left, and each plan to win them back with its steps and its result."""

    template_name = "losses/loss.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        plans = list(self.loss.win_backs.prefetch_related("steps__owner"))
        return super().get_context_data(
            **kwargs, win_backs=plans, also=list(self.loss.also.all()), runs=any(plan.is_running for plan in plans)
        )


class LossEdit(OfLoss, ServiceFormView):
    template_name = "losses/loss_edit.html"
    form_class = LossForm
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.loss}

    def write(self, form: LossForm) -> Loss:
        version = form.cleaned_data["version"]
        return services.loss_update(self.loss, actor=self.reader, version=version, **form.changes)


class LossWithdraw(OfLoss, ServiceFormView):
    """It was no loss."""

    template_name = "losses/loss_withdraw.html"
    form_class = WithdrawForm
    success_message = _("Taken back. The account is one of ours again.")

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.loss.version}

    def write(self, form: WithdrawForm) -> Loss:
        return services.loss_withdraw(self.loss, actor=self.reader, **form.cleaned_data)


class LossList(ListView):
    """All losses that the reader sees, and our shares of the reasons beside the reference."""

    template_name = "losses/loss_list.html"
    fragment = "losses/_loss_list.html"
    filterset_class = LossFilter

    def rows(self) -> QuerySet[Loss]:
        return for_list(Loss.objects.visible_to(self.reader))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        shares = shares_of(context["filter"].rows_or_400())
        return context | {"shares": shares, "currency": Company.current().base_currency}
