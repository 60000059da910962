"""From which risk on an account is watched, and from which it is high: one word for page, filter, API, back-test."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from .choices import RiskLevel


@dataclass(frozen=True)
class Bands:
    """The bounds of the churn rule, 0 to 1; a risk that stands exactly on one has reached it."""

    watch_from: Decimal
    high_from: Decimal

    def level(self, risk: Decimal) -> RiskLevel:
        if risk >= self.high_from:
            return RiskLevel.HIGH
        return RiskLevel.WATCH if risk >= self.watch_from else RiskLevel.LOW

    def within(self, level: str) -> Q:
        """Predictions of that level."""
        if level == RiskLevel.HIGH:
            return Q(risk__gte=self.high_from)
        if level == RiskLevel.LOW:
            return Q(risk__lt=self.watch_from)
        return Q(risk__gte=self.watch_from, risk__lt=self.high_from)
