"""Complaints: taken, handled, handed up, closed; and what all of them stand for."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from care import services
from care.choices import Level
from care.filters import ComplaintFilter
from care.forms import CloseForm, ComplaintForm, ComplaintNewForm, EscalateForm, RateForm
from care.models import Complaint
from care.queries import iceberg_of
from care.queries.authority import authority_for
from care.queries.complaint import for_list
from care.queries.history import told
from care.rules import ranks_as
from foundation.views import ListView, Page, ServiceFormView
from journal.steps import events_of
from notices.queries import with_mentions


class ComplaintNew(ServiceFormView):
    template_name = "care/complaint_new.html"
    form_class = ComplaintNewForm
    success_message = _("Complaint taken.")

    @cached_property
    def account(self) -> Account:
        return self.visible(Account.objects.select_related("owner"), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "account": self.account}

    def write(self, form: ComplaintNewForm) -> Complaint:
        return services.complaint_open(actor=self.reader, account=self.account, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, account=self.account)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class OfComplaint(Page):
    @cached_property
    def complaint(self) -> Complaint:
        rows = with_mentions(
            Complaint.objects.select_related("account__owner__team", "contact", "handler", "reported_by", "closed_by")
        )
        return self.visible(rows, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "complaint": self.complaint}  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, complaint=self.complaint)  # type: ignore[misc]

    def get_success_url(self) -> str:
        return self.complaint.get_absolute_url()


class ComplaintDetail(OfComplaint, ServiceFormView):
    """What happened, who decides and by when; who may decide closes it here."""

    template_name = "care/complaint.html"
    form_class = CloseForm
    success_message = _("Closed.")

    def write(self, form: CloseForm) -> Complaint:
        return services.complaint_close(self.complaint, actor=self.reader, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rule = authority_for(self.complaint.matter, self.complaint.account.tier)
        return super().get_context_data(
            **kwargs,
            rule=rule,
            may_decide=ranks_as(self.reader, rule.decides),
            goes_up=self.complaint.level < Level.CRISIS,
            steps=told(events_of(self.complaint)),
        )


class ComplaintEdit(OfComplaint, ServiceFormView):
    template_name = "care/complaint_edit.html"
    form_class = ComplaintForm
    success_message = _("Saved.")

    def write(self, form: ComplaintForm) -> Complaint:
        return services.complaint_update(self.complaint, actor=self.reader, **form.cleaned_data)


class ComplaintEscalate(OfComplaint, ServiceFormView):
    template_name = "care/complaint_escalate.html"
    form_class = EscalateForm
    success_message = _("Handed one level up.")

    def write(self, form: EscalateForm) -> Complaint:
        return services.complaint_escalate(self.complaint, actor=self.reader, **form.cleaned_data)


class ComplaintRate(OfComplaint, ServiceFormView):
    template_name = "care/complaint_rate.html"
    form_class = RateForm
    success_message = _("Saved.")

    def write(self, form: RateForm) -> Complaint:
        return services.complaint_rate(self.complaint, actor=self.reader, **form.cleaned_data)


class ComplaintList(ListView):
    """All complaints that the reader sees, open ones first, and the iceberg below them."""

    template_name = "care/complaint_list.html"
    fragment = "care/_complaint_list.html"
    filterset_class = ComplaintFilter

    def rows(self) -> QuerySet[Complaint]:
        return for_list(Complaint.objects.visible_to(self.reader).filter(account__archived_at=None))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        iceberg, still_open = iceberg_of(context["filter"].rows_or_400())
        return context | {"iceberg": iceberg, "still_open": still_open}
