"""Reviewing opportunities: the week's deals, the sixteen questions about one of them, what came of it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import clock
from foundation.filters import only
from foundation.paging import list_page
from foundation.ui.lists import address
from foundation.views import ActionView, PageView, ServiceFormView
from pipeline import queries, services
from pipeline.filters import WeekFilter
from pipeline.forms import ReviewForm
from pipeline.models import Opportunity, OpportunityReview, ReviewAction, ReviewRule
from pipeline.rules import FULL_SCORE
from teams.models import Company

from .opportunity import OneOpportunity

_WALK = ("week", "skip", "page")
"""What says where the walk through the week stands; it narrows nothing."""


def _week(request: HttpRequest) -> tuple[WeekFilter, QuerySet[Opportunity]]:
    """The week's deals as the address narrows them."""
    query: QueryDict = request.GET.copy()
    for name in _WALK:
        query.pop(name, None)
    seen = Opportunity.objects.visible_to(request.user).live()
    week = queries.week(seen, ReviewRule.objects.get(), clock.today())
    filterset = WeekFilter(query, queryset=week, request=request)
    return filterset, filterset.rows_or_400()


class ReviewWeek(PageView):
    """The deals that belong to this week's review, the largest first; from here it goes on key by key."""

    template_name = "pipeline/review_week.html"
    fragment = "pipeline/_review_week.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filterset, rows = _week(self.request)
        page = list_page(rows.select_related("account", "stage", "owner"), self.request.GET.get("page"))
        return super().get_context_data(
            **kwargs,
            filter=filterset,
            page=page,
            rows=page.rows,
            counts=queries.week_counts(rows),
            next=next((row for row in page.rows if not row.is_done), None),
            query=address(filterset.data, reviewed=None).removeprefix("?"),
            full=FULL_SCORE,
            today=clock.today(),
        )


class ReviewNew(OneOpportunity, ServiceFormView):
    """The sixteen questions about one opportunity. With `?week=1` it goes on to the next of the week's deals."""

    template_name = "pipeline/review_form.html"
    form_class = ReviewForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "skip" in request.GET:
            _filter, rows = _week(request)
            return HttpResponseRedirect(self._next_url(queries.after(rows, self.opportunity)))
        return super().get(request, *args, **kwargs)

    @cached_property
    def reviewed(self) -> queries.Reviewed:
        return queries.reviewed(self.opportunity)

    def get_form_kwargs(self) -> dict[str, Any]:
        row, questions = self.opportunity, queries.present_questions()
        last = self.reviewed.last
        answers = queries.answers_of(last) if last and last.set_id == questions.pk else []
        return {
            **super().get_form_kwargs(),
            "questions": questions,
            "last": answers,
            "people": queries.who_may_act(row, self.reader),
        }

    def write(self, form: ReviewForm) -> OpportunityReview:
        questions = queries.question_set(form.cleaned_data["set_version"])
        return services.opportunity_review(
            self.opportunity,
            actor=self.reader,
            questions=questions,
            answers=form.answers,
            actions=form.actions,
            note=form.cleaned_data["note"],
        )

    def get_success_url(self) -> str:
        said = _("%(name)s: %(score)s of %(full)s.")
        score = {"name": self.opportunity.name, "score": self.object.score, "full": FULL_SCORE}
        messages.success(self.request, said % score)
        if "week" not in self.request.GET:
            return self.opportunity.get_absolute_url()
        _filter, rows = _week(self.request)
        return self._next_url(queries.after(rows, self.opportunity))

    def _next_url(self, pk: int | None) -> str:
        query = self.request.GET.copy()
        query.pop("skip", None)
        if pk is not None:
            return f"{reverse('opportunity_review', args=[pk])}?{query.urlencode()}"
        query.pop("week", None)
        return f"{reverse('review_week')}?{query.urlencode()}".rstrip("?")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(
            **kwargs,
            reviewed=self.reviewed,
            actions=queries.actions_of(self.opportunity).filter(done_at=None),
            currency=Company.current().base_currency,
            today=clock.today(),
        )
        if "week" in self.request.GET:
            filterset, rows = _week(self.request)
            context |= {"counts": queries.week_counts(rows), "query": filterset.data.urlencode()}
        return context


class ReviewDetail(PageView):
    """One review as it was answered then."""

    template_name = "pipeline/review_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        rows = OpportunityReview.objects.select_related("opportunity__account", "by", "set")
        review: OpportunityReview = self.visible(rows, pk=self.kwargs["pk"])
        reviewed = queries.reviewed(review.opportunity)
        return super().get_context_data(
            **kwargs,
            review=review,
            opportunity=review.opportunity,
            groups=queries.by_group(review, queries.answers_of(review)),
            actions=review.actions.select_related("owner", "question"),
            reviewed=reviewed,
            full=FULL_SCORE,
            today=clock.today(),
        )


class ReviewActionDone(ActionView):
    """Ticks an action off; with `reopen` in the form, takes the tick back. Then back to the page it was done on."""

    @cached_property
    def action(self) -> ReviewAction:
        return self.visible(ReviewAction.objects.select_related("opportunity"), pk=self.kwargs["pk"])

    def act(self) -> ReviewAction:
        reopen = "reopen" in self.request.POST
        self.success_message = _("The action is open again.") if reopen else _("Action done.")
        return services.review_action_done(self.action, actor=self.reader, done=not reopen)

    def next_url(self) -> str:
        typed = self.request.POST.get("next", "")
        is_ours = typed.startswith("/") and url_has_allowed_host_and_scheme(typed, {self.request.get_host()})
        return typed if is_ours else self.action.opportunity.get_absolute_url()


class ReviewPick(OneOpportunity, ActionView):
    """Into this week's review; with `out` in the form, out of it again."""

    success_message = gettext_lazy("Noted for the week's review.")

    def act(self) -> Opportunity:
        return services.review_pick(self.opportunity, actor=self.reader, picked="out" not in self.request.POST)

    def next_url(self) -> str:
        return self.opportunity.get_absolute_url()
