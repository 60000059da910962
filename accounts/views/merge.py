"""Possible duplicates, two accounts side by side, and a merge as it was done."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts import merging, services
from accounts.filters import LikePairFilter
from accounts.forms import MergeForm, MergeRuleForm, OtherForm
from accounts.models import Account, LikePair, Merge, MergeRule, TwoAccounts
from accounts.queries import duplicates as queries
from foundation.filters import only
from foundation.paging import tallies
from foundation.views import ActionView, ListView, Page, PageView, ServiceFormView
from teams.rules import only_leads_of
from teams.views.doors import ForLeads


class DuplicateList(ListView):
    """Which accounts look like one, among those the reader sees."""

    template_name = "accounts/duplicate_list.html"
    fragment = "accounts/_duplicate_list.html"
    filterset_class = LikePairFilter

    def rows(self) -> QuerySet[LikePair]:
        return queries.pairs(LikePair.objects.visible_to(self.reader))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for row in context["rows"]:
            row.words = queries.words(row.reasons)
            row.may_merge = all(self.reader.leads_for(account) for account in (row.first, row.second))
        return context | tallies(total=self.rows().order_by())


class AccountSimilar(Page):
    """`?name=…&phone=…` → a hint: accounts like the one that is being typed."""

    typed = ("name", "external_id", "phone", "website")

    def get(self, request: HttpRequest) -> HttpResponse:
        only(request.GET, *self.typed)
        typed = {name: str(request.GET.get(name, ""))[:200] for name in self.typed}
        return render(request, "accounts/_similar.html", {"likes": queries.like(self.reader, None, **typed)[:5]})


class _OfTwo(Page):
    """`account` stays; who does not lead it is told so, who does not see it finds nothing."""

    @cached_property
    def account(self) -> Account:
        account = self.visible(Account.objects.select_related("owner", "team", "parent"), pk=self.kwargs["pk"])
        only_leads_of(self.reader, account)
        return account

    @cached_property
    def other(self) -> Account:
        """The one that is merged into it."""
        rows = Account.objects.select_related("owner", "team", "parent")
        other = self.visible(rows, pk=self.kwargs["other"])
        if other.pk == self.account.pk:
            raise BadRequest("an account is not merged with itself")
        only_leads_of(self.reader, other)
        return other


class MergeChoose(_OfTwo, ServiceFormView):
    """Which account is the same as this one."""

    template_name = "accounts/merge_choose.html"
    form_class = OtherForm

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        only_leads_of(self.reader, self.account)
        return super().get_form_kwargs()

    def write(self, form: OtherForm) -> Account:
        other: Account = form.cleaned_data["other"]
        services.may_be_one(self.account, other)
        return other

    def get_success_url(self) -> str:
        return reverse("account_merge", args=[self.account.pk, self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        likes = queries.like(self.reader, self.account)
        return super().get_context_data(**kwargs, account=self.account, likes=likes)


class AccountMerge(_OfTwo, ServiceFormView):
    """Both side by side: of each part one chooses whose value stays."""

    template_name = "accounts/account_merge.html"
    form_class = MergeForm
    success_message = _("Merged.")

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        return {**super().get_form_kwargs(), "survivor": self.account, "merged": self.other}

    def write(self, form: MergeForm) -> Merge:
        return services.account_merge(
            self.account, self.other, actor=self.reader, version=form.cleaned_data["version"],
            merged_version=form.cleaned_data["merged_version"], take=form.take,
        )  # fmt: skip

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        ours, theirs = queries.hanging_on(self.account), queries.hanging_on(self.other)
        kinds = [(merging.name_of(kind), ours.get(kind, 0), theirs.get(kind, 0)) for kind in {**ours, **theirs}]
        days = MergeRule.current().undo_days
        return super().get_context_data(**kwargs, account=self.account, other=self.other, kinds=kinds, days=days)


class ToldApart(ActionView):
    """These are two different accounts."""

    success_message = _("Kept: these are two accounts.")

    def act(self) -> TwoAccounts:
        one = self.visible(Account.objects, pk=self.kwargs["pk"])
        other = self.visible(Account.objects, pk=self.kwargs["other"])
        return services.two_accounts(one, other, actor=self.reader)

    def next_url(self) -> str:
        return reverse("duplicate_list")


class _OfMerge(Page):
    @cached_property
    def merge(self) -> Merge:
        rows = Merge.objects.select_related("survivor", "merged", "by", "undone_by")
        return self.visible(rows, pk=self.kwargs["pk"])


class MergeDetail(_OfMerge, PageView):
    """What came together, until when it can be undone, and what stayed aside."""

    template_name = "accounts/merge.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        merge = self.merge
        leads = all(self.reader.leads_for(account) for account in (merge.survivor, merge.merged))
        return super().get_context_data(
            **kwargs, merge=merge, brought=queries.brought_by(merge), may_undo=leads and merge.is_undoable()
        )


class MergeUndo(_OfMerge, ActionView):
    success_message = _("Undone: both accounts are back.")

    def act(self) -> Merge:
        return services.merge_undo(self.merge, actor=self.reader)

    def next_url(self) -> str:
        return self.merge.get_absolute_url()


class MergeRuleEdit(ForLeads, ServiceFormView):
    """For how long a merge can be undone."""

    template_name = "accounts/merge_rule.html"
    form_class = MergeRuleForm
    success_url = reverse_lazy("merge_rule")
    success_message = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        only(self.request.GET)
        return {**super().get_form_kwargs(), "instance": MergeRule.current()}

    def write(self, form: MergeRuleForm) -> MergeRule:
        return services.merge_rule_set(MergeRule.current(), actor=self.reader, **form.cleaned_data)
