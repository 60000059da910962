from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from foundation.views import ActionView, ListView, Page, ServiceFormView
from teams import queries, services
from teams.filters import PersonFilter
from teams.forms import PersonEditForm, PersonForm
from teams.models import Team, User
from teams.views.doors import ForAdministrators


class PeopleList(ForAdministrators, ListView):
    """People, beside the tree of teams."""

    template_name = "teams/people_list.html"
    fragment = "teams/_people.html"
    filterset_class = PersonFilter

    def rows(self) -> QuerySet[User]:
        return queries.people(User.objects.visible_to(self.reader))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        branches = queries.branches(Team.objects.visible_to(self.reader))
        return super().get_context_data(**kwargs, branches=branches)


class PersonSearch(Page):
    """`?q=` → those of us that it finds, as options for a picker."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = queries.people_found(User.objects.visible_to(self.reader), request.GET.get("q", "")[:100])
        return render(request, "teams/_person_options.html", {"people": found})


class PersonNew(ForAdministrators, ServiceFormView):
    """A new person, then the link under which he chooses a password."""

    template_name = "teams/person_new.html"
    form_class = PersonForm
    success_url = reverse_lazy("people_list")

    def write(self, form: PersonForm) -> User:
        return services.person_create(actor=self.reader, **form.cleaned_data)

    def done(self) -> HttpResponse:
        return link_page(self.request, self.object) if self.object.signs_in else super().done()


class OnePerson(ForAdministrators):
    @cached_property
    def person(self) -> User:
        return self.visible(User.objects.select_related("team"), pk=self.kwargs["pk"])


class PersonEdit(OnePerson, ServiceFormView):
    template_name = "teams/person_edit.html"
    form_class = PersonEditForm
    success_url = reverse_lazy("people_list")
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.person}

    def write(self, form: PersonEditForm) -> User:
        version = form.cleaned_data["version"]
        return services.person_update(self.person, actor=self.reader, version=version, **form.changes)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, person=self.person)


class PersonLink(OnePerson, ActionView):
    """A new sign-in link, for somebody who forgot the password."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return link_page(request, self.person) if self.person.signs_in else super().post(request)

    def act(self) -> str:
        return services.sign_in_link(self.person, actor=self.reader)

    def next_url(self) -> str:
        return reverse("person_edit", args=[self.person.pk])


class PersonDeactivate(OnePerson, ActionView):
    success_message = _("Access has ended. What this person owns stays until you assign it anew.")

    def act(self) -> User:
        return services.person_deactivate(self.person, actor=self.reader, version=self.version())

    def next_url(self) -> str:
        return reverse("person_edit", args=[self.person.pk])


class PersonReactivate(PersonDeactivate):
    success_message = _("Welcome back: now make a sign-in link.")

    def act(self) -> User:
        return services.person_reactivate(self.person, actor=self.reader, version=self.version())


def link_page(request: HttpRequest, person: User) -> HttpResponse:
    """Makes a sign-in link; it stands in this answer and nowhere else."""
    reader: Any = request.user
    link = request.build_absolute_uri(services.sign_in_link(person, actor=reader))
    page = render(request, "teams/sign_in_link.html", {"person": person, "link": link}, status=201)
    page.headers["Cache-Control"] = "no-store"
    return page
