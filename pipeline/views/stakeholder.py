"""Who has a say in a deal: the map, and the forms of one stakeholder."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.choices import Influence, Stance
from foundation.views import ActionView, PageView, ServiceFormView
from pipeline import services
from pipeline.forms import StakeholderEditForm, StakeholderForm
from pipeline.models import Stakeholder
from pipeline.queries.record import lacks

from .opportunity import OneOpportunity


class OfStakeholders(OneOpportunity):
    def get_success_url(self) -> str:
        return reverse("stakeholder_map", args=[self.opportunity.pk])


class StakeholderMap(OfStakeholders, PageView):
    """Influence against stance, with what is missing; the table behind it says the rest."""

    template_name = "pipeline/stakeholder_map.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = list(self.opportunity.stakeholders.select_related("contact", "holder"))
        known = [
            {
                "name": str(each.contact),
                "roles": each.roles,
                "stance": each.stance,
                "is_held": each.holder_id is not None,
            }
            for each in people
        ]
        rows = [
            (influence.label, [_at(people, influence, stance) for stance in Stance])
            for influence in reversed(list(Influence))
        ]
        return super().get_context_data(
            **kwargs, people=people, lacks=lacks(known), map=rows, stances=[stance.label for stance in Stance]
        )


class StakeholderNew(OfStakeholders, ServiceFormView):
    template_name = "pipeline/stakeholder_form.html"
    form_class = StakeholderForm
    success_message = _("Noted.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "opportunity": self.opportunity}

    def write(self, form: StakeholderForm) -> Stakeholder:
        return services.stakeholder_create(actor=self.reader, opportunity=self.opportunity, **form.cleaned_data)


class OneStakeholder(OfStakeholders):
    @cached_property
    def stakeholder(self) -> Stakeholder:
        rows = Stakeholder.objects.filter(opportunity=self.opportunity).select_related("contact", "opportunity")
        found: Stakeholder = self.visible(rows, pk=self.kwargs["stakeholder_pk"])
        return found


class StakeholderEdit(OneStakeholder, ServiceFormView):
    template_name = "pipeline/stakeholder_form.html"
    form_class = StakeholderEditForm
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.stakeholder}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, stakeholder=self.stakeholder)

    def write(self, form: StakeholderEditForm) -> Stakeholder:
        version = form.cleaned_data["version"]
        return services.stakeholder_update(self.stakeholder, actor=self.reader, version=version, **form.changes)


class StakeholderRemove(OneStakeholder, ActionView):
    success_message = _("Taken off. The contact stays.")

    def act(self) -> None:
        services.stakeholder_remove(self.stakeholder, actor=self.reader)

    def next_url(self) -> str:
        return self.get_success_url()


def _at(people: list[Stakeholder], influence: Influence, stance: Stance) -> list[Stakeholder]:
    return [each for each in people if (each.influence, each.stance) == (influence, stance)]
