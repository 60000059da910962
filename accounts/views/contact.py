from __future__ import annotations

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.choices import ContactRoleKind
from accounts.forms import ContactEditForm, ContactForm
from accounts.models import Account, Contact, Visit
from accounts.queries.contact import with_roles
from accounts.queries.visit import history
from foundation.views import ActionView, Page, PageView, ServiceFormView
from notices.queries import with_mentions

VISITS_SHOWN = 30


class OneContact(Page):
    @cached_property
    def contact(self) -> Contact:
        rows = Contact.objects.select_related("account", "reports_to")
        return self.visible(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, contact=self.contact, account=self.contact.account)  # type: ignore[misc]


class ContactDetail(OneContact, PageView):
    """A person: roles, superior and reports, how to be reached, visits."""

    template_name = "accounts/contact_detail.html"

    @cached_property
    def contact(self) -> Contact:
        rows = with_mentions(with_roles(Contact.objects.select_related("account", "account__owner", "reports_to")))
        return self.visible(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visits = list(history(Visit.objects.visible_to(self.reader).filter(contacts=self.contact))[: VISITS_SHOWN + 1])
        reports = Contact.objects.filter(reports_to=self.contact, archived_at=None)
        roles = [ContactRoleKind(role).label for role in self.contact.role_kinds]  # type: ignore[attr-defined]
        return super().get_context_data(
            **kwargs,
            visits=visits[:VISITS_SHOWN],
            has_more=len(visits) > VISITS_SHOWN,
            reports=reports,
            roles=roles,
        )


class ContactNew(ServiceFormView):
    """A new person at the account in the address; `?role=` says which uncovered role is to be filled."""

    template_name = "accounts/contact_form.html"
    form_class = ContactForm
    success_message = _("Contact created.")

    @cached_property
    def account(self) -> Account:
        return self.visible(Account.objects, pk=self.kwargs["account_pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"roles": self.request.GET.getlist("role")}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "account": self.account}

    def write(self, form: ContactForm) -> Contact:
        return services.contact_create(actor=self.reader, account=self.account, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, account=self.account)

    def get_success_url(self) -> str:
        return self.account.get_absolute_url()


class ContactEdit(OneContact, ServiceFormView):
    template_name = "accounts/contact_form.html"
    form_class = ContactEditForm
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.contact}

    def write(self, form: ContactEditForm) -> Contact:
        version = form.cleaned_data["version"]
        return services.contact_update(self.contact, actor=self.reader, version=version, **form.changes)

    def get_success_url(self) -> str:
        return self.contact.get_absolute_url()


class ContactArchive(OneContact, ActionView):
    """Archives the contact; with `restore` in the form, takes it back."""

    def act(self) -> Contact:
        restore = "restore" in self.request.POST
        service = services.contact_unarchive if restore else services.contact_archive
        self.success_message = _("Contact restored.") if restore else _("Contact archived.")
        return service(self.contact, actor=self.reader, version=self.version())

    def next_url(self) -> str:
        return self.contact.get_absolute_url()
