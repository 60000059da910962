"""What the 4R check says of an account: what each right was judged from, what is missing, where that is mended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts.choices import Tier
from accounts.models import Account
from accounts.queries.worth import by_worth
from foundation.figures import DASH, percent
from foundation.ui.values import date_text
from rights.choices import LACKS, Right
from rights.models import Verdict


@dataclass(frozen=True)
class Missing:
    """`word` is that of choices.LACKS."""

    word: str
    text: Any
    mend: Any
    url: str


@dataclass(frozen=True)
class Check:
    """One right of an account; `evidence` are names and figures from which it was judged."""

    right: Right
    missing: list[Missing]
    evidence: list[tuple[str, str]]

    @property
    def holds(self) -> bool:
        return not self.missing


def with_verdict(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Joins the verdict, so that `rights_of` asks no more."""
    return accounts.select_related("verdict")


def with_account(verdicts: QuerySet[Verdict]) -> QuerySet[Verdict]:
    """With what a row of the list shows: of the best tiers first, there those of which most fails."""
    rows = verdicts.select_related("account__owner").annotate(tier_order=by_worth("account__"))
    return rows.order_by("place", "account_id")


def rights_of(account: Account) -> list[Check]:
    """Of an account as `with_verdict` gives it; none where nobody has to look after it."""
    verdict: Verdict | None = getattr(account, "verdict", None)
    return checks_of(verdict) if verdict else []


def checks_of(verdict: Verdict) -> list[Check]:
    return [
        Check(right, [_missing(word, verdict) for word in verdict.lacks(right.value)], _evidence(right, verdict))
        for right in Right
    ]


def _missing(word: str, verdict: Verdict) -> Missing:
    lack = LACKS[word]
    return Missing(word, lack.text, lack.mend, place(lack.page, verdict))


def place(page: str, verdict: Verdict) -> str:
    """See choices.Lack."""
    page, _hash, field = page.partition("#")
    anchor = f"#{field}" if field else ""
    name, asks, _account = page.partition("?")
    if asks:
        return f"{reverse(name)}?account={verdict.account_id}{anchor}"
    name, _colon, of_plan = name.partition(":")
    return reverse(name, args=[verdict.evidence["plan"] if of_plan else verdict.account_id]) + anchor


def _evidence(right: Right, verdict: Verdict) -> list[tuple[str, str]]:
    known = verdict.evidence
    match right:
        case Right.CUSTOMER:
            tier = dict(Tier.choices).get(known["tier"]) or pgettext("tier", "unrated")
            return [(_("tier"), str(tier)), (_("open opportunities"), str(known["deals"]))]
        case Right.PLAN:
            return [
                (_("objectives"), str(known.get("objectives", DASH))),
                (_("late actions"), str(known["late"])),
                (_("visits planned"), str(verdict.planned)),
            ]
        case Right.FREQUENCY:
            return [
                (_("visits made of asked"), f"{verdict.made} / {verdict.asked}"),
                (_("next visit due"), _day(known.get("due_on"))),
                (_("people met in a year"), str(known["met"])),
                (_("decision-maker met"), _day(known.get("decider_on"))),
            ]
        case Right.SHARING:
            share = percent(Decimal(known["score"]) / 100, language=get_language() or "en")
            return [
                (_("record complete"), share),
                (_("expectation heard"), _day(known.get("heard_on"))),
                (_("satisfaction asked"), _day(known.get("answered_on"))),
            ]
        case Right.MANAGER:
            wall = f"{known['wall']} / 8" if "wall" in known else DASH
            return [(_("owner met them"), _day(known.get("own_on"))), (_("marks of the wall"), wall)]


def _day(told: str | None) -> str:
    return str(date_text(dt.date.fromisoformat(told))) if told else DASH
