"""Win-back plans and their steps."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.views import ActionView, ServiceFormView
from losses import services
from losses.forms import ResultForm, StepForm, StepNewForm, WinBackForm, WinBackNewForm
from losses.models import Loss, WinBack, WinBackStep
from teams.models import Company


class _Part(ServiceFormView):
    """A form about something of a loss, which is the page that it goes back to."""

    template_name = "losses/part.html"
    success_message = gettext_lazy("Saved.")
    heading: Any
    label: Any
    loss: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, loss=self.loss, heading=self.heading, label=self.label)

    def get_success_url(self) -> str:
        return str(self.loss.get_absolute_url())


class WinBackNew(_Part):
    form_class = WinBackNewForm
    heading = gettext_lazy("Win them back")
    label = gettext_lazy("Save plan")
    success_message = gettext_lazy("Planned. Now the first step: who, and by when?")

    @cached_property
    def loss(self) -> Loss:
        return self.visible(Loss.objects.select_related("account", "reason"), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "loss": self.loss, "currency": Company.current().base_currency}

    def write(self, form: WinBackNewForm) -> WinBack:
        return services.win_back_plan(actor=self.reader, loss=self.loss, **form.cleaned_data)


class _OfPlan(_Part):
    @cached_property
    def plan(self) -> WinBack:
        return self.visible(WinBack.objects.select_related("loss__account__owner"), pk=self.kwargs["pk"])

    @property
    def loss(self) -> Loss:
        return self.plan.loss


class WinBackEdit(_OfPlan):
    form_class = WinBackForm
    heading = gettext_lazy("Win-back plan")
    label = gettext_lazy("Save plan")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.plan}

    def write(self, form: WinBackForm) -> WinBack:
        version = form.cleaned_data["version"]
        return services.win_back_update(self.plan, actor=self.reader, version=version, **form.changes)


class WinBackEnd(_OfPlan):
    form_class = ResultForm
    heading = gettext_lazy("Result of the win-back plan")
    label = gettext_lazy("Save result")

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.plan.version}

    def write(self, form: ResultForm) -> WinBack:
        return services.win_back_end(self.plan, actor=self.reader, **form.cleaned_data)


class StepNew(_OfPlan):
    form_class = StepNewForm
    heading = gettext_lazy("New step")
    label = gettext_lazy("Add step")
    success_message = gettext_lazy("Step added. It stands on its owner's day when it is due.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "win_back": self.plan}

    def write(self, form: StepNewForm) -> WinBackStep:
        return services.win_back_step_add(actor=self.reader, win_back=self.plan, **form.cleaned_data)


class StepEdit(_Part):
    form_class = StepForm
    heading = gettext_lazy("Step")
    label = gettext_lazy("Save step")

    @cached_property
    def row(self) -> WinBackStep:
        return self.visible(WinBackStep.objects.select_related("win_back__loss__account"), pk=self.kwargs["pk"])

    @property
    def loss(self) -> Loss:
        return self.row.win_back.loss

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.row}

    def write(self, form: StepForm) -> WinBackStep:
        version = form.cleaned_data["version"]
        return services.win_back_step_update(self.row, actor=self.reader, version=version, **form.changes)


class StepDone(ActionView):
    """Ticks it off; with `reopen` in the form, takes the tick back."""

    @cached_property
    def row(self) -> WinBackStep:
        return self.visible(WinBackStep.objects.select_related("win_back__loss__account"), pk=self.kwargs["pk"])

    def act(self) -> WinBackStep:
        reopen = "reopen" in self.request.POST
        self.success_message = _("The step is open again.") if reopen else _("Step done.")
        return services.win_back_step_done(self.row, actor=self.reader, done=not reopen)

    def next_url(self) -> str:
        return str(self.row.win_back.get_absolute_url())
