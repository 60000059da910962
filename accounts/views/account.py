from __future__ import annotations

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.filters import AccountFilter
from accounts.forms import AccountEditForm, AccountForm, AssignForm
from accounts.models import Account, SavedView
from accounts.queries import account as queries
from accounts.queries.colleague import colleagues
from foundation import clock
from foundation.first_found import first_named
from foundation.views import ActionView, ListView, Page, ServiceFormView
from teams.models import Company
from teams.rules import only_leads_of


class AccountList(ListView):
    template_name = "accounts/account_list.html"
    fragment = "accounts/_account_list.html"
    filterset_class = AccountFilter

    @property
    def query(self) -> QueryDict:
        """Whoever is waited for longest comes first, until another order is chosen."""
        query = self.request.GET.copy()
        query.setdefault("ordering", "visit_due")
        return query

    def rows(self) -> QuerySet[Account]:
        return queries.for_list(Account.objects.visible_to(self.reader))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs, today=clock.today(), currency=Company.current().base_currency)
        return context if self.request.htmx else context | self._around()  # type: ignore[attr-defined]

    def _around(self) -> dict[str, Any]:
        """What stands around the list and is not swapped with it."""
        visible = Account.objects.visible_to(self.reader)
        views = list(SavedView.objects.visible_to(self.reader).filter(page="account_list"))
        here = services.kept_query(self.request.META.get("QUERY_STRING", ""))
        return {
            "industries": queries.industries(visible),
            "counts": queries.counts(self.reader, clock.today()),
            "views": views,
            "own_query": f"owner={self.reader.pk}",
            "saved": next((view for view in views if view.query == here), None),
        }


class AccountSearch(Page):
    """`?q=` → the accounts that match, as options for a picker."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Account.objects.visible_to(self.reader).filter(archived_at=None)
        found = first_named(rows, request.GET.get("q", "")[:100], 12)
        return render(request, "accounts/_options.html", {"accounts": found})


class Colleagues(Page):
    """`?q=` → who sees the account and may be named in a text about it, found by name, pinyin or initials."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        account = self.visible(Account.objects, pk=pk)
        found = colleagues(account, self.reader, request.GET.get("q", "")[:100])
        return render(request, "accounts/_colleague_options.html", {"colleagues": found})


class AccountNew(ServiceFormView):
    template_name = "accounts/account_form.html"
    form_class = AccountForm
    success_message = _("Account created.")

    def get_initial(self) -> dict[str, Any]:
        return {"owner": self.reader, "team": self.reader.team}

    def write(self, form: AccountForm) -> Account:
        return services.account_create(actor=self.reader, **form.cleaned_data)

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())


class OneAccount(Page):
    @cached_property
    def account(self) -> Account:
        return self.visible(Account.objects.select_related("owner", "team"), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, account=self.account)  # type: ignore[misc]

    def get_success_url(self) -> str:
        return self.account.get_absolute_url()


class AccountEdit(OneAccount, ServiceFormView):
    template_name = "accounts/account_form.html"
    form_class = AccountEditForm
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.account}

    def write(self, form: AccountEditForm) -> Account:
        version = form.cleaned_data["version"]
        return services.account_update(self.account, actor=self.reader, version=version, **form.changes)


class AccountAssign(OneAccount, ServiceFormView):
    """Who owns it, which team, shared with whom."""

    template_name = "accounts/account_assign.html"
    form_class = AssignForm
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        account = self.account  # out of sight is missing, before anybody is told that he may not
        only_leads_of(self.reader, account)
        return {**super().get_form_kwargs(), "instance": account}

    def write(self, form: AssignForm) -> Account:
        return services.account_assign(self.account, actor=self.reader, **form.cleaned_data)


class AccountArchive(OneAccount, ActionView):
    """Archives the account; with `restore` in the form, takes it back."""

    def act(self) -> Account:
        restore = "restore" in self.request.POST
        service = services.account_unarchive if restore else services.account_archive
        self.success_message = _("Account restored.") if restore else _("Account archived.")
        return service(self.account, actor=self.reader, version=self.version())

    def next_url(self) -> str:
        return self.account.get_absolute_url()
