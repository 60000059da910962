"""The rules of the funnel: stages, their probabilities and exit criteria."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.views import PageView, ServiceFormView
from pipeline import services
from pipeline.forms import StageForm
from pipeline.models import Stage
from teams.views.doors import ForLeads


class StageList(ForLeads, PageView):
    template_name = "pipeline/stage_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, stages=Stage.objects.prefetch_related("criteria"))


class StageEdit(ForLeads, ServiceFormView):
    template_name = "pipeline/stage_form.html"
    form_class = StageForm
    success_message = _("Saved. Every forecast counts with it from now on.")

    @cached_property
    def stage(self) -> Stage:
        return self.visible(Stage.objects, key=self.kwargs["key"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.stage}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, stage=self.stage)

    def write(self, form: StageForm) -> Stage:
        version, criteria = form.cleaned_data["version"], form.criteria
        return services.stage_update(self.stage, actor=self.reader, version=version, criteria=criteria, **form.columns)

    def get_success_url(self) -> str:
        return reverse("stage_list")
