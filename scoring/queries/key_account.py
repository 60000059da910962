"""What makes accounts key beside their profit: each factor with its mark, weight and part of the score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foundation.ui.values import duration
from scoring import key_account
from scoring.choices import JUDGED, Factor
from scoring.models import KeyMark, ScoringRun, TierDecision, TierPolicy
from scoring.queries.words import above_of


@dataclass(frozen=True)
class FactorLine:
    """`mark` 0 to 4, None where nobody has marked a judged one; `said` is what it comes from; `then` the mark that
    people have set since and that counts from the next night on."""

    factor: Factor
    mark: int | None
    said: str
    weight: int
    contribution: Decimal | None
    then: int | None = None

    @property
    def is_judged(self) -> bool:
        return self.factor in JUDGED


@dataclass(frozen=True)
class KeyAccount:
    """`score` 0 to 100, None where the policy weighs nothing; from `limit` on it lifts iron and gold by one step."""

    lines: list[FactorLine]
    score: Decimal | None
    limit: int

    @property
    def reaches(self) -> bool:
        return self.score is not None and self.score >= self.limit


def key_accounts(decisions: Sequence[TierDecision], night: ScoringRun, policy: TierPolicy) -> dict[int, KeyAccount]:
    """By account, of the rated ones; `decisions` are placed (queries.place) and may be seen. One query."""
    rated = [row for row in decisions if row.entries]
    as_of = night.judged_as_of or timezone.now()
    counted: dict[int, dict[str, KeyMark]] = {row.account_id: {} for row in rated}
    present: dict[int, dict[str, KeyMark]] = {row.account_id: {} for row in rated}
    wanted = KeyMark.objects.filter(account__in=list(counted)).filter(_stood(as_of) | Q(ended_at__isnull=True))
    for mark in wanted.select_related("set_by").order_by("set_at", "id"):  # of a merged account's two the last counts
        if mark.set_at <= as_of and (mark.ended_at is None or mark.ended_at > as_of):
            counted[mark.account_id][mark.factor] = mark
        if mark.ended_at is None:
            present[mark.account_id][mark.factor] = mark
    return {
        row.account_id: _key_account(row, night, policy, counted[row.account_id], present[row.account_id])
        for row in rated
    }


def with_keys(decisions: Sequence[Any], night: ScoringRun) -> list[Any]:
    """The decisions, each with its KeyAccount as `key`; None for an unrated one."""
    found = key_accounts(decisions, night, night.policy) if night.policy else {}
    for row in decisions:
        row.key = found.get(row.account_id)
    return list(decisions)


def marks_of(account_id: int) -> QuerySet[KeyMark]:
    """Every mark the account was ever given, newest first."""
    return KeyMark.objects.filter(account=account_id).select_related("set_by")


def present_marks(account_id: int) -> dict[str, KeyMark]:
    """The marks that stand, by factor."""
    return {mark.factor: mark for mark in marks_of(account_id).filter(ended_at__isnull=True)}


def standing_marks(account_id: int) -> str:
    """How an account is marked, as a form carries it, to see whether somebody else was faster."""
    present = present_marks(account_id)
    return ",".join(f"{factor.value}={present[factor].mark if factor in present else ''}" for factor in JUDGED)


def _stood(moment: Any) -> Q:
    return Q(set_at__lte=moment) & (Q(ended_at__isnull=True) | Q(ended_at__gt=moment))


def _key_account(
    row: TierDecision,
    night: ScoringRun,
    policy: TierPolicy,
    counted: dict[str, KeyMark],
    present: dict[str, KeyMark],
) -> KeyAccount:
    months, weights = policy.window_months, policy.weights
    above = row.above or Decimal(0)
    marks: dict[str, int] = {factor: mark.mark for factor, mark in counted.items()}
    marks |= {
        Factor.SHARE: key_account.share_mark(row.profit, above, night.positive_profit),
        Factor.STABILITY: key_account.stability_mark(row.active_months, months),
        Factor.EFFORT: key_account.effort_mark(row.minutes, months),
    }
    said = {
        Factor.SHARE: _("%(share)s of the positive profit lies above") % {"share": above_of(row, policy)},
        Factor.STABILITY: _("bought in %(months)d of %(window)d months")
        % {"months": row.active_months, "window": months},
        Factor.EFFORT: _("%(time)s of visits a month") % {"time": duration(row.minutes // months)},
        **{factor: _said(counted.get(factor)) for factor in JUDGED},
    }
    whole = sum(weights.values())
    lines = []
    for factor in Factor:
        mark, now = marks.get(factor), present.get(factor)
        part = Decimal(25 * weights[factor] * (mark or 0)) / whole if whole else None
        then = now.mark if now and now.mark != mark else None
        lines.append(FactorLine(factor, mark, said[factor], weights[factor], part, then))
    return KeyAccount(lines, key_account.score(weights, marks), policy.lift_score)


def _said(mark: KeyMark | None) -> str:
    if mark is None:
        return _("not marked yet")
    who = str(mark.set_by or "")
    said = pgettext("a mark: who gave it, and why", "%(who)s: %(why)s") % {"who": who, "why": mark.reason}
    return said if mark.reason else who
