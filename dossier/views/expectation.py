"""What customers expect of us: of one account with what was before, and of all."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.views.of_account import OfAccount
from dossier import services
from dossier.choices import Met
from dossier.filters import ExpectationFilter
from dossier.forms import ExpectationChangeForm, ExpectationForm, ExpectationNewForm
from dossier.models import Expectation
from dossier.queries.expectation import in_order
from foundation.views import ActionView, ListView, Page, ServiceFormView


class _Expectations(ListView):
    """Some of them, with how many count now, and how many of those are not met."""

    fragment = "dossier/_expectation_list.html"
    filterset_class = ExpectationFilter

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        now = context["filter"].rows_or_400().order_by().filter(ended_on=None)
        return context | {"now": now.count(), "unmet": now.filter(met__in=[Met.NO, Met.PARTLY]).count()}


class ExpectationsOf(OfAccount, _Expectations):
    """What they expect now, and below it what was."""

    template_name = "dossier/expectation_list.html"

    def rows(self) -> QuerySet[Expectation]:
        return in_order(Expectation.objects.visible_to(self.reader).filter(account=self.account))


class ExpectationNew(OfAccount, ServiceFormView):
    template_name = "dossier/expectation_new.html"
    form_class = ExpectationNewForm
    success_message = _("Written down.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "account": self.account}

    def write(self, form: ExpectationNewForm) -> Expectation:
        return services.expectation_add(actor=self.reader, account=self.account, **form.cleaned_data)

    def get_success_url(self) -> str:
        return str(self.account.get_absolute_url()) + "#expectations"


class OfExpectation(Page):
    @cached_property
    def row(self) -> Expectation:
        return self.visible(Expectation.objects.select_related("account", "heard_by", "contact"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, row=self.row)  # type: ignore[misc]

    def get_success_url(self) -> str:
        return self.row.get_absolute_url()


class ExpectationEdit(OfExpectation, ServiceFormView):
    template_name = "dossier/expectation_edit.html"
    form_class = ExpectationForm
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.row}

    def write(self, form: ExpectationForm) -> Expectation:
        version = form.cleaned_data["version"]
        return services.expectation_update(self.row, actor=self.reader, version=version, **form.changes)


class ExpectationChange(OfExpectation, ServiceFormView):
    """They expect something else now."""

    template_name = "dossier/expectation_change.html"
    form_class = ExpectationChangeForm
    success_message = _("Written down. What was expected before stays in the log.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "account": self.row.account}

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.row.version, "text": self.row.text, "contact": self.row.contact_id}

    def write(self, form: ExpectationChangeForm) -> Expectation:
        return services.expectation_change(self.row, actor=self.reader, **form.cleaned_data)


class ExpectationEnd(OfExpectation, ActionView):
    success_message = _("Over. It stays in the log.")

    def act(self) -> Expectation:
        return services.expectation_end(self.row, actor=self.reader, version=self.version())

    def next_url(self) -> str:
        return self.row.get_absolute_url()


class ExpectationReport(_Expectations):
    """What all customers that the reader sees expect, what is not met first."""

    template_name = "dossier/expectation_report.html"
    extra_context = {"all": True}

    def rows(self) -> QuerySet[Expectation]:
        return in_order(Expectation.objects.visible_to(self.reader).filter(account__archived_at=None))
