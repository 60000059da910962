from __future__ import annotations

import datetime as dt
import uuid
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.choices import VisitState
from accounts.filters import VisitFilter
from accounts.forms import PlanEditForm, PlanForm, ReportEditForm, ReportForm, ReportOfPlanForm
from accounts.models import Account, Visit
from accounts.queries import account as account_queries
from accounts.queries import visit as queries
from foundation import clock
from foundation.first_found import first_named
from foundation.offline import FromOutbox
from foundation.views import ActionView, ListView, Page, PageView, ServiceFormView
from teams.models import Company


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 18 else None


class _AtAccount(Page):
    """The account is `?account=`; without it the reader chooses one first."""

    choose_url = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.GET.get("account"):
            return ChooseAccount.as_view(next_name=self.choose_url)(request)
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    @cached_property
    def account(self) -> Account:
        return self.visible(Account.objects.select_related("owner"), pk=_number(self.request.GET.get("account", "")))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "account": self.account}  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, account=self.account)  # type: ignore[misc]

    def get_success_url(self) -> str:
        return self.account.get_absolute_url()


class ChooseAccount(PageView):
    """Which account? Planned for today first, then where the reader was last and who waits, then what he types."""

    template_name = "accounts/visit_choose.html"
    fragment = "accounts/_visit_found.html"
    next_name = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = self.request.GET.get("q", "")[:100]
        accounts = Account.objects.visible_to(self.reader).filter(archived_at=None)
        visits = Visit.objects.visible_to(self.reader).filter(by=self.reader)
        return super().get_context_data(
            **kwargs,
            next_url=reverse(self.next_name),
            on=self.request.GET.get("on", ""),
            q=typed,
            found=first_named(accounts, typed, 10) if typed.strip() else [],
            waiting=[] if typed.strip() else account_queries.waiting_accounts(accounts, clock.today())[:8],
            planned=queries.between(queries.planned(visits), last=clock.today()).select_related("account")[:10],
            recent=queries.last_visited(accounts, self.reader)[:8],
        )


class VisitNew(_AtAccount, FromOutbox):
    """Log a visit: whom, channel, outcome, next step; the rest is filled with the best guess."""

    template_name = "accounts/visit_form.html"
    form_class = ReportForm
    success_message = _("Visit logged.")
    choose_url = "visit_new"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plans = queries.planned(Visit.objects.filter(account=self.account, by=self.reader))
        waiting = queries.between(plans, last=clock.today()).order_by("-starts_at").first()
        return super().get_context_data(**kwargs, waiting_plan=waiting)

    def get_initial(self) -> dict[str, Any]:
        contact = _number(self.request.GET.get("contact", ""))
        return {
            **_guesses(),
            "client_id": uuid.uuid4(),
            "channel": "in_person",
            "contacts": [contact] if contact else [],
        }

    def has_arrived(self) -> bool:
        return services.visit_has_arrived(actor=self.reader, client_id=self.request.POST.get("client_id", ""))

    def write(self, form: ReportForm) -> Visit:
        return services.visit_log(actor=self.reader, account=self.account, **form.cleaned_data)


class VisitPlan(_AtAccount, ServiceFormView):
    """Plan a visit; `?on=` says on which day."""

    template_name = "accounts/visit_plan.html"
    form_class = PlanForm
    success_message = _("Visit planned.")
    choose_url = "visit_plan"

    def get_initial(self) -> dict[str, Any]:
        day = _day(self.request.GET.get("on", "")) or clock.today() + dt.timedelta(days=1)
        ten = dt.datetime.combine(day, dt.time(10), timezone.get_current_timezone())
        return {"starts_at": ten, "client_id": uuid.uuid4(), "channel": "in_person"}

    def write(self, form: PlanForm) -> Visit:
        return services.visit_plan(actor=self.reader, account=self.account, **form.cleaned_data)


class OneVisit(Page):
    @cached_property
    def visit(self) -> Visit:
        return self.visible(Visit.objects.select_related("account", "by"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, visit=self.visit, account=self.visit.account)  # type: ignore[misc]

    def get_success_url(self) -> str:
        return self.visit.account.get_absolute_url()


class VisitLog(OneVisit, FromOutbox):
    """A planned visit has happened."""

    template_name = "accounts/visit_form.html"
    form_class = ReportOfPlanForm
    success_message = _("Visit logged.")
    told_apart_by = ("channel", "outcome", "summary", "next_step")

    def has_arrived(self) -> bool:
        said = {name: self.request.POST.get(name, "").strip() for name in self.told_apart_by}
        return services.visit_report_has_arrived(actor=self.reader, visit_id=self.kwargs["pk"], said=said)

    def get_initial(self) -> dict[str, Any]:
        visit = self.visit
        starts_at = min(timezone.localtime(visit.starts_at), _this_minute())
        people = list(visit.contacts.values_list("pk", flat=True))
        plan = {name: getattr(visit, name) for name in ("channel", "minutes", "purpose", "version")}
        return {**_guesses(), **plan, "starts_at": starts_at, "contacts": people}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "account": self.visit.account, "plan": self.visit}

    def write(self, form: ReportOfPlanForm) -> Visit:
        return services.visit_log_planned(self.visit, actor=self.reader, **form.cleaned_data)


class VisitEdit(OneVisit, ServiceFormView):
    template_name = "accounts/visit_edit.html"
    success_message = _("Saved.")

    def get_form_class(self) -> type[Any]:
        return PlanEditForm if self.visit.state == VisitState.PLANNED else ReportEditForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.visit}

    def write(self, form: ReportEditForm) -> Visit:
        version = form.cleaned_data["version"]
        return services.visit_update(self.visit, actor=self.reader, version=version, **form.changes)


class VisitAction(OneVisit, ActionView):
    """Afterwards back to the page it was done on (`next`), else to the account."""

    def next_url(self) -> str:
        typed = self.request.POST.get("next", "")
        is_ours = typed.startswith("/") and url_has_allowed_host_and_scheme(typed, {self.request.get_host()})
        return typed if is_ours else self.visit.account.get_absolute_url()


class VisitCancel(VisitAction):
    success_message = _("Visit cancelled.")

    def act(self) -> Visit:
        return services.visit_cancel(self.visit, actor=self.reader, version=self.version())


class StepDone(VisitAction):
    """Ticks off what the visit promised; with `reopen` in the form, takes the tick back."""

    def act(self) -> Visit:
        reopen = "reopen" in self.request.POST
        self.success_message = _("Next step is open again.") if reopen else _("Next step done.")
        return (services.step_reopen if reopen else services.step_done)(self.visit, actor=self.reader)


def _guesses() -> dict[str, Any]:
    currency = Company.current().base_currency
    return {"starts_at": _this_minute(), "minutes": 30, "next_step_in": "7", "currency": currency}


def _this_minute() -> dt.datetime:
    return timezone.localtime().replace(second=0, microsecond=0)


def _day(typed: str) -> dt.date | None:
    try:
        return parse_date(typed)
    except ValueError:
        return None


class VisitList(ListView):
    """Visits, the latest first, narrowed as the address says: the rows behind every figure of activity."""

    template_name = "accounts/visit_list.html"
    fragment = "accounts/_visit_list.html"
    filterset_class = VisitFilter

    def rows(self) -> QuerySet[Visit]:
        return Visit.objects.visible_to(self.reader).select_related("account", "by").order_by("-starts_at", "-id")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not self.request.htmx:  # type: ignore[attr-defined]
            context["counts"] = queries.counts(Visit.objects.visible_to(self.reader), clock.today())
        return context
