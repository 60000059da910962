"""Contracts: written down, decided about, renewed, terminated; and all that come to an end."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from dossier import services
from dossier.filters import ContractFilter
from dossier.forms import ContractForm, ContractNewForm, ContractRenewForm, RemindersForm, TerminateForm
from dossier.models import Contract, ContractReminder
from dossier.queries import for_list, with_lead
from dossier.queries.contract import spoken_of, undecided
from dossier.queries.history import told
from dossier.services.contract import successor_of
from foundation import clock
from foundation.filters import only
from foundation.views import ActionView, ListView, Page, PageView, ServiceFormView
from journal.steps import events_of
from notices.queries import with_mentions
from teams.models import Company
from teams.views.doors import ForLeads

SHOWN = 50
"""Files of a contract on its page."""


class ContractNew(ServiceFormView):
    template_name = "dossier/contract_new.html"
    form_class = ContractNewForm
    success_message = _("Contract saved.")

    @cached_property
    def account(self) -> Account:
        return self.visible(Account.objects.select_related("owner"), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        began = {"owner": self.account.owner_id, "currency": Company.current().base_currency}
        return {**super().get_form_kwargs(), **began}

    def write(self, form: ContractNewForm) -> Contract:
        return services.contract_add(actor=self.reader, account=self.account, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, account=self.account)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class OfContract(Page):
    @cached_property
    def contract(self) -> Contract:
        rows = with_lead(
            with_mentions(Contract.objects.select_related("account__owner", "owner", "follows", "successor"))
        )
        return self.visible(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, contract=self.contract)  # type: ignore[misc]

    def get_success_url(self) -> str:
        return self.contract.get_absolute_url()


class ContractDetail(OfContract, PageView):
    """What is agreed, and what is to be decided by when."""

    template_name = "dossier/contract.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        files = list(self.contract.attachments.visible_to(self.reader).kept()[: SHOWN + 1])
        return super().get_context_data(
            **kwargs, steps=told(events_of(self.contract)), files=files[:SHOWN], more_files=len(files) > SHOWN
        )


class ContractEdit(OfContract, ServiceFormView):
    template_name = "dossier/contract_edit.html"
    form_class = ContractForm
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.contract}

    def write(self, form: ContractForm) -> Contract:
        version = form.cleaned_data["version"]
        return services.contract_update(self.contract, actor=self.reader, version=version, **form.changes)


class ContractTerminate(OfContract, ServiceFormView):
    template_name = "dossier/contract_terminate.html"
    form_class = TerminateForm
    success_message = _("Terminated.")

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.contract.version, "terminated_on": clock.today()}

    def write(self, form: TerminateForm) -> Contract:
        return services.contract_terminate(self.contract, actor=self.reader, **form.cleaned_data)


class ContractRenew(OfContract, ServiceFormView):
    """The contract that follows."""

    template_name = "dossier/contract_renew.html"
    form_class = ContractRenewForm
    success_message = _("Saved as a draft: enter the day when it is signed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        began = {"owner": self.contract.owner_id, "currency": self.contract.currency}
        return {**super().get_form_kwargs(), **began}

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.contract.version, **successor_of(self.contract)}

    def write(self, form: ContractRenewForm) -> Contract:
        return services.contract_renew(self.contract, actor=self.reader, **form.cleaned_data)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class ContractSettle(OfContract, ActionView):
    """Somebody has decided: it goes on, or runs out, as it is written."""

    success_message = _("Decided. It is spoken of again before its next end.")

    def act(self) -> Contract:
        return services.contract_settle(self.contract, actor=self.reader, version=self.version())

    def next_url(self) -> str:
        return self.contract.get_absolute_url()


class ContractList(ListView):
    """All contracts that the reader sees; what can still be decided stands first."""

    template_name = "dossier/contract_list.html"
    fragment = "dossier/_contract_list.html"
    filterset_class = ContractFilter

    def rows(self) -> QuerySet[Contract]:
        return for_list(Contract.objects.visible_to(self.reader).filter(account__archived_at=None), clock.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = context["filter"].rows_or_400().order_by()
        today = clock.today()
        waiting = spoken_of(undecided(rows), today)
        return context | {"waiting": waiting.count(), "late": waiting.filter(decide_by__lt=today).count()}


class RemindersRule(ForLeads, ServiceFormView):
    template_name = "dossier/reminders_rule.html"
    form_class = RemindersForm
    success_url = reverse_lazy("contract_reminders")
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        return {**super().get_form_kwargs(), "rows": ContractReminder.objects.order_by("id")}

    def write(self, form: RemindersForm) -> None:
        services.reminders_set(actor=self.reader, wanted=form.typed())
