"""The rules of the funnel: stages, their probabilities and exit criteria."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from foundation import clock
from foundation.views import PageView, ServiceFormView
from pipeline import services
from pipeline.forms import ArrangeForm, FlagRuleForm, StageForm, StageNewForm, StageRemoveForm
from pipeline.models import FlagRule, Stage
from pipeline.queries import Watch
from pipeline.queries.stays import standing_in
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


class StageNew(ForLeads, ServiceFormView):
    template_name = "pipeline/stage_new.html"
    form_class = StageNewForm
    success_message = _("Added. Opportunities come into it by moving there.")
    success_url = reverse_lazy("stage_list")

    def write(self, form: StageNewForm) -> Stage:
        return services.stage_create(actor=self.reader, **form.cleaned_data)


class StageRemove(ForLeads, ServiceFormView):
    """Takes a stage out; asks where to with what stands in it."""

    template_name = "pipeline/stage_remove.html"
    form_class = StageRemoveForm
    success_url = reverse_lazy("stage_list")

    @cached_property
    def stage(self) -> Stage:
        found: Stage = self.visible(Stage.objects, key=self.kwargs["key"])
        return found

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.stage.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "stage": self.stage}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, stage=self.stage, standing=standing_in(self.stage))

    def write(self, form: StageRemoveForm) -> int:
        moved = services.stage_retire(self.stage, actor=self.reader, **form.cleaned_data)
        said = ngettext(
            "Taken out; %(n)d opportunity moved.", "Taken out; %(n)d opportunities moved.", moved
        )  # fmt: skip
        messages.success(self.request, said % {"n": moved})
        return moved


class StageArrange(ForLeads, ServiceFormView):
    """Another order of the stages, and the probabilities that belong to it."""

    template_name = "pipeline/stage_arrange.html"
    form_class = ArrangeForm
    success_message = _("Saved. The past is counted anew in a moment.")
    success_url = reverse_lazy("stage_list")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "stages": list(Stage.objects.order_by("position"))}

    def write(self, form: ArrangeForm) -> None:
        services.stages_arrange(actor=self.reader, places=form.places)


class FlagRuleEdit(ForLeads, ServiceFormView):
    """When an opportunity shows a red flag, beside how long is normal in each stage."""

    template_name = "pipeline/flag_rule.html"
    form_class = FlagRuleForm
    success_message = _("Saved. Every list follows.")
    success_url = reverse_lazy("rules")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": FlagRule.current()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, normals=Watch.of(clock.today()).normals.values())

    def write(self, form: FlagRuleForm) -> FlagRule:
        version = form.cleaned_data["version"]
        return services.flag_rule_update(FlagRule.current(), actor=self.reader, version=version, **form.changes)
