"""Developing target accounts: the list, one record with its five steps, and what failed at similar accounts."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.choices import Kind
from accounts.models import Account
from foundation.filters import only
from foundation.views import ActionView, ListView, Page, PageView, ServiceFormView
from pipeline import queries, services
from pipeline.choices import DevelopmentState
from pipeline.filters import DevelopmentFilter
from pipeline.forms import (
    DevelopmentEditForm,
    DevelopmentForm,
    DevelopmentStepForm,
    FailForm,
    RecordForm,
    offered_account,
)
from pipeline.models import Development, DevelopmentEntry, DevelopmentStep
from teams.views.doors import ForLeads

_UNFILTERED = {"page", "ordering"}


class DevelopmentList(ListView):
    template_name = "pipeline/development_list.html"
    fragment = "pipeline/_development_list.html"
    filterset_class = DevelopmentFilter

    @property
    def query(self) -> QueryDict:
        """Without any filter the page shows what is under way."""
        if set(self.request.GET) - _UNFILTERED:
            return self.request.GET
        query = self.request.GET.copy()
        query["state"] = DevelopmentState.OPEN
        return query

    def rows(self) -> QuerySet[Development]:
        rows = Development.objects.visible_to(self.reader).select_related("account__owner", "step")
        return rows.order_by("-updated_at", "-id")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tabs = [(key, label, f"?state={key}") for key, label in DevelopmentState.choices]
        return super().get_context_data(**kwargs, state=self.query.get("state", ""), tabs=tabs)


class OneDevelopment(Page):
    @cached_property
    def development(self) -> Development:
        return self.visible(Development.objects.select_related("account", "step"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, development=self.development)  # type: ignore[misc]

    def get_success_url(self) -> str:
        return self.development.get_absolute_url()


class DevelopmentDetail(OneDevelopment, PageView):
    template_name = "pipeline/development_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        development = self.development
        seen = Development.objects.visible_to(self.reader)
        return super().get_context_data(
            **kwargs,
            steps=queries.steps_of(development),
            failures=queries.failures_like(development.account, seen) if development.is_open else [],
        )


class DevelopmentNew(ServiceFormView):
    """Makes an account a target; `?account=` names it."""

    template_name = "pipeline/development_form.html"
    form_class = DevelopmentForm
    success_message = _("Development record started.")

    @cached_property
    def offered(self) -> Account | None:
        return offered_account(self.request.GET.get("account"), self.reader)

    def get_initial(self) -> dict[str, Any]:
        return {"account": self.offered}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seen = Development.objects.visible_to(self.reader)
        failures = queries.failures_like(self.offered, seen) if self.offered else []
        return super().get_context_data(**kwargs, failures=failures)

    def write(self, form: DevelopmentForm) -> Development:
        return services.development_start(actor=self.reader, **form.cleaned_data)

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())


class DevelopmentEdit(OneDevelopment, ServiceFormView):
    template_name = "pipeline/development_form.html"
    form_class = DevelopmentEditForm
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.development}

    def write(self, form: DevelopmentEditForm) -> Development:
        version = form.cleaned_data["version"]
        return services.development_update(self.development, actor=self.reader, version=version, **form.changes)


class DevelopmentRecord(OneDevelopment, ServiceFormView):
    """What was done in the present step; the button `go_on` ends the step with it."""

    template_name = "pipeline/development_record.html"
    form_class = RecordForm
    success_message = _("Recorded.")

    @cached_property
    def step(self) -> queries.StepRecord:
        steps = queries.steps_of(self.development)
        return next(step for step in steps if step.step.pk == self.development.step_id)

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.development.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "missing": self.step.missing}

    def write(self, form: RecordForm) -> DevelopmentEntry:
        go_on = "go_on" in self.request.POST
        return services.development_record(self.development, actor=self.reader, go_on=go_on, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, step=self.step)


class DevelopmentFail(OneDevelopment, ServiceFormView):
    """Files it as failed, with reason and lesson."""

    template_name = "pipeline/development_fail.html"
    form_class = FailForm
    success_message = _("Filed. It will be found again at similar accounts.")

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.development.version}

    def write(self, form: FailForm) -> Development:
        return services.development_fail(self.development, actor=self.reader, **form.cleaned_data)


class DevelopmentReopen(OneDevelopment, ActionView):
    success_message = _("Taken up again.")

    def act(self) -> Development:
        return services.development_reopen(self.development, actor=self.reader, version=self.version())

    def next_url(self) -> str:
        return self.development.get_absolute_url()


class SimilarFailures(Page):
    """What failed at accounts like this one: `?account=`, or what is known of a new one (`industry`, `kind`)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        typed = request.GET
        only(typed, "account", "industry", "kind")
        seen = Development.objects.visible_to(self.reader)
        if typed.get("kind", "") not in {"", *Kind.values} or len(typed.get("industry", "")) > 80:
            raise BadRequest("kind, industry: as an account has them")
        account: Account | None = offered_account(typed.get("account"), self.reader)
        if account:
            found = queries.failures_like(account, seen)
        else:
            rows = queries.similar_failures(seen, industry=typed.get("industry", ""), kind=typed.get("kind", ""))
            found = list(rows[: queries.FOUND])
        return render(request, "pipeline/_similar_failures.html", {"failures": found})


class DevelopmentStepList(ForLeads, PageView):
    template_name = "pipeline/development_steps.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, steps=DevelopmentStep.objects.all())


class DevelopmentStepEdit(ForLeads, ServiceFormView):
    template_name = "pipeline/development_step_form.html"
    form_class = DevelopmentStepForm
    success_url = reverse_lazy("development_steps")
    success_message = _("Saved.")

    @cached_property
    def step(self) -> DevelopmentStep:
        return self.visible(DevelopmentStep.objects, position=self.kwargs["position"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.step}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, step=self.step)

    def write(self, form: DevelopmentStepForm) -> DevelopmentStep:
        version = form.cleaned_data["version"]
        return services.development_step_update(self.step, actor=self.reader, version=version, **form.changes)
