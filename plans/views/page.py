"""A plan: made, read, changed, split between teams, printed, reviewed; and the list of all."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from foundation import clock
from foundation.filters import only
from foundation.views import ListView, Page, PageView, ServiceFormView
from notices.queries import with_mentions
from plans import services
from plans.filters import PlanFilter
from plans.forms import PlanForm, PlanNewForm, ReviewForm, SharesForm
from plans.models import AccountPlan, PlanReview, ResourceMix
from plans.models.plan import MIX, SWOT
from plans.queries.outline import Outline, with_effort
from plans.queries.plan import key_accounts_without, next_step_of, summary_of, with_late, with_progress
from plans.queries.review import stood
from teams.models import Company
from teams.rules import only_leads_of

UNPLANNED = 20


class OnePlan(Page):
    @cached_property
    def plan(self) -> AccountPlan:
        rows = with_mentions(with_effort(AccountPlan.objects.select_related("account__owner", "account__team")))
        return self.visible(rows, pk=self.kwargs["pk"])

    @cached_property
    def outline(self) -> Outline:
        return Outline(self.plan, clock.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, plan=self.plan)  # type: ignore[misc]

    def get_success_url(self) -> str:
        return self.plan.get_absolute_url()


class PlanDetail(OnePlan, PageView):
    """What will we achieve here, by when, and who does what next?"""

    template_name = "plans/plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        plan = self.plan
        words = [(AccountPlan._meta.get_field(name).verbose_name, getattr(plan, name)) for name in SWOT]  # type: ignore[union-attr]
        return super().get_context_data(
            **kwargs,
            outline=self.outline,
            swot=words if any(text for _label, text in words) else [],
            currency=Company.current().base_currency,
            is_review_due=bool(plan.review_on and plan.review_on <= clock.today()),
            may_split=self.reader.leads_for(plan.account),
            today=clock.today(),
        )


class PlanPrint(OnePlan, PageView):
    """What the customer may see, ready for paper."""

    template_name = "plans/print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        found = self.outline
        return super().get_context_data(
            **kwargs,
            company=Company.current(),
            objectives=[row for row in found.objectives if row.is_shared],
            actions=[row for row in found.actions if row.is_shared],
            today=clock.today(),
        )


class _Written(ServiceFormView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, templates=list(ResourceMix.objects.all()))


class PlanNew(_Written):
    """Begins with what the last plan of the account said of it."""

    template_name = "plans/plan_new.html"
    form_class = PlanNewForm
    success_message = _("Plan made. Now say what is to be reached.")

    @cached_property
    def account(self) -> Account:
        return self.visible(Account.objects.select_related("owner"), pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        last = AccountPlan.objects.filter(account=self.account).order_by("-year").first()
        year = clock.today().year
        if last is None:
            return {"year": year}
        return {"year": max(year, last.year + 1), **{name: getattr(last, name) for name in (*SWOT, *MIX)}}

    def write(self, form: PlanNewForm) -> AccountPlan:
        return services.plan_create(actor=self.reader, account=self.account, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, account=self.account)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class PlanEdit(OnePlan, _Written):
    template_name = "plans/plan_edit.html"
    form_class = PlanForm
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.plan}

    def write(self, form: PlanForm) -> AccountPlan:
        return services.plan_update(self.plan, actor=self.reader, version=form.cleaned_data["version"], **form.changes)


class PlanSplit(OnePlan, ServiceFormView):
    """Who shares the account's revenue, in parts of a hundred."""

    template_name = "plans/split.html"
    form_class = SharesForm
    success_message = _("Saved.")

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.plan.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        only_leads_of(self.reader, self.plan.account)
        rows = [{"team": row.team_id, "share": row.share} for row in self.outline.shares]
        return {**super().get_form_kwargs(), "rows": rows}

    def write(self, form: SharesForm) -> AccountPlan:
        shares = [(row["team"], row["share"]) for row in form.typed]
        return services.plan_split(self.plan, actor=self.reader, version=form.cleaned_data["version"], shares=shares)


class PlanReviewNew(OnePlan, ServiceFormView):
    """What stands now, to be kept with the conclusion."""

    template_name = "plans/review_new.html"
    form_class = ReviewForm
    success_message = _("Reviewed. What stood is kept.")

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.plan.version}

    def write(self, form: ReviewForm) -> PlanReview:
        return services.review_hold(self.plan, actor=self.reader, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, outline=self.outline, today=clock.today())

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class PlanReviewPage(PageView):
    """One quarter as it stood."""

    template_name = "plans/review.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        rows = PlanReview.objects.select_related("plan__account", "by")
        review = self.visible(rows, pk=self.kwargs["pk"])
        return super().get_context_data(**kwargs, review=review, stood=stood(review))


class PlanList(ListView):
    """All plans that the reader sees, those to be reviewed first; and key accounts that have none this year."""

    template_name = "plans/plan_list.html"
    fragment = "plans/_plan_list.html"
    filterset_class = PlanFilter

    def rows(self) -> QuerySet[AccountPlan]:
        seen = AccountPlan.objects.visible_to(self.reader).filter(account__archived_at=None)
        rows = with_late(with_progress(seen), clock.today()).select_related("account__owner")
        return rows.order_by("review_on", "id")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        today = clock.today()
        unplanned = list(key_accounts_without(Account.objects.visible_to(self.reader), today.year)[: UNPLANNED + 1])
        return context | {
            "plans": [(plan, next_step_of(plan)) for plan in context["rows"]],
            "summary": summary_of(context["filter"].rows_or_400(), today),
            "unplanned": unplanned[:UNPLANNED],
            "more_unplanned": len(unplanned) > UNPLANNED,
            "today": today,
        }
