from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.forms.next_visits import NextVisitsForm
from accounts.models import Account, Visit
from accounts.queries import next_visits as queries
from foundation import clock
from foundation.filters import only
from foundation.views import ServiceFormView

A_DAY = 3
MOST_A_DAY = 8


class NextVisits(ServiceFormView):
    """The accounts whose cadence asks for a visit soon, each with a day; taken in one go. `?a_day=`: visits a day."""

    template_name = "accounts/next_visits.html"
    form_class = NextVisitsForm
    success_url = reverse_lazy("calendar")
    success_message = _("Visits planned.")

    @cached_property
    def a_day(self) -> int:
        only(self.request.GET, "a_day")
        typed = self.request.GET.get("a_day", str(A_DAY))
        if not (typed.isascii() and typed.isdigit() and len(typed) == 1 and 1 <= int(typed) <= MOST_A_DAY):
            raise BadRequest(f"a_day: 1 to {MOST_A_DAY}")
        return int(typed)

    @cached_property
    def waiting(self) -> list[Account]:
        """The first of them, and one more where there are more."""
        return list(queries.due_and_not_planned(self.reader, clock.today())[: queries.MOST + 1])

    def get_form_kwargs(self) -> dict[str, Any]:
        today = clock.today()
        accounts = self.waiting[: queries.MOST]
        dues = [account.visit_due_on for account in accounts]  # type: ignore[attr-defined]
        days = queries.proposed_days(dues, today, queries.taken_days(self.reader, today), self.a_day)
        return {**super().get_form_kwargs(), "proposals": list(zip(accounts, days, strict=True))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = len(self.waiting) > queries.MOST
        return super().get_context_data(**kwargs, a_day=self.a_day, choices=range(1, MOST_A_DAY + 1), has_more=more)

    def write(self, form: NextVisitsForm) -> list[Visit]:
        return services.visits_plan(actor=self.reader, plans=form.ticked())
