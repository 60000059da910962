"""A group of companies: its members in sight of the reader, and what they bring together."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.filters import AccountFilter
from accounts.models import Account, Visit
from accounts.queries.account import family, with_profit, with_visible_parent
from accounts.queries.visit import between
from accounts.services.loops import MAX_DEPTH
from foundation import clock
from foundation.views import ListView
from pipeline.choices import Status
from pipeline.models import Opportunity
from scoring.models import TierDecision
from teams.models import Company
from wallet.queries import with_standing as with_wallets

YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class Together:
    """What the members in sight bring together, in the base currency; those that are not rated are members, too."""

    members: int
    profit: Decimal | None
    revenue: Decimal | None
    pipeline: Decimal
    visits: int
    wallet: Decimal
    ours: Decimal

    @property
    def share(self) -> Decimal | None:
        """Ours of what those members spend whose wallet is estimated."""
        return self.ours / self.wallet if self.wallet else None


def head_of(account: Account, seen: QuerySet[Account]) -> Account:
    """The top of the group, as far up as the reader sees."""
    head = account
    for _level in range(MAX_DEPTH):
        above = seen.filter(pk=head.parent_id).first() if head.parent_id else None
        if above is None:
            break
        head = above
    return head


def with_figures(members: QuerySet[Account], user: Any) -> QuerySet[Account]:
    """Each with `net_profit` and `revenue` of the policy's window, its open `pipeline`, `visit_count` of a year,
    what is estimated of its `wallet` and what of that is `ours`."""
    standing = TierDecision.objects.filter(account=OuterRef("pk"), valid_until=None).values("revenue")[:1]
    deals = Opportunity.objects.visible_to(user).filter(account=OuterRef("pk"), status=Status.OPEN).order_by()
    made = between(Visit.objects.filter(account=OuterRef("pk"), state="logged"), clock.today() - YEAR).order_by()
    return with_wallets(with_profit(members)).annotate(
        revenue=Subquery(standing),
        pipeline=Subquery(deals.values("account").annotate(worth=Sum("amount_base")).values("worth")),
        visit_count=Coalesce(Subquery(made.values("account").annotate(n=Count("pk")).values("n")), 0),
    )


def together(members: QuerySet[Account]) -> Together:
    """Of members `with_figures`; one query."""
    found = members.order_by().aggregate(
        of=Count("pk"), profit=Sum("net_profit"), taken=Sum("revenue"), open=Sum("pipeline"), made=Sum("visit_count"),
        all=Sum("wallet"), of_us=Sum("ours"),
    )  # fmt: skip
    none = Decimal(0)
    return Together(
        found["of"], found["profit"], found["taken"], found["open"] or none, found["made"] or 0, found["all"] or none,
        found["of_us"] or none,
    )  # fmt: skip


class GroupPage(ListView):
    """Members by profit; whatever is out of the reader's sight is in no figure."""

    template_name = "kam/group.html"
    fragment = "kam/_group_list.html"
    filterset_class = AccountFilter

    @cached_property
    def account(self) -> Account:
        return self.visible(Account.objects, pk=self.kwargs["pk"])

    @cached_property
    def top(self) -> Account:
        return head_of(self.account, Account.objects.visible_to(self.reader))

    def rows(self) -> QuerySet[Account]:
        seen = Account.objects.visible_to(self.reader)
        members = seen.filter(pk__in=family(self.top, seen)).select_related("owner")
        found = with_visible_parent(with_figures(members, self.reader), self.reader)
        return found.order_by("-published_profit__amount", "id")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        sums = together(context["filter"].rows_or_400())
        currency = Company.current().base_currency
        return context | {"account": self.account, "head": self.top, "together": sums, "currency": currency}
