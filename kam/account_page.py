"""The account page: who they are, what they are worth, what happened and what comes next, from all rooms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Account, Visit
from accounts.queries.account import with_visible_parent, with_visit_due
from accounts.queries.contact import people_of, uncovered_roles
from accounts.queries.duplicates import like, with_merges
from accounts.queries.next_visits import next_day
from accounts.queries.visit import newest_and_open
from care.queries import open_complaints_of, with_open_complaints
from dossier.queries import (
    contracts_of,
    expectations_of,
    needs_of,
    with_contracts,
    with_expectations,
    with_needs,
)
from foundation import clock
from foundation.compiled import bring
from foundation.ui.shell import route
from foundation.ui.values import money_text
from foundation.views import PageView
from losses.queries import with_loss
from notices.queries import with_mentions
from pipeline.choices import MoveKind
from pipeline.models import Development, Move
from pipeline.queries import (
    development_of,
    failures_like,
    moves_of,
    open_worth,
    opportunities_of,
    with_development,
    with_open_worth,
)
from plans.queries import plan_of, with_plan
from relations.queries import standing_of, with_introducer, with_wall
from rights.queries import rights_of, with_verdict
from scoring.queries import (
    Stretch,
    bands_of,
    churn_of,
    fit_of,
    open_alerts,
    standing,
    tier_history,
    tier_months,
    with_standing_fit,
)
from surveys.queries import Told, surveys_told, with_surveys
from teams.models import Company
from wallet.queries import wallet_of, with_wallet

SHOWN = 20
"""Moments on a page of the timeline."""
MAX_PAGE = 50
DEALS = AHEAD = 10
"""Opportunities, promises and plans shown beside it."""
_TOLD = (
    *(with_wall, with_open_complaints, with_expectations, with_needs, with_wallet, with_development),
    *(with_merges, with_standing_fit, with_loss, with_mentions),
)
"""What rooms bring along, the same for every reader."""


@dataclass(frozen=True)
class Moment:
    """Something on the timeline: a visit (drawn by its own fragment), a move of an opportunity, a change of tier."""

    at: dt.datetime
    visit: Visit | None = None
    icon: str = ""
    title: str = ""
    url: str = ""
    who: str = ""
    text: str = ""
    meta: str = ""


@dataclass(frozen=True)
class Timeline:
    moments: list[Moment]
    older: int | None
    """The number of the next page, where there is one."""


class AccountPage(PageView):
    """One account. htmx asks for further pages of the timeline alone (`?timeline=2`)."""

    template_name = "kam/account.html"
    fragment = "kam/_timeline.html"

    @cached_property
    def account(self) -> Account:
        found = with_visit_due(Account.objects.visible_to(self.reader)).select_related("owner", "team", "completeness")
        seen = with_introducer(with_visible_parent(found, self.reader), self.reader)
        today = clock.today()
        rows = bring(
            with_verdict(seen),
            *((each,) for each in _TOLD),
            (with_contracts, today),
            (with_plan, today.year),
            (with_surveys, self.number * SHOWN + 1),
        )
        # In no order: planning one takes longer than reading the row.
        account: Account | None = next(iter(rows.order_by().filter(pk=self.kwargs["pk"])), None)
        if account is None:
            raise Http404
        return account

    @cached_property
    def number(self) -> int:
        typed = self.request.GET.get("timeline", "1")
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 2 and 1 <= int(typed) <= MAX_PAGE):
            raise BadRequest(f"timeline: a whole number from 1 to {MAX_PAGE}")
        return int(typed)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wanted = self.number * SHOWN + 1
        visits = list(newest_and_open(Visit.objects.filter(account=self.account), wanted))
        history = tier_history(self.account)
        context = {"account": self.account, "timeline": _timeline(self.account, visits, history, self.number)}
        if not self.request.htmx:  # type: ignore[attr-defined]
            context |= self._rest(visits) | {"tier_months": tier_months(history, clock.today())}
        return super().get_context_data(**kwargs, **context)

    def _rest(self, visits: list[Visit]) -> dict[str, Any]:
        """Everything on the page but the timeline."""
        account = self.account
        people = list(people_of(account))
        deals = list(with_open_worth(opportunities_of(account, self.reader))[: DEALS + 1])
        today = clock.today()
        planned = sorted((v for v in visits if v.state == "planned"), key=lambda visit: visit.starts_at)
        alerts = open_alerts(account)
        steps = sorted((v for v in visits if v.has_open_step), key=lambda visit: visit.next_step_on or today)
        return {
            "people": people,
            "uncovered": uncovered_roles(people),
            "wall": standing_of(account),
            "complaints": open_complaints_of(account),
            "satisfaction": surveys_told(account)[:1],
            "contracts": contracts_of(account),
            "expectations": expectations_of(account),
            "needs": needs_of(account),
            "wallet": wallet_of(account),
            "rights": rights_of(account),
            "currency": Company.current().base_currency,
            "plan": plan_of(account),
            "next_by_cadence": None if planned or account.is_archived else next_day(account.visit_due_on, today),  # type: ignore[attr-defined]
            "can_set_cadence": self.reader.leads_for(account) and not account.is_archived,
            "planned": planned[:AHEAD],
            "steps": steps[:AHEAD],
            "more_ahead": len(planned[AHEAD:]) + len(steps[AHEAD:]),
            "deals": deals[:DEALS],
            "more_deals": len(deals) > DEALS,
            "development": development_of(account),
            "alerts": alerts,
            "failures": self._failures,
            "tier": standing(account, self.reader) if account.scored_at else None,
            "churn": churn_of(account, fit_of(account), bands_of(account), alerts),
            "open_deals": open_worth(deals),
            "likes": [] if account.is_archived else like(self.reader, account)[:3],
            "today": today,
        }

    @property
    def _failures(self) -> list[Development]:
        """Lessons of others are for winning an account; one with a tier is won."""
        account: Any = self.account
        if account.tier or not account.has_failures:
            return []
        return failures_like(account, Development.objects.visible_to(self.reader))


def _timeline(account: Account, visits: list[Visit], history: list[Stretch], number: int) -> Timeline:
    """Page `number` of everything that happened, newest first. Reads so many of each kind as could fill the pages
    up to this one, so that rows of the same moment are neither lost nor shown twice at a page's edge."""
    wanted = number * SHOWN + 1
    logged = [visit for visit in visits if visit.state == "logged"]
    logged.sort(key=lambda visit: (visit.starts_at, visit.pk), reverse=True)
    moments = [Moment(visit.starts_at, visit) for visit in logged[:wanted]]
    moments += [_moved(move) for move in moves_of(account)[:wanted]]
    moments += [_answered(told) for told in surveys_told(account)]
    moments += [_rated(stretch, account) for stretch in history if stretch.tier]
    moments.sort(key=lambda moment: moment.at, reverse=True)
    has_older = len(moments) > number * SHOWN and number < MAX_PAGE
    return Timeline(moments[(number - 1) * SHOWN : number * SHOWN], number + 1 if has_older else None)


