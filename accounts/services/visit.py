from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.choices import VisitState
from accounts.models import Account, Contact, Visit
from accounts.queries.visit import company_day
from foundation.columns import differences, remember_related, save_edit
from foundation.errors import Forbidden, RuleBroken
from foundation.uniqueness import unique_or_refused
from journal.services import changes_of, record
from teams.models import Company, Role, User
from teams.money import fits_in_base, rate_on

from .completeness import visits_bear
from .facts import lock_account
from .step import close_steps

_STEP = ("next_step", "next_step_on")
_MONEY = ("expenses", "currency")


def visit_log(
    *,
    actor: User,
    account: Account,
    starts_at: dt.datetime | None = None,
    by: User | None = None,
    contacts: Iterable[Contact] = (),
    closes: Iterable[Visit] = (),
    client_id: uuid.UUID | None = None,
    **fields: Any,
) -> Visit:
    """A visit that has happened (default: now, by the actor).

    `fields`: minutes, channel, purpose, summary, outcome, next_step with next_step_on, expenses with currency,
    latitude and longitude (with place_accuracy) where the visitor checked in, external_id. `closes` are earlier visits
    whose open next step this one settles. The same `client_id` again gives back the same visit, however often it is
    sent. RuleBroken for an archived account, a moment in the future, contacts of another account, a next step without
    a date, a currency without a rate, a place that is none; Forbidden for logging in the name of somebody one does not
    lead.
    """
    moment = starts_at or timezone.now()
    rules.check_happened(moment)
    who = {"by": by or actor, "contacts": contacts, "client_id": client_id}
    with transaction.atomic():
        visit = _add(
            actor,
            account,
            "visit.logged",
            {**fields, **who, "starts_at": moment, "state": VisitState.LOGGED},
        )
        close_steps(visit, closes, actor=actor)
    return visit


def visit_plan(
    *,
    actor: User,
    account: Account,
    starts_at: dt.datetime,
    by: User | None = None,
    contacts: Iterable[Contact] = (),
    client_id: uuid.UUID | None = None,
    **fields: Any,
) -> Visit:
    """A visit to come, today or later. `fields`: minutes, channel, purpose, external_id. Refusals as in `visit_log`."""
    rules.check_ahead(starts_at)
    who = {"by": by or actor, "contacts": contacts, "client_id": client_id}
    with transaction.atomic():
        return _add(
            actor,
            account,
            "visit.planned",
            {**fields, **who, "starts_at": starts_at, "state": VisitState.PLANNED},
        )


def visit_log_planned(visit: Visit, *, actor: User, version: int, closes: Iterable[Visit] = (), **fields: Any) -> Visit:
    """The planned visit has happened: what was said, outcome, next step. `starts_at` only where it was moved.

    The same report again changes nothing: a phone sends it once more when the answer was lost.
    """
    if visit.state == VisitState.LOGGED and _says(visit, fields):
        return visit
    if visit.state != VisitState.PLANNED:
        raise RuleBroken(_("This visit is not planned any more."))
    now = timezone.now()
    fields.setdefault("starts_at", visit.starts_at if visit.starts_at <= now else now)
    rules.check_happened(fields["starts_at"])
    with transaction.atomic():
        visit = _change(visit, actor, version, {**fields, "state": VisitState.LOGGED}, "visit.logged")
        close_steps(visit, closes, actor=actor)
    return visit


@transaction.atomic
def visit_update(visit: Visit, *, actor: User, version: int, **fields: Any) -> Visit:
    """Mends a planned or logged visit. A changed next step is open again. StaleEdit if `version` is old."""
    if visit.state == VisitState.CANCELLED:
        raise RuleBroken(_("This visit was cancelled."))
    moment = fields.get("starts_at", visit.starts_at)
    if moment != visit.starts_at:
        check = rules.check_ahead if visit.state == VisitState.PLANNED else rules.check_happened
        check(moment)
    return _change(visit, actor, version, fields, "visit.updated")


@transaction.atomic
def visit_cancel(visit: Visit, *, actor: User, version: int) -> Visit:
    """A plan falls through, or a visit was logged by mistake: it stays as a row and counts for nothing."""
    if visit.state == VisitState.CANCELLED:
        return visit
    return _change(visit, actor, version, {"state": VisitState.CANCELLED}, "visit.cancelled")


def visit_edit(
    visit: Visit, wanted: dict[str, Any], *, rate: Callable[[str, dt.date], Decimal] = rate_on
) -> dict[str, Any]:
    """The part of `wanted` that differs from `visit`, with what follows from it; writes nothing.

    Where amount, currency or day move, the rate is that of the day; another next step is open again. RuleBroken for a
    step without a date or before the visit, and for a currency without a rate. `rate`: `rate_book()` for thousands.
    """
    if wanted.get("currency") == "":
        wanted = {**wanted, "currency": Company.current().base_currency}
    changes = differences(visit, wanted)
    after = {name: wanted.get(name, getattr(visit, name)) for name in ("starts_at", "currency", *_STEP)}
    if changes.keys() & {"starts_at", *_STEP}:
        rules.check_step(after, after["starts_at"])
    if changes.keys() & rules.NO_PLACE.keys():
        rules.check_place({name: changes.get(name, getattr(visit, name)) for name in rules.NO_PLACE})
    day = company_day(after["starts_at"])
    if changes.keys() & set(_MONEY) or day != company_day(visit.starts_at):
        changes["rate"] = rate(after["currency"], day)
        fits_in_base(changes.get("expenses", visit.expenses), changes["rate"], "expenses")
    if changes.keys() & set(_STEP):
        changes["next_step_done_at"] = None
    return changes


