"""Which version of the tier policy counts: one at any night, put in force at once or from the night of a day on."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.days import exact_day
from foundation.errors import RuleBroken, StaleEdit
from foundation.locks import wait_for_lock
from journal.services import record
from scoring.choices import PolicyState
from scoring.models import TierPolicy
from scoring.queries.nights import coming_day, company_now
from teams.models import Company, User
from teams.rules import only_leads

LONGEST = dt.timedelta(days=366)


@transaction.atomic
def policy_activate(
    policy: TierPolicy, *, actor: User | None, revision: int, reason: str, starts_on: dt.date | None = None
) -> TierPolicy:
    """Puts a draft in force that nobody has changed since `revision`: for the next run, or with `starts_on` from the
    night of that day on. The one before is retired at that moment. No actor: the command line.

    Forbidden for who does not lead; RuleBroken without a reason, for a version that is no draft, for a day that is past
    or over a year away, for a day while another version waits for its own, and at once while another would take over
    in the next run; StaleEdit if `revision` is old: who decided saw other values than those that would begin to count.
    """
    if actor is not None:
        only_leads(actor)
    reason = " ".join(reason.split())
    if not reason:
        raise RuleBroken(_("Say why, for those who will ask."), field="reason")
    wait_for_lock("scoring.policy")
    policy.refresh_from_db()
    if policy.state != PolicyState.DRAFT:
        raise RuleBroken(_("Only a draft can be activated. Draft a new version from this one."))
    if policy.revision != revision:
        raise StaleEdit(policy)
    policy.reason, policy.activated_by = reason, actor
    if starts_on is None:
        _check_at_once()
        return _begin(policy, reason=reason)
    _check_day(starts_on)
    policy.state, policy.starts_on = PolicyState.SCHEDULED, starts_on
    policy.save(update_fields=["state", "starts_on", "reason", "activated_by"])
    told = {"starts_on": starts_on.isoformat(), "reason": reason}
    record(actor=actor, verb="policy.scheduled", subject=policy, changes=told)
    return policy


@transaction.atomic
def policy_take_back(policy: TierPolicy, *, actor: User) -> TierPolicy:
    """A version that waits for its day is a draft again. Forbidden for who does not lead."""
    only_leads(actor)
    wait_for_lock("scoring.policy")
    policy.refresh_from_db()
    if policy.state != PolicyState.SCHEDULED:
        raise RuleBroken(_("Only a version that waits for its day can be taken back."))
    told = {"starts_on": [str(policy.starts_on), None]}
    policy.state, policy.starts_on, policy.activated_by = PolicyState.DRAFT, None, None
    policy.save(update_fields=["state", "starts_on", "activated_by"])
    record(actor=actor, verb="policy.taken_back", subject=policy, changes=told)
    return policy


def policy_of_night(date: dt.date, *, is_latest: bool) -> TierPolicy:
    """The version that judges the night of `date`; in the latest night one whose day has come begins to count.

    An older night that was never computed is judged by the version that counted on its day, one before all versions
    by the first.
    """
    if not is_latest:
        return _counted_on(date)
    # Only where one is due: the lock lasts as long as the night, and whoever drafts or edits would wait for that.
    if _due(date):
        wait_for_lock("scoring.policy")
        if due := _due(date):
            return _begin(due, reason=due.reason)
    return TierPolicy.objects.get(state=PolicyState.ACTIVE)


def policy_ahead(date: dt.date) -> TierPolicy:
    """The version that will judge the night of `date`, the latest: nothing begins to count by asking."""
    return _due(date) or TierPolicy.objects.get(state=PolicyState.ACTIVE)


def _due(date: dt.date) -> TierPolicy | None:
    return TierPolicy.objects.filter(state=PolicyState.SCHEDULED, starts_on__lte=date).first()


def _counted_on(date: dt.date) -> TierPolicy:
    zone = ZoneInfo(Company.current().timezone)
    over = dt.datetime.combine(date + dt.timedelta(days=1), dt.time(), zone)
    counted = TierPolicy.objects.filter(state__in=[PolicyState.ACTIVE, PolicyState.RETIRED])
    at_once = Q(starts_on__isnull=True, activated_at__lt=over)
    begun = counted.filter(at_once | Q(starts_on__lte=date)).order_by("-activated_at", "-version")
    return begun.first() or counted.order_by("activated_at", "version")[0]


def _begin(policy: TierPolicy, *, reason: str) -> TierPolicy:
    """In force from now on; who put it there is told as the one who did."""
    before = TierPolicy.objects.get(state=PolicyState.ACTIVE)
    TierPolicy.objects.filter(pk=before.pk).update(state=PolicyState.RETIRED)
    policy.state, policy.activated_at = PolicyState.ACTIVE, timezone.now()
    policy.save(update_fields=["state", "reason", "activated_at", "activated_by"])
    told: dict[str, Any] = {"version": [before.version, policy.version], "reason": reason}
    record(actor=policy.activated_by, verb="policy.activated", subject=policy, changes=told)
    return policy


def version_in_the_way() -> TierPolicy | None:
    """The version that takes over in the next run: one put in force at once would be retired without a night."""
    return _due(coming_day())


def _check_at_once() -> None:
    if (waiting := version_in_the_way()) and (day := waiting.starts_on):
        said = _(
            "Version %(version)d takes over from the night of %(day)s on, in the next run: this one would never count."
            " Take that one back first."
        ) % {"version": waiting.version, "day": exact_day(day)}
        raise RuleBroken(said, field="starts_on")


def _check_day(starts_on: dt.date) -> None:
    today = company_now().date()
    if not today <= starts_on <= today + LONGEST:
        raise RuleBroken(_("Choose a day from today on, within a year."), field="starts_on")
    waiting = TierPolicy.objects.filter(state=PolicyState.SCHEDULED).first()
    if waiting:
        said = _("Version %(version)d already waits for its day. Take it back first.") % {"version": waiting.version}
        raise RuleBroken(said, field="starts_on")
