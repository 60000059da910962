"""A plan is made and changed; revenue is split between teams; keys are ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account
from accounts.services import lock_writable
from foundation import clock
from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken, StaleEdit
from foundation.uniqueness import unique_or_refused
from journal.services import changes_of, plain, record
from plans.models import AccountPlan, KeyCheck, KeyPoint, PlanShare
from plans.models.plan import FIRST_YEAR, LAST_YEAR, MIX
from plans.rules import adds_up, first_review
from teams.models import Team, User
from teams.rules import only_leads_of


@transaction.atomic
def plan_create(
    *, actor: User, account: Account, year: int, aim: str, verb: str = "plan.created", **fields: Any
) -> AccountPlan:
    """Makes the plan of a year; `verb` as the journal keeps it.

    RuleBroken: there is one, no aim, a mix that does not add up to 100, an archived account.
    """
    account = lock_writable(account.pk)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleBroken(_("A year from 2000 to 2100."), field="year")
    _check({"aim": aim, **dict.fromkeys(MIX), **fields})
    fields = {"review_on": first_review(year, clock.today()), **fields}
    with unique_or_refused(one_plan_a_year="year"):
        plan = AccountPlan.objects.create(account=account, year=year, aim=aim, created_by=actor, **fields)
    record(
        actor=actor, verb=verb, subject=plan, account_id=account.pk,
        changes={"year": [None, year], "aim": [None, aim]},
    )  # fmt: skip
    return plan


@transaction.atomic
def plan_update(plan: AccountPlan, *, actor: User, version: int, **fields: Any) -> AccountPlan:
    """Changes what the plan says. RuleBroken: no aim, a mix that does not add up to 100; StaleEdit if `version` is
    old."""
    check_open(plan)
    wanted = differences(plan, fields)
    if not wanted:
        return plan
    _check({name: fields.get(name, getattr(plan, name)) for name in ("aim", *MIX)})
    told = changes_of(plan, wanted)
    plan = save_edit(plan, version, wanted)
    record(actor=actor, verb="plan.updated", subject=plan, account_id=plan.account_id, changes=told)
    return plan


@transaction.atomic
def plan_split(plan: AccountPlan, *, actor: User, version: int, shares: Sequence[tuple[Team, Decimal]]) -> AccountPlan:
    """Agrees on each team's part of the account's revenue, as a whole; no shares: nobody shares it.

    Forbidden for who does not lead the account's team. RuleBroken: they do not add up to 100, a team stands twice.
    """
    only_leads_of(actor, plan.account)
    check_open(plan)
    if shares and not adds_up(share for _team, share in shares):
        total = sum((share for _team, share in shares), Decimal(0))
        raise RuleBroken(_("Shares add up to 100 %%, not to %(sum)s.") % {"sum": f"{total:f}"}, field="shares")
    if any(share <= 0 for _team, share in shares):
        raise RuleBroken(_("Each share is more than nothing."), field="shares")
    if len({team.pk for team, _share in shares}) < len(shares):
        raise RuleBroken(_("A team stands here twice."), field="shares")
    before = [f"{row.team} {row.share.normalize():f} %" for row in plan.shares.select_related("team")]
    after = [f"{team} {share.normalize():f} %" for team, share in shares]
    plan = save_edit(plan, version, {})
    PlanShare.objects.filter(plan=plan).delete()
    PlanShare.objects.bulk_create(PlanShare(plan=plan, team=team, share=share) for team, share in shares)
    record(
        actor=actor, verb="plan.split", subject=plan, account_id=plan.account_id, changes={"shares": [before, after]}
    )
    return plan


@transaction.atomic
def key_check(plan: AccountPlan, *, actor: User, key: KeyPoint, done: bool = True) -> KeyCheck:
    """Ticks a key, or takes the tick back. Doing it twice is doing it once."""
    check_open(plan)
    row, is_new = KeyCheck.objects.select_for_update().get_or_create(
        plan=plan, key=key, defaults={"by": actor, "at": timezone.now() if done else None}
    )
    if is_new or (row.at is not None) != done:
        row.at, row.by = (timezone.now(), actor) if done else (None, None)
        row.save(update_fields=["at", "by"])
        verb = "plan.key_held" if done else "plan.key_dropped"
        record(actor=actor, verb=verb, subject=plan, account_id=plan.account_id, changes={"key": plain(key)})
    return row


def check_open(plan: AccountPlan) -> None:
    """Nothing is planned with an archived account. Holds it as it is until the transaction ends."""
    lock_writable(plan.account_id)


def check_version(row: Any, version: int) -> None:
    if row.version != version:
        raise StaleEdit(row)


def _check(fields: Mapping[str, Any]) -> None:
    if not fields["aim"].strip():
        raise RuleBroken(_("Say what is to be achieved."), field="aim")
    parts = [fields[name] for name in MIX]
    if any(part is not None for part in parts) and not adds_up(part or 0 for part in parts):
        raise RuleBroken(_("The three parts of the mix add up to 100."), field=MIX[0])
    if any(part is None for part in parts) and any(part is not None for part in parts):
        raise RuleBroken(_("Give all three parts of the mix, zero where there is none."), field=MIX[0])
