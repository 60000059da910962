"""Who is likely to leave, by the fit that stands, and how far that fit can be trusted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet, Subquery, Sum, TextField
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext_lazy

from accounts.models import Account
from foundation import clock
from scoring.choices import FitPurpose, RiskLevel
from scoring.models import Alert, ChurnFit, ChurnPrediction, ChurnRule
from scoring.queries.alerts import open_alerts_of
from scoring.queries.churn_words import Reason, concerns, note_sentence, reasons, risk_sentence, short_risk, usual_days
from scoring.queries.nights import company_now
from scoring.queries.precision import MIN_CASES
from scoring.risk import Bands

FITS_SHOWN = 12
RULES_OF_THUMB = {
    "p0": gettext_lazy("the purchase model alone"),
    "rfm": gettext_lazy("RFM points"),
    "recency": gettext_lazy("the last order alone"),
}
"""What a back-test compares the model with."""


def standing_fit() -> ChurnFit | None:
    """The fit that the published risks come from: the latest nightly one. A date that has not come yet is none."""
    return _nightly().first()


def _nightly() -> QuerySet[ChurnFit]:
    return ChurnFit.objects.filter(purpose=FitPurpose.NIGHT, as_of__lte=company_now().date()).order_by("-as_of")


def with_standing_fit(accounts: QuerySet[Account]) -> QuerySet[Account]:
    """Accounts with their prediction and what it is told with, for `fit_of` and `bands_of`: no query of its own."""
    told = JSONObject(**{name: name for name in ("as_of", "horizon_days", "state", "backtest")})
    bounds = JSONObject(**{name: Cast(name, TextField()) for name in ("watch_from", "high_from")})
    return accounts.select_related("churn").annotate(
        fit_told=Subquery(_nightly().values(told=told)[:1]),
        bands_told=Subquery(ChurnRule.objects.values(told=bounds)[:1]),
    )


def fit_of(account: Any) -> ChurnFit | None:
    """Of an account read `with_standing_fit`."""
    told = account.fit_told
    return ChurnFit(**{**told, "as_of": dt.date.fromisoformat(told["as_of"])}) if told else None


def bands_of(account: Any) -> Bands:
    """The churn rule's, of an account read `with_standing_fit`."""
    return Bands(**{name: Decimal(bound) for name, bound in account.bands_told.items()})


def recent_fits() -> QuerySet[ChurnFit]:
    """Nightly ones and back-tests that were kept, newest date first."""
    return ChurnFit.objects.select_related("requested_by")[:FITS_SHOWN]


@dataclass(frozen=True)
class Outlook:
    """One account's prediction, in words, with what it was made from."""

    prediction: ChurnPrediction
    fit: ChurnFit
    bands: Bands
    alerts: Sequence[Alert] = ()
    """The account's open ones, each with its `sentence`."""

    @property
    def level(self) -> RiskLevel:
        return self.bands.level(self.prediction.risk)

    @property
    def sentence(self) -> str:
        return risk_sentence(self.prediction.risk, self.fit.horizon_days)

    @property
    def short(self) -> str:
        return short_risk(self.prediction.risk)

    @cached_property
    def reasons(self) -> list[Reason]:
        return [*reasons(self.prediction, clock.today()), *self.beside]

    @cached_property
    def beside(self) -> list[Reason]:
        """What speaks for the risk beside its orders, the worst first."""
        return concerns(self.alerts)

    @property
    def usual_days(self) -> Decimal | None:
        return usual_days(self.prediction)

    @property
    def similar(self) -> dict[str, Any] | None:
        """The tenth of the back-test's accounts with such a risk: n, stopped, is_few. None where it looked less far."""
        judged = self.fit.backtest
        if judged.get("horizon_days") != self.fit.horizon_days:
            return None
        bins = [row for row in judged.get("calibration", []) if row["from"] <= float(self.prediction.risk)]
        return {**bins[-1], "is_few": bins[-1]["n"] < MIN_CASES} if bins else None


@dataclass(frozen=True)
class Churn:
    """What an account's page says: `outlook`, or why the fit says nothing (`silence`); neither before any fit. Of a
    customer who is lost (`lost_on`) nothing is predicted any more."""

    fit: ChurnFit | None
    outlook: Outlook | None
    lost_on: dt.date | None = None

    @property
    def silence(self) -> str:
        """Why there is no number, where the model may not speak."""
        return "" if self.fit is None or self.fit.has_numbers else note_sentence(self.fit.state)


def churn_of(account: Account, fit: ChurnFit | None, bands: Bands, alerts: Sequence[Alert]) -> Churn:
    """By the standing fit, the churn rule and its open alerts. The caller has made sure that the reader may see it."""
    # Joined by pages that read a lot else (select_related("churn")).
    prediction = getattr(account, "churn", None) if fit and fit.has_numbers else None
    outlook = Outlook(prediction, fit, bands, alerts) if fit and prediction else None
    return Churn(fit, outlook, account.lost_on)


def with_outlooks(predictions: Any, fit: ChurnFit | None) -> list[ChurnPrediction]:
    """The predictions as a list, each with its `outlook`; none without a fit."""
    if fit is None:
        return []
    found, bands = list(predictions), ChurnRule.current().bands
    alerts = open_alerts_of([prediction.account_id for prediction in found])
    for prediction in found:
        prediction.outlook = Outlook(prediction, fit, bands, alerts.get(prediction.account_id, []))
    return found


def churn_totals(predictions: QuerySet[ChurnPrediction], bands: Bands) -> dict[str, Any]:
    """Of the predictions given, those of customers we still have: how many, how many of a high risk, and the profit
    these bring; beside them, how many are `lost` already."""
    ours = Q(account__lost_on__isnull=True)
    high = bands.within(RiskLevel.HIGH) & ours
    return predictions.order_by().aggregate(
        accounts=Count("id", filter=ours),
        high=Count("id", filter=high),
        profit=Sum("profit", filter=high & Q(profit__gt=0)),
        lost=Count("id", filter=~ours),
    )


def simpler_rule(fit: ChurnFit) -> dict[str, Any] | None:
    """The rule of thumb that ranks accounts better than the model did in the back-test, if one does."""
    judged = fit.backtest
    shares = {code: rule.get("auc_all") or 0 for code, rule in judged.get("comparison", {}).items() if rule}
    best = max(shares, key=shares.__getitem__, default=None)
    if best is None or shares[best] <= (judged.get("auc_all") or 1):
        return None
    return {"name": RULES_OF_THUMB[best], "share": shares[best]}


def churn_notes(fit: ChurnFit) -> list[str]:
    return [note_sentence(code) for code in fit.checks.get("notes", [])]


def churn_summary(fit: ChurnFit | None) -> dict[str, Any] | None:
    """A fit in figures, for the command line."""
    if fit is None:
        return None
    judged = {name: fit.backtest.get(name) for name in ("as_of", "horizon_days", "n", "auc_all", "brier", "brier_base")}
    return {
        "as_of": _day(fit.as_of), "horizon_days": fit.horizon_days, "state": str(fit.state), "method": str(fit.method),
        "predicted": fit.predicted, "seconds": fit.seconds, "backtest": judged,
    }  # fmt: skip


def _day(date: dt.date | str) -> str:
    return str(date)
