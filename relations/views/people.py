"""The people of an account: the org chart, the relationship map, and the forms about one person."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import Stance
from accounts.models import Contact
from accounts.services import contact_update
from accounts.views.of_account import OfAccount
from foundation.filters import only
from foundation.first_found import first_named
from foundation.views import ActionView, Page, PageView, PlaceFormView, ServiceFormView
from relations import services
from relations.forms import AcquaintanceForm, AssessmentForm, ProfileForm, ReferralForm, SuperiorForm
from relations.models import Acquaintance, Assessment, Profile, Referral
from relations.queries.people import chart, influence_by_stance, people_with_profile, reach_of, tops, with_known_by
from teams.visibility import of_team_q


class OrgChart(OfAccount, PageView):
    """Who reports to whom. Edited by dragging, by keys (org_chart.js), or by choosing the superior in the panel."""

    template_name = "relations/org_chart.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        nodes = chart(people_with_profile(self.account))
        return super().get_context_data(**kwargs, tops=tops(nodes), reach=reach_of(nodes))


class PeopleMap(OfAccount, PageView):
    """Role, influence and stance of everybody there, and who of us knows them how well."""

    template_name = "relations/people_map.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        nodes = chart(with_known_by(people_with_profile(self.account)))
        people = [node.contact for node in nodes]
        return super().get_context_data(
            **kwargs,
            nodes=nodes,
            reach=reach_of(nodes),
            map=influence_by_stance(people),
            stances=[stance.label for stance in Stance],
        )


class OfContact(Page):
    @cached_property
    def contact(self) -> Contact:
        return self.visible(Contact.objects.select_related("account", "reports_to"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, contact=self.contact, account=self.contact.account)  # type: ignore[misc]

    def get_success_url(self) -> str:
        return self.contact.get_absolute_url()


class SuperiorChoose(OfContact, PlaceFormView):
    """Whom a person reports to."""

    template_name = "relations/superior.html"
    panel_template = "relations/_superior.html"
    tree_template = "relations/_chart.html"
    form_class = SuperiorForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "contact": self.contact}

    def get_success_url(self) -> str:
        return reverse("org_chart", args=[self.contact.account_id])

    def write(self, form: SuperiorForm) -> Contact:
        self.contact = contact_update(self.contact, actor=self.reader, **form.cleaned_data)
        return self.contact

    def tree(self) -> dict[str, Any]:
        return {"tops": tops(chart(people_with_profile(self.contact.account)))}

    def told(self) -> str:
        superior = self.contact.reports_to
        said = _("%(name)s reports to %(superior)s now.") if superior else _("%(name)s stands at the top.")
        return said % {"name": self.contact, "superior": superior}


class ProfileEdit(OfContact, ServiceFormView):
    template_name = "relations/person_form.html"
    form_class = ProfileForm
    success_message = gettext_lazy("Saved.")
    extra_context = {"heading": gettext_lazy("Relation")}

    def get_form_kwargs(self) -> dict[str, Any]:
        row = Profile.objects.filter(contact=self.contact).first()
        return {**super().get_form_kwargs(), "row": row}

    def write(self, form: ProfileForm) -> Profile:
        return services.profile_set(actor=self.reader, contact=self.contact, **form.cleaned_data)


class AssessmentEdit(OfContact, ServiceFormView):
    """For the account's team alone; to everybody else it does not exist."""

    template_name = "relations/person_form.html"
    form_class = AssessmentForm
    success_message = gettext_lazy("Saved.")
    extra_context = {
        "heading": gettext_lazy("Personal assessment"),
        "lede": gettext_lazy("Seen by the account's team alone, and left out of exports unless asked for."),
    }

    @cached_property
    def contact(self) -> Contact:
        rows = Contact.objects.visible_to(self.reader).filter(of_team_q(self.reader, "account__"))
        found = rows.select_related("account").filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        row = Assessment.objects.filter(contact=self.contact).first()
        return {**super().get_form_kwargs(), "row": row}

    def write(self, form: AssessmentForm) -> Assessment:
        return services.assessment_set(actor=self.reader, contact=self.contact, **form.cleaned_data)


class AcquaintanceNew(OfContact, ServiceFormView):
    """One of us knows this person, and how well; `?person=` begins with what was said of that one."""

    template_name = "relations/person_form.html"
    form_class = AcquaintanceForm
    success_message = gettext_lazy("Noted.")
    extra_context = {"heading": gettext_lazy("Who of us knows them")}

    def get_form_kwargs(self) -> dict[str, Any]:
        typed = self.request.GET.get("person", "")
        known = Acquaintance.objects.filter(contact=self.contact).select_related("person")
        row = known.filter(person=typed).first() if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
        return {**super().get_form_kwargs(), "row": row, "contact": self.contact}

    def write(self, form: AcquaintanceForm) -> Acquaintance:
        return services.acquaintance_set(actor=self.reader, contact=self.contact, **form.cleaned_data)


class AcquaintanceRemove(ActionView):
    success_message = gettext_lazy("Removed.")

    @cached_property
    def row(self) -> Acquaintance:
        return self.visible(Acquaintance.objects.select_related("contact", "person"), pk=self.kwargs["pk"])

    def act(self) -> None:
        services.acquaintance_remove(self.row, actor=self.reader)

    def next_url(self) -> str:
        return self.row.contact.get_absolute_url()


class ReferralEdit(OfAccount, ServiceFormView):
    """Who brought us this account."""

    template_name = "relations/referral_form.html"
    form_class = ReferralForm
    success_message = gettext_lazy("Saved.")

    @cached_property
    def referral(self) -> Referral | None:
        rows = Referral.objects.visible_to(self.reader).filter(account=self.account)
        return rows.select_related("account", "introducer").first()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "referral": self.referral}

    def write(self, form: ReferralForm) -> Referral:
        told = dict(form.cleaned_data)
        version = told.pop("version")
        if self.referral is None:
            return services.referral_create(actor=self.reader, account=self.account, **told)
        return services.referral_update(self.referral, actor=self.reader, version=version, **told)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, referral=self.referral)

    def get_success_url(self) -> str:
        return self.account.get_absolute_url()


class ContactSearch(Page):
    """`?q=` → the people that match, at whatever account, as options for a picker."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Contact.objects.visible_to(self.reader).filter(archived_at=None).select_related("account")
        found = first_named(rows, request.GET.get("q", "")[:100], 12)
        return render(request, "relations/_contact_options.html", {"contacts": found})


class ReferralRemove(OfAccount, ActionView):
    success_message = gettext_lazy("Removed.")

    def act(self) -> None:
        rows = Referral.objects.visible_to(self.reader).select_related("introducer")
        services.referral_remove(self.visible(rows, account=self.account), actor=self.reader)

    def next_url(self) -> str:
        return self.account.get_absolute_url()