def _moved(move: Any) -> Moment:
    icons = {MoveKind.WON: "trophy", MoveKind.LOST: "circle-x", MoveKind.OPENED: "circle-plus"}
    return Moment(
        at=move.at,
        icon=icons.get(MoveKind(move.kind), "kanban"),
        title=move.opportunity.name,
        url=route("opportunity_detail", move.opportunity_id),
        who=move.by_name or "",
        text=move.note,
        meta=_move_in_words(move),
    )


def _answered(told: Told) -> Moment:
    said = {"gap": f"{told.gap:+.1f}".replace("-", "−")}
    below = _("Below expectation (%(gap)s)") if told.is_below else _("Expectation met (%(gap)s)")
    return Moment(
        at=told.at,
        icon="smile",
        title=_("Asked how content they are"),
        url=route("survey_detail", told.id),
        who=told.contact,
        text=told.comment,
        meta=_what_first(below % said, told.worst),
    )


def _what_first(said: str, worst: str) -> str:
    return f"{said} · {worst}" if worst else said


def _move_in_words(move: Any) -> str:
    amount = money_text(move.amount_after, move.currency)
    match MoveKind(move.kind):
        case MoveKind.STAGE:
            return f"{move.from_name} → {move.to_name}"
        case MoveKind.HANDED:
            return _what(move, f"{move.from_owner_name} → {move.owner_name}")
        case MoveKind.AMOUNT:
            return _what(move, amount)
        case MoveKind.WON | MoveKind.LOST if move.reason:
            said = {"amount": amount, "reason": move.get_reason_display()}
            return _what(move, pgettext("worth and reason", "%(amount)s, %(reason)s") % said)
    return _what(move, amount)


def _what(move: Move, more: str) -> str:
    return pgettext("a move and its figures", "%(what)s: %(more)s") % {"what": MoveKind(move.kind).label, "more": more}


def _rated(stretch: Stretch, account: Account) -> Moment:
    """A night rates the whole of its day, so the change stands at that day's end."""
    at = dt.datetime.combine(stretch.since, dt.time.max, timezone.get_current_timezone())
    tier = dict(Account._meta.get_field("tier").flatchoices)[stretch.tier]
    title = _("Rated %(tier)s") % {"tier": tier}
    return Moment(at=at, icon="gem", title=title, url=route("tier_explain", account.pk))
