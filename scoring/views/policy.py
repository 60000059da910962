"""The tier policy: its versions, a draft, what a draft would change."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.days import exact_day
from foundation.views import ActionView, PageView, ServiceFormView
from scoring import queries, services
from scoring.choices import PolicyState
from scoring.forms import ActivateForm, PolicyEditForm, PolicyForm
from scoring.models import TierPolicy
from scoring.views.what_if import OfPolicy, what_if_context
from teams.views.doors import ForLeads


class PolicyList(ForLeads, PageView):
    """The version that counts, and all others: who made them, when and why."""

    template_name = "scoring/policies.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        policies = list(TierPolicy.objects.select_related("created_by", "activated_by"))
        active = next(policy for policy in policies if policy.state == PolicyState.ACTIVE)
        waiting = next((policy for policy in policies if policy.state == PolicyState.SCHEDULED), None)
        return super().get_context_data(**kwargs, policies=policies, active=active, waiting=waiting)


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


class PolicyEdit(OfPolicy, ServiceFormView):
    """Another try at a draft."""

    template_name = "scoring/policy_new.html"
    form_class = PolicyEditForm

    def get(self, *args: Any, **kwargs: Any) -> Any:
        if self.policy.state != PolicyState.DRAFT:
            raise Http404
        return super().get(*args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "start": self.policy}

    def write(self, form: PolicyEditForm) -> TierPolicy:
        revision = form.cleaned_data["revision"]
        return services.policy_edit(self.policy, actor=self.reader, revision=revision, **form.changes)

    def get_success_url(self) -> str:
        return reverse("policy_activate", args=[self.policy.version])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, start=self.policy, draft=self.policy)


class PolicyActivate(OfPolicy, ServiceFormView):
    """A version: what differs from the one that counts, who would move; a draft is put in force here."""

    template_name = "scoring/policy_activate.html"
    form_class = ActivateForm
    success_url = reverse_lazy("policy_list")

    def get_initial(self) -> dict[str, Any]:
        return {"reason": self.policy.reason, "revision": self.policy.revision}

    def write(self, form: ActivateForm) -> TierPolicy:
        return services.policy_activate(self.policy, actor=self.reader, **form.cleaned_data)

    def done(self) -> HttpResponse:
        if self.object.state == PolicyState.SCHEDULED:
            said = gettext("Scheduled. It counts from the night of %(day)s on.") % {
                "day": exact_day(self.object.starts_on)
            }
        else:
            said = gettext("Active. The next nightly run judges by it.")
        messages.success(self.request, said)
        return super().done()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        active = TierPolicy.objects.get(state=PolicyState.ACTIVE)
        context = {} if self.policy == active else what_if_context(self.policy, self.reader)
        context |= {"changes": queries.policy_changes(active, self.policy), "in_the_way": services.version_in_the_way()}
        return super().get_context_data(**kwargs, policy=self.policy, active=active, **context)


class PolicyTakeBack(OfPolicy, ActionView):
    """What was to count from some day on is a draft again."""

    success_message = _("Taken back: it is a draft again.")

    def act(self) -> None:
        services.policy_take_back(self.policy, actor=self.reader)

    def next_url(self) -> str:
        return reverse("policy_activate", args=[self.policy.version])
