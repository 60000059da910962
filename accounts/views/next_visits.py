from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.forms.next_visits import NextVisitsForm
from accounts.models import Visit
from accounts.queries import next_visits as queries
from foundation import clock
from foundation.filters import only
from foundation.views import ServiceFormView

OWN, TEAM = "own", "team"


class NextVisits(ServiceFormView):
    """The accounts whose cadence asks for a visit soon, each with a day; taken in one go. `?a_day=`: visits a day;
    `?weeks=`: how far ahead; `?who=team`: those of everybody the reader leads, planned for their owners."""

    template_name = "accounts/next_visits.html"
    form_class = NextVisitsForm
    success_url = reverse_lazy("calendar")
    success_message = _("Visits planned.")

    @cached_property
    def wish(self) -> queries.Wish:
        only(self.request.GET, "a_day", "weeks", "who")
        who = self.request.GET.get("who", OWN)
        if who not in {OWN, TEAM}:
            raise BadRequest("who: own or team")
        return queries.Wish(
            a_day=self._number("a_day", queries.A_DAY, queries.MOST_A_DAY),
            weeks=self._number("weeks", queries.WEEKS, queries.MOST_WEEKS),
            team=who == TEAM and self.reader.leads,
        )

    def _number(self, name: str, usual: int, most: int) -> int:
        typed = self.request.GET.get(name, str(usual))
        if not (typed.isascii() and typed.isdigit() and len(typed) == 1 and 1 <= int(typed) <= most):
            raise BadRequest(f"{name}: 1 to {most}")
        return int(typed)

    @cached_property
    def proposed(self) -> tuple[list[queries.Proposal], bool]:
        return queries.proposals(self.reader, clock.today(), self.wish)

    def get_form_kwargs(self) -> dict[str, Any]:
        pairs = [(proposal.account, proposal.on) for proposal in self.proposed[0]]
        return {**super().get_form_kwargs(), "proposals": pairs}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            wish=self.wish,
            who=TEAM if self.wish.team else OWN,
            choices=range(1, queries.MOST_A_DAY + 1),
            week_choices=(1, 2, 4, 6, 8),
            has_more=self.proposed[1],
        )

    def write(self, form: NextVisitsForm) -> list[Visit]:
        return services.visits_plan(actor=self.reader, plans=form.ticked())
