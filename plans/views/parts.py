"""What a plan consists of: objectives, actions, keys."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.views import ActionView, ServiceFormView
from plans import services
from plans.forms import ActionForm, ActionNewForm, ObjectiveForm, ObjectiveNewForm
from plans.models import AccountPlan, KeyPoint, Objective, PlanAction


class _New(ServiceFormView):
    """Something that a plan gets."""

    template_name = "plans/part.html"
    heading: Any
    label: Any

    @cached_property
    def plan(self) -> AccountPlan:
        return self.visible(AccountPlan.objects.select_related("account__owner"), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "plan": self.plan}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, plan=self.plan, heading=self.heading, label=self.label)

    def get_success_url(self) -> str:
        return self.plan.get_absolute_url()


class ObjectiveNew(_New):
    form_class = ObjectiveNewForm
    heading = gettext_lazy("New objective")
    label = gettext_lazy("Add objective")
    success_message = gettext_lazy("Objective added.")

    def write(self, form: ObjectiveNewForm) -> Objective:
        return services.objective_add(actor=self.reader, plan=self.plan, **form.cleaned_data)


class ActionNew(_New):
    form_class = ActionNewForm
    heading = gettext_lazy("New action")
    label = gettext_lazy("Add action")
    success_message = gettext_lazy("Action added. It stands on its owner's day when it is due.")

    def write(self, form: ActionNewForm) -> PlanAction:
        return services.action_add(actor=self.reader, plan=self.plan, **form.cleaned_data)


class _Edit(ServiceFormView):
    """Something that a plan has."""

    template_name = "plans/part.html"
    success_message = gettext_lazy("Saved.")
    model: Any
    heading: Any
    label: Any

    @cached_property
    def row(self) -> Any:
        return self.visible(self.model.objects.select_related("plan__account"), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.row}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, plan=self.row.plan, heading=self.heading, label=self.label)

    def get_success_url(self) -> str:
        return str(self.row.plan.get_absolute_url())


class ObjectiveEdit(_Edit):
    model = Objective
    form_class = ObjectiveForm
    heading = gettext_lazy("Objective")
    label = gettext_lazy("Save objective")

    def write(self, form: ObjectiveForm) -> Objective:
        version = form.cleaned_data["version"]
        return services.objective_update(self.row, actor=self.reader, version=version, **form.changes)


class ActionEdit(_Edit):
    model = PlanAction
    form_class = ActionForm
    heading = gettext_lazy("Action")
    label = gettext_lazy("Save action")

    def write(self, form: ActionForm) -> PlanAction:
        version = form.cleaned_data["version"]
        return services.action_update(self.row, actor=self.reader, version=version, **form.changes)


class ActionDone(ActionView):
    """Ticks it off; with `reopen` in the form, takes the tick back."""

    @cached_property
    def row(self) -> PlanAction:
        return self.visible(PlanAction.objects.select_related("plan__account"), pk=self.kwargs["pk"])

    def act(self) -> PlanAction:
        reopen = "reopen" in self.request.POST
        self.success_message = _("The action is open again.") if reopen else _("Action done.")
        return services.action_done(self.row, actor=self.reader, done=not reopen)

    def next_url(self) -> str:
        return f"{self.row.plan.get_absolute_url()}#actions"


class KeyTick(ActionView):
    """Ticks a key; with `open` in the form, takes the tick back."""

    @cached_property
    def plan(self) -> AccountPlan:
        return self.visible(AccountPlan.objects.select_related("account"), pk=self.kwargs["pk"])

    def act(self) -> Any:
        key = get_object_or_404(KeyPoint, pk=self.kwargs["key_pk"])
        return services.key_check(self.plan, actor=self.reader, key=key, done="open" not in self.request.POST)

    def next_url(self) -> str:
        return f"{self.plan.get_absolute_url()}#eight-keys"
