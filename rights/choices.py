"""The 4R check (domain §5): the right plan, frequency, information sharing and manager, for the right customer."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Right(models.TextChoices):
    """What is judged of each account: the customer, and the four that are due to the right one. Also the names of the
    columns of a verdict, in the order of their bits."""

    CUSTOMER = "customer", pgettext_lazy("4R", "Right customer")
    PLAN = "plan", pgettext_lazy("4R", "Right plan")
    FREQUENCY = "frequency", pgettext_lazy("4R", "Right frequency")
    SHARING = "sharing", pgettext_lazy("4R", "Right information sharing")
    MANAGER = "manager", pgettext_lazy("4R", "Right manager")

    @property
    def bit(self) -> int:
        return 1 << list(Right).index(self)

    @property
    def short(self) -> object:
        return _SHORT[self.value]


_SHORT: Final = {
    "customer": pgettext_lazy("4R in short", "Customer"),
    "plan": pgettext_lazy("4R in short", "Plan"),
    "frequency": pgettext_lazy("4R in short", "Frequency"),
    "sharing": pgettext_lazy("4R in short", "Sharing"),
    "manager": pgettext_lazy("4R in short", "Manager"),
}
ANY, NONE = "any", "none"
FAILS: Final = [(ANY, _("any of them")), (NONE, pgettext_lazy("4R", "none of them")), *Right.choices]


class Lack(NamedTuple):
    """What is missing for a verdict, and the page that mends it: its number is the account's, or `?account` is asked
    for; `plan` in it is that of the account's plan; `#` names the field."""

    right: Right
    text: object
    mend: object
    page: str


LACKS: Final = {
    "unrated": Lack(
        Right.CUSTOMER, _("not rated, and no opportunity is open"), _("Open an opportunity"), "opportunity_new?account"
    ),
    "lead": Lack(
        Right.CUSTOMER, _("brings nothing, and is visited more than its cadence asks"), _("See why"), "tier_explain"
    ),
    "no_plan": Lack(Right.PLAN, _("no account plan for this year"), _("Write the plan"), "plan_new"),
    "no_objective": Lack(Right.PLAN, _("too few objectives in the plan"), _("Add an objective"), "objective_new:plan"),
    "late_action": Lack(Right.PLAN, _("actions of the plan are late"), _("Open the plan"), "plan_detail:plan"),
    "no_step": Lack(Right.PLAN, _("nothing is planned next"), _("Plan a visit"), "visit_plan?account"),
    "timing": Lack(Right.FREQUENCY, _("timing: a visit is overdue"), _("Plan a visit"), "visit_plan?account"),
    "short": Lack(
        Right.FREQUENCY, _("fewer visits in twelve months than the cadence asks"), _("Plan a visit"),
        "visit_plan?account",
    ),
    "depth": Lack(
        Right.FREQUENCY, _("depth: the decision-maker was not met lately"), _("See the org chart"), "org_chart"
    ),
    "breadth": Lack(Right.FREQUENCY, _("breadth: too few people were met"), _("See the org chart"), "org_chart"),
    "record": Lack(Right.SHARING, _("the record is incomplete or old"), _("Fill the gaps"), "completeness"),
    "expectation": Lack(
        Right.SHARING, _("nobody heard lately what they expect"), _("Write down an expectation"), "expectation_new"
    ),
    "satisfaction": Lack(
        Right.SHARING, _("nobody asked lately how content they are"), _("Ask them"), "survey_ask"
    ),
    "inactive": Lack(Right.MANAGER, _("the owner has left"), _("Choose another owner"), "account_edit#id_owner"),
    "not_met": Lack(
        Right.MANAGER, _("the owner has not met them lately"), _("Plan a visit"), "visit_plan?account"
    ),
    "wall": Lack(Right.MANAGER, _("the relationship wall is weak or unmarked"), _("Mark the wall"), "wall"),
}  # fmt: skip
"""By the word that the judging statement writes (sql/judge.sql)."""
