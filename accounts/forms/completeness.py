from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import completeness
from accounts.choices import Tier
from accounts.models import CompletenessRule
from accounts.models.completeness import MOST, TIERS
from accounts.services.completeness import LONGEST, Asked
from foundation.forms import VisibleForm

UNRATED = "unrated"
_TIERS = [*Tier.choices, (UNRATED, _("Unrated"))]


class Line(NamedTuple):
    """A point as it is asked for, with its bound fields; `days` is None where it does not age."""

    point: completeness.Point
    weight: Any
    days: Any
    tiers: Any


class CompletenessRuleForm(VisibleForm):
    """What each point counts, when it is out of date, which tiers are asked; what tiers weigh between teams."""

    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    stale_share = forms.IntegerField(min_value=0, max_value=100, label=_("What is out of date counts, in percent"))
    reason = forms.CharField(max_length=300, label=_("Why?"))

    def __init__(self, *args: Any, rule: CompletenessRule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(version=rule.version, stale_share=rule.stale_share)
        held = {row.key: row for row in rule.points.all()}
        self.points = completeness.points()
        for point in self.points:
            row = held.get(point.key)
            self._ask(point, row.weight if row else 0, row.days if row else None, row.tiers if row else [])
        for tier, label in _TIERS:
            self.fields[f"tier_{tier}"] = _weight(label, getattr(rule, tier))

    def _ask(self, point: completeness.Point, weight: int, days: int | None, tiers: list[str]) -> None:
        self.fields[f"weight_{point.key}"] = _weight(_("Weight"), weight)
        if point.ages:
            self.fields[f"days_{point.key}"] = forms.IntegerField(
                min_value=1, max_value=LONGEST, required=False, initial=days, label=_("Out of date after days")
            )
        self.fields[f"tiers_{point.key}"] = forms.MultipleChoiceField(
            choices=_TIERS, required=False, widget=forms.CheckboxSelectMultiple, label=_("Asked of (none: of all)"),
            initial=[tier or UNRATED for tier in tiers],
        )  # fmt: skip

    @property
    def lines(self) -> list[Line]:
        names = ("weight", "days", "tiers")
        return [Line(point, *(self._bound(f"{name}_{point.key}") for name in names)) for point in self.points]

    @property
    def of_tiers(self) -> list[Any]:
        return [self[f"tier_{tier}"] for tier, _label in _TIERS]

    def _bound(self, name: str) -> Any:
        return self[name] if name in self.fields else None

    @property
    def asked(self) -> dict[str, Asked]:
        told = self.cleaned_data
        return {
            point.key: Asked(
                told[f"weight_{point.key}"], told.get(f"days_{point.key}"),
                tuple("" if tier == UNRATED else tier for tier in told[f"tiers_{point.key}"]),
            )
            for point in self.points
        }  # fmt: skip

    @property
    def tier_weights(self) -> dict[str, int]:
        return {tier: self.cleaned_data[f"tier_{tier or UNRATED}"] for tier in TIERS}

    def compare(self, current: CompletenessRule) -> None:
        """What was typed stays; the next submit counts as a change of the present version."""
        self.add_error(None, _("Somebody saved a version while you were editing. Look at it, then save again."))
        typed: Any = self.data.copy()  # type: ignore[attr-defined]
        typed["version"] = current.version
        self.data = typed


def _weight(label: Any, initial: int) -> forms.IntegerField:
    return forms.IntegerField(min_value=0, max_value=MOST, label=label, initial=initial)
