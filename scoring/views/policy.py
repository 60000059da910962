"""The tier policy: its versions, a draft, what a draft would change."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from foundation.views import PageView, ServiceFormView
from scoring import queries, services
from scoring.choices import PolicyState
from scoring.forms import PolicyForm, ReasonForm
from scoring.models import TierDecision, TierPolicy
from teams.models import Company
from teams.views.doors import ForLeads


class PolicyList(ForLeads, PageView):
    """The version that counts, and all others: who made them, when and why."""

    template_name = "scoring/policies.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        policies = list(TierPolicy.objects.select_related("created_by", "activated_by"))
        active = next(policy for policy in policies if policy.state == PolicyState.ACTIVE)
        return super().get_context_data(**kwargs, policies=policies, active=active)


class PolicyNew(ForLeads, ServiceFormView):
    """A draft, starting from the active version or from `?from=<version>`."""

    template_name = "scoring/policy_new.html"
    form_class = PolicyForm

    @cached_property
    def start(self) -> TierPolicy:
        typed = self.request.GET.get("from", "")
        if not typed:
            return TierPolicy.objects.get(state=PolicyState.ACTIVE)
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 9):
            raise Http404
        return get_object_or_404(TierPolicy, version=int(typed))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "start": self.start}

    def write(self, form: PolicyForm) -> TierPolicy:
        return services.policy_draft(actor=self.reader, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("policy_activate", args=[self.object.version])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, start=self.start)


class PolicyActivate(ForLeads, ServiceFormView):
    """Who would move where under a draft; then, with a reason, it becomes the policy."""

    template_name = "scoring/policy_activate.html"
    form_class = ReasonForm
    success_url = reverse_lazy("policy_list")
    success_message = _("Active. The next nightly run judges by it.")

    @cached_property
    def policy(self) -> TierPolicy:
        return get_object_or_404(TierPolicy.objects.select_related("created_by"), version=self.kwargs["version"])

    def get_initial(self) -> dict[str, Any]:
        return {"reason": self.policy.reason}

    def write(self, form: ReasonForm) -> TierPolicy:
        return services.policy_activate(self.policy, actor=self.reader, reason=form.cleaned_data["reason"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        active = TierPolicy.objects.get(state=PolicyState.ACTIVE)
        night = None if self.policy == active else queries.standing_night()
        what_if = services.what_if(self.policy, night, TierDecision.objects.visible_to(self.reader)) if night else None
        return super().get_context_data(
            **kwargs,
            policy=self.policy,
            night=night,
            what_if=what_if,
            changes=queries.policy_changes(active, self.policy),
            currency=Company.current().base_currency,
        )
