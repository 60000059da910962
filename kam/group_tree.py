"""The tree of a group: who stands below whom, what each brings with all below it, and moving a company."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Account
from accounts.queries.account import family
from accounts.services import account_update
from foundation.filters import only
from foundation.forms import VisibleForm
from foundation.views import PageView, PlaceFormView
from teams.models import Company

from .group import Together, head_of, with_figures

MOST: Final = 300
"""Companies that are drawn, the nearest to the top first; sums count all of them."""


@dataclass(frozen=True)
class Node:
    """A company with those directly below; `sums` of it and of all below it, at any depth."""

    account: Account
    below: list[Node] = field(default_factory=list)
    sums: list[Together] = field(default_factory=list)

    @property
    def together(self) -> Together:
        return self.sums[0]


@dataclass(frozen=True)
class Tree:
    """`left_out` members are counted and not drawn."""

    top: Node
    left_out: int


def tree_of(head: Account, seen: QuerySet[Account], user: Any) -> Tree:
    """`head` and everything below it among `seen`; as many queries for many members as for few, one a level."""
    members = with_figures(seen.filter(pk__in=family(head, seen)), user).order_by("sort_key", "id")
    nodes = {account.pk: Node(account) for account in members.select_related("owner")}
    children: dict[int, list[Node]] = defaultdict(list)
    for node in nodes.values():
        if node.account.pk != head.pk:
            children[node.account.parent_id or 0].append(node)
    in_order = [nodes[head.pk]]
    for node in in_order:  # grows while it is walked: level by level
        node.below.extend(children[node.account.pk])
        in_order.extend(node.below)
    for node in reversed(in_order):
        node.sums.append(_sum(node))
    drawn = {node.account.pk for node in in_order[:MOST]}
    for node in in_order:
        node.below[:] = [each for each in node.below if each.account.pk in drawn]
    return Tree(in_order[0], max(0, len(in_order) - MOST))


def _sum(node: Node) -> Together:
    own: Any = node.account
    none = Decimal(0)
    pipeline, wallet, ours = (each or none for each in (own.pipeline, own.wallet, own.ours))
    parts = [Together(1, own.net_profit, own.revenue, pipeline, own.visit_count, wallet, ours)]
    parts += [each.together for each in node.below]
    return Together(
        sum(part.members for part in parts),
        _known(part.profit for part in parts),
        _known(part.revenue for part in parts),
        sum((part.pipeline for part in parts), none),
        sum(part.visits for part in parts),
        sum((part.wallet for part in parts), none),
        sum((part.ours for part in parts), none),
    )


def _known(amounts: Any) -> Decimal | None:
    """Nothing is known where no part is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None


def drawn(account: Account, user: Any) -> dict[str, Any]:
    """What the tree of the group of `account` is drawn from."""
    seen = Account.objects.visible_to(user)
    head = head_of(account, seen)
    return {
        "account": account,
        "head": head,
        "tree": tree_of(head, seen, user),
        "currency": Company.current().base_currency,
    }


class GroupTree(PageView):
    """Edited by dragging, by keys (org_chart.js), or by choosing the parent in the panel."""

    template_name = "kam/group_tree.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        account = self.visible(Account.objects, pk=self.kwargs["pk"])
        return super().get_context_data(**kwargs, **drawn(account, self.reader))


class ParentForm(VisibleForm):
    """The company that another belongs to, or none."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    parent = forms.ModelChoiceField(Account.objects.none(), required=False, label=gettext_lazy("Parent company"))

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Account.objects.visible_to(self.user).filter(archived_at=None)
        self.fields["parent"].queryset = others.exclude(pk=account.pk)  # type: ignore[attr-defined]
        self.initial = {"version": account.version, "parent": account.parent_id}


class ParentChoose(PlaceFormView):
    """The company that another belongs to. `?of=` is the account whose group is on the page."""

    template_name = "kam/parent.html"
    panel_template = "kam/_parent.html"
    tree_template = "kam/_group_tree.html"
    form_class = ParentForm

    @cached_property
    def account(self) -> Account:
        return self.visible(Account.objects.select_related("parent"), pk=self.kwargs["pk"])

    @cached_property
    def shown(self) -> Account:
        """Whose group is on the page."""
        number = self.request.GET.get("of", "")
        only(self.request.GET, "of")
        is_number = number.isascii() and number.isdigit() and len(number) < 19
        return self.visible(Account.objects, pk=int(number)) if is_number else self.account

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "account": self.account}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        search_url = reverse("account_search")
        return super().get_context_data(**kwargs, account=self.account, shown=self.shown, search_url=search_url)

    def get_success_url(self) -> str:
        return reverse("group_tree", args=[self.shown.pk])

    def write(self, form: ParentForm) -> Account:
        self.account = account_update(self.account, actor=self.reader, **form.cleaned_data)
        return self.account

    def tree(self) -> dict[str, Any]:
        # Read anew: what was moved may be what is on the page.
        return drawn(self.visible(Account.objects, pk=self.shown.pk), self.reader)

    def told(self) -> str:
        parent = self.account.parent
        said = _("%(name)s belongs to %(parent)s now.") if parent else _("%(name)s stands on its own now.")
        return said % {"name": self.account, "parent": parent}