def _add(actor: User, account: Account, verb: str, fields: dict[str, Any]) -> Visit:
    account = lock_account(account.pk)
    if known := _known(actor, account, fields["client_id"]):
        return known
    if account.is_archived:
        raise RuleBroken(_("This account is archived."), field="account")
    contacts = list(fields.pop("contacts"))
    visit = Visit(account=account, **_with_rate(fields))
    _check_by(actor, visit.by)
    _check_contacts(account.pk, contacts)
    rules.check_step({name: getattr(visit, name) for name in _STEP}, visit.starts_at)
    rules.check_place({name: getattr(visit, name) for name in rules.NO_PLACE})
    _insert(visit)
    _set_contacts(visit, set(), contacts)
    remember_related(visit, "contacts", contacts)
    visits_bear(account.pk, [contact.pk for contact in contacts])
    record(actor=actor, verb=verb, subject=visit, account_id=account.pk)
    return visit


def _insert(visit: Visit) -> None:
    """A savepoint costs two more statements: only for who brings something that may be taken."""
    if not (visit.external_id or visit.client_id):
        visit.save(force_insert=True)
        return
    with unique_or_refused(visit_external_id="external_id", accounts_visit_client_id_key="client_id"):
        visit.save(force_insert=True)


def _change(visit: Visit, actor: User, version: int, fields: dict[str, Any], verb: str) -> Visit:
    lock_account(visit.account_id)
    contacts = list(fields.pop("contacts")) if "contacts" in fields else None
    if "by" in fields and fields["by"] != visit.by:
        _check_by(actor, fields["by"])
    _check_contacts(visit.account_id, contacts or [])
    changes = visit_edit(visit, fields)
    held = set(visit.contacts.values_list("pk", flat=True))
    wanted = held if contacts is None else {contact.pk for contact in contacts}
    if not changes and held == wanted:
        return visit
    told = changes_of(visit, changes)
    with unique_or_refused(visit_external_id="external_id") if "external_id" in changes else nullcontext():
        visit = save_edit(visit, version, changes)
    if held != wanted:
        _set_contacts(visit, held, contacts or [])
        told["contacts"] = [sorted(held), sorted(wanted)]
    visits_bear(visit.account_id, held | wanted)
    record(actor=actor, verb=verb, subject=visit, account_id=visit.account_id, changes=told)
    return visit


def _known(actor: User, account: Account, client_id: uuid.UUID | None) -> Visit | None:
    """The visit that was already sent under this id; RuleBroken where it is not the actor's to see, or another's."""
    if client_id is None or not (visit := Visit.objects.filter(client_id=client_id).first()):
        return None
    if visit.account_id != account.pk or not Visit.objects.visible_to(actor).filter(pk=visit.pk).exists():
        raise RuleBroken(_("This is already in use."), field="client_id")
    return visit


def visit_has_arrived(*, actor: User, client_id: str) -> bool:
    """Whether the actor's own visit of this id is here, be its account out of his sight by now."""
    try:
        sent = uuid.UUID(client_id)
    except ValueError:
        return False
    return Visit.objects.filter(client_id=sent, by=actor).exists()


def visit_report_has_arrived(*, actor: User, visit_id: int, said: Mapping[str, str]) -> bool:
    """Whether the actor has reported this planned visit in these words, be its account out of his sight by now."""
    visit = Visit.objects.filter(pk=visit_id, by=actor, state=VisitState.LOGGED).first()
    return visit is not None and all(getattr(visit, name) == words for name, words in said.items())


def _says(visit: Visit, report: dict[str, Any]) -> bool:
    """Whether a logged visit says what `report` says, all of it."""
    told = {name: value for name, value in report.items() if name != "contacts"}
    met = {contact.pk for contact in report.get("contacts", ())}
    return bool(report) and not visit_edit(visit, told) and met == set(visit.contacts.values_list("pk", flat=True))


def _check_by(actor: User, by: User) -> None:
    if by == actor:
        return
    if not (actor.leads or actor.role == Role.INTEGRATION):
        raise Forbidden(_("Only people who lead a team may log visits of somebody else."))
    if not User.objects.visible_to(actor).filter(pk=by.pk).exists():
        raise RuleBroken(_("This person is not within your reach."), field="by")


def _check_contacts(account_id: int, contacts: Iterable[Contact]) -> None:
    if any(contact.account_id != account_id for contact in contacts):
        raise RuleBroken(_("Somebody chosen here belongs to another account."), field="contacts")


def _with_rate(fields: dict[str, Any]) -> dict[str, Any]:
    """The columns of a new visit, with the currency's rate on its day."""
    currency = fields.get("currency") or Company.current().base_currency
    rate = rate_on(currency, company_day(fields["starts_at"]))
    fits_in_base(fields.get("expenses", Decimal(0)), rate, "expenses")
    return {**fields, "currency": currency, "rate": rate}


def _set_contacts(visit: Visit, held: set[int], contacts: Iterable[Contact]) -> None:
    links = Visit.contacts.through
    wanted = {contact.pk for contact in contacts}
    if gone := held - wanted:
        links.objects.filter(visit=visit, contact_id__in=gone).delete()
    links.objects.bulk_create([links(visit=visit, contact_id=pk) for pk in sorted(wanted - held)])
