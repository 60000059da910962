"""Performance reviews: whose are kept, and one of them in five steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import clock
from foundation.filters import only
from foundation.paging import list_page
from foundation.ui.values import money_text, percent
from foundation.views import ActionView, Page, PageView, ServiceFormView
from pipeline import services
from pipeline.forms import AgreedForm, NotesForm, PerformanceForm
from pipeline.models import AgreedAction, PerformanceReview
from pipeline.queries import performance as queries
from teams.models import Company
from teams.views.doors import ForLeads

STEPS = {
    "results": gettext_lazy("Results against quota"),
    "funnel": gettext_lazy("Funnel"),
    "activity": gettext_lazy("Activity"),
    "gaps": gettext_lazy("Gaps"),
}


@dataclass(frozen=True)
class Figure:
    """A figure now and in the review before, in words, with the list of its rows."""

    label: Any
    now: str
    before: str
    url: str


class PerformanceList(PageView):
    """The reader's own reviews and those of people whom he leads, the latest first."""

    template_name = "pipeline/performance_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET, "page")
        rows = PerformanceReview.objects.visible_to(self.reader).select_related("person", "closed_by")
        page = list_page(rows.order_by("-ends_on", "-id"), self.request.GET.get("page"))
        return super().get_context_data(**kwargs, page=page, rows=page.rows)


class PerformanceNew(ForLeads, ServiceFormView):
    template_name = "pipeline/performance_new.html"
    form_class = PerformanceForm

    def write(self, form: PerformanceForm) -> PerformanceReview:
        return services.performance_start(actor=self.reader, **form.cleaned_data)

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())


class OnePerformanceReview(Page):
    @cached_property
    def review(self) -> PerformanceReview:
        rows = PerformanceReview.objects.select_related("person", "closed_by")
        return self.visible(rows, pk=self.kwargs["pk"])

    @cached_property
    def is_leading(self) -> bool:
        """Whether the reader writes this review: he leads the person, and it is open."""
        return not self.review.is_closed and services.may_lead(self.reader, self.review.person)

    def get_success_url(self) -> str:
        return self.review.get_absolute_url()


class PerformanceDetail(OnePerformanceReview, ServiceFormView):
    """Five steps: figures and notes of four, then what is agreed. Who leads the person writes; the person reads."""

    template_name = "pipeline/performance.html"
    form_class = NotesForm
    success_message = gettext_lazy("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.review}

    def write(self, form: NotesForm) -> PerformanceReview:
        version = form.cleaned_data["version"]
        return services.performance_note(self.review, actor=self.reader, version=version, **form.changes)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review, before = self.review, queries.review_before(self.review)
        told = review.figures or queries.figures(self.reader, review.person, review.starts_on, review.ends_on)
        form = kwargs.pop("form", None) or self.get_form()
        doors = queries.doors(review)
        both = [row.pk for row in (review, before) if row]
        agreed = list(AgreedAction.objects.visible_to(self.reader).filter(review__in=both).select_related("owner"))
        return super().get_context_data(
            **kwargs,
            form=form,
            review=review,
            before=before,
            steps=[
                (title, _figures(key, told, before.figures if before else {}, doors), form[key], getattr(review, key))
                for key, title in STEPS.items()
            ],
            actions=[action for action in agreed if action.review_id == review.pk],
            earlier=[action for action in agreed if action.review_id != review.pk],
            agreed=AgreedForm(review=review, user=self.reader) if self.is_leading else None,
            is_leading=self.is_leading,
            as_of=told["as_of"],
            today=clock.today(),
        )


class PerformanceAgree(OnePerformanceReview, ServiceFormView):
    """Adds an agreed action."""

    template_name = "pipeline/performance_agree.html"
    form_class = AgreedForm
    success_message = gettext_lazy("Agreed.")

    def get_form_kwargs(self) -> dict[str, Any]:
        review = self.review
        if not services.may_lead(self.reader, review.person):
            raise PermissionDenied(_("Only who leads this person may do this."))
        return {**super().get_form_kwargs(), "review": review}

    def write(self, form: AgreedForm) -> AgreedAction:
        return services.performance_agree(self.review, actor=self.reader, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, review=self.review)


class PerformanceClose(OnePerformanceReview, ActionView):
    success_message = gettext_lazy("Closed. The figures stay as they are now.")

    def act(self) -> PerformanceReview:
        return services.performance_close(self.review, actor=self.reader, version=self.version())

    def next_url(self) -> str:
        return self.review.get_absolute_url()


class AgreedActionDone(ActionView):
    """Ticks it off; with `reopen` in the form, takes the tick back."""

    @cached_property
    def action(self) -> AgreedAction:
        return self.visible(AgreedAction.objects.select_related("review"), pk=self.kwargs["pk"])

    def act(self) -> AgreedAction:
        reopen = "reopen" in self.request.POST
        self.success_message = _("The action is open again.") if reopen else _("Action done.")
        return services.agreed_action_done(self.action, actor=self.reader, done=not reopen)

    def next_url(self) -> str:
        return self.action.review.get_absolute_url()


def _figures(step: str, now: Mapping[str, Any], before: Mapping[str, Any], doors: Mapping[str, str]) -> list[Figure]:
    return [
        Figure(
            measure.label,
            _in_words(measure.kind, now.get(measure.key)),
            _in_words(measure.kind, before.get(measure.key)) if before else "",
            _address(doors[measure.key]),
        )
        for measure in queries.MEASURES
        if measure.step == step
    ]


def _address(door: str) -> str:
    name, _mark, query = door.partition("?")
    return f"{reverse(name)}?{query}"


def _in_words(kind: str, value: Any) -> str:
    if value is None:
        return "—"
    match kind:
        case queries.MONEY:
            return money_text(Decimal(value), Company.current().base_currency)
        case queries.SHARE:
            return percent(Decimal(value))
    return f"{value:,}"
