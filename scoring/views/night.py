"""The nightly runs: what was done, step by step, and a run by hand."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from foundation.views import PageView, ServiceFormView
from scoring import services
from scoring.forms import NightForm
from scoring.models import ScoringRun
from scoring.queries.failures import failure_words
from scoring.queries.nights import with_living
from scoring.queries.runs import progress, recent_runs, steps_of
from scoring.queries.shards import shards_of
from teams.models import Company
from teams.views.doors import ForLeads


class Night(ForLeads, PageView):
    """The runs, newest first; the steps of the one asked for (`?run=`), else of the newest."""

    template_name = "scoring/night.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = list(recent_runs())
        run = self._chosen(runs)
        return super().get_context_data(
            **kwargs,
            runs=runs,
            run=run,
            steps=steps_of(run) if run else [],
            shards=shards_of(run) if run else [],
            progress=progress(run) if run else None,
            failure=failure_words(run.error) if run else "",
            company=Company.current(),
            form=NightForm(user=self.reader),
        )

    def _chosen(self, runs: list[ScoringRun]) -> ScoringRun | None:
        typed = self.request.GET.get("run", "")
        latest = max(runs, key=lambda run: run.requested_at, default=None)
        return next((run for run in runs if str(run.pk) == typed), latest)


class NightStart(ForLeads, ServiceFormView):
    """Queues a night by hand."""

    http_method_names = ["post", "options"]
    template_name = "scoring/night.html"
    form_class = NightForm
    success_url = reverse_lazy("night")
    success_message = _("Queued. It starts as soon as a worker is free.")

    def write(self, form: NightForm) -> ScoringRun:
        return services.night_start(actor=self.reader, date=form.cleaned_data["date"])

    def get_success_url(self) -> str:
        return f"{self.success_url}?run={self.object.pk}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, runs=list(recent_runs()), company=Company.current())


class NightProgress(ForLeads, PageView):
    """How far a run is; asked for every second while it runs."""

    template_name = "scoring/_progress.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run = get_object_or_404(
            with_living(ScoringRun.objects.select_related("policy", "requested_by")), pk=self.kwargs["pk"]
        )
        return super().get_context_data(
            **kwargs,
            run=run,
            steps=steps_of(run),
            shards=shards_of(run),
            progress=progress(run),
            failure=failure_words(run.error),
            is_swap=True,
        )
