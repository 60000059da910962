"""The 4R check of one account, and of all of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import Account
from foundation.filters import only
from foundation.views import ListView, PageView
from rights.choices import Right
from rights.filters import VerdictFilter
from rights.models import RightsRule, Verdict
from rights.queries import rights_of, with_account, with_verdict


class FourRights(PageView):
    """Each right with what it was judged from, what is missing, and one way to mend it."""

    template_name = "rights/four_rights.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        only(self.request.GET)
        account = self.visible(with_verdict(Account.objects.all()).select_related("owner"), pk=self.kwargs["pk"])
        checks = rights_of(account)
        failing = sum(not check.holds for check in checks)
        rule = RightsRule.current()
        return super().get_context_data(**kwargs, account=account, checks=checks, failing=failing, rule=rule)


class FourRightsList(ListView):
    """Accounts that the reader sees, those of the best tiers of which most fails first."""

    template_name = "rights/four_rights_list.html"
    fragment = "rights/_four_rights_list.html"
    filterset_class = VerdictFilter

    def rows(self) -> QuerySet[Verdict]:
        return with_account(Verdict.objects.visible_to(self.reader))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = context["filter"].rows_or_400().order_by()
        counts = rows.aggregate(all=Count("pk"), failing=Count("pk", filter=Q(failing__gt=0)))
        return context | {"counts": counts, "rights": list(Right)}
