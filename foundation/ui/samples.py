"""Made-up rows for the style guide: every component in every state."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace as Row
from typing import Any

from django import forms
from django.utils import timezone

from foundation import clock
from foundation.paging import ListPage

NAMES = [
    ("Northwind Precision Castings", "platinum", "1240000", "low", "Mara Klein"),
    ("上海明远精密机械有限公司", "gold", "382000.5", "watch", "王小明"),
    ("שמואל אלקטרוניקה בע״מ", "iron", "9950", "low", "שרה לוי"),
    ("مجموعة الخليج للصناعات", "lead", "-48210.75", "high", "Jean-Luc Bérénger-Montaigne de la Rochefoucauld"),
    ("Internationale Vereinigung der Werkzeugmaschinenhersteller und Zulieferbetriebe Süd-Ost GmbH & Co. KGaA",
     "gold", "0", None, ""),
    ("Café Zoë", None, None, None, "Li Wei"),
]  # fmt: skip
STAGES = [
    ("Leads", 10, 42, 5_230_000, Decimal("0.61")),
    ("Prospect", 20, 27, 3_870_000, Decimal("0.48")),
    ("Opportunity", 30, 14, 2_410_000, Decimal("0.55")),
    ("Pipeline", 50, 9, 1_980_000, Decimal("0.71")),
    ("Upside", 60, 4, 640_000, Decimal("0.8")),
    ("Committed", 70, 3, 0, None),
]


class Named(Row):
    """A row that says its name, as models do."""

    def __str__(self) -> str:
        return str(self.name)


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Name", help_text="As on the contract.")
    email = forms.EmailField(label="Email", required=False)
    on = forms.DateField(label="Date", initial=clock.today)
    at = forms.DateTimeField(label="Starts", required=False)
    amount = forms.DecimalField(label="Amount", required=False, decimal_places=2)
    industry = forms.ChoiceField(
        label="Industry", choices=[("", "—"), ("auto", "Automotive"), ("med", "Medical devices")]
    )
    channel = forms.ChoiceField(
        label="Channel",
        widget=forms.RadioSelect,
        choices=[("p", "In person"), ("v", "Video"), ("w", "WeChat"), ("t", "Phone")],
    )
    met = forms.MultipleChoiceField(
        label="Whom", required=False, widget=forms.CheckboxSelectMultiple, choices=[("1", "Ann Li"), ("2", "שרה לוי")]
    )
    said = forms.CharField(label="What was said", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    follow_up = forms.BooleanField(label="Remind me in a week", required=False)


def samples() -> dict[str, Any]:
    """All made-up rows, under the names the template uses."""
    typed = {"email": "mara@", "on": "", "amount": "1,0,0", "channel": "p", "met": ["2"]}
    return {
        "rows": _accounts(),
        "page": ListPage(number=2, rows=[0] * 50, has_next=True, count=10_000, is_capped=True),
        "form": SampleForm(),
        "filters": SampleForm(auto_id="filter_%s"),
        "wrong": SampleForm(typed, auto_id="wrong_%s"),
        "amounts": [
            Decimal(x) for x in ("1240000", "382000.50", "9950", "12.5", "0.04", "0", "-48210.75", "1830000000")
        ],
        "moments": _moments(),
        "stages": _stages(),
        "columns": _columns(),
        "tiers": _tiers(),
        "whale": whale(),
        "months": [120, 180, 90, 0, -40, 60, 210, 260, 240, 300, 280, 340],
        "flat": [0, 0, 0, 0],
        "history": _history(),
        "now": timezone.now(),
    }


def _accounts() -> list[Row]:
    last = clock.today()
    return [
        Row(name=name, tier=tier, profit=profit and Decimal(profit), risk=risk, owner=owner,
            visited=last - dt.timedelta(days=9 * n), currency="CNY")
        for n, (name, tier, profit, risk, owner) in enumerate(NAMES)
    ]  # fmt: skip


def _moments() -> list[dict[str, Any]]:
    now = timezone.now()
    long = "Price is not the question, delivery is.\nThey want a second source before June; send our capacity plan."
    said = {"text": long, "meta": "Next step: send the capacity plan, Friday"}
    return [
        {
            "icon": "phone",
            "title": "Call with Ann Li",
            "at": now - dt.timedelta(minutes=20),
            "who": "Mara Klein",
            **said,
        },
        {
            "icon": "users",
            "title": "Visit on site",
            "at": now - dt.timedelta(days=3),
            "who": "王小明",
            "text": "كان جيدًا",
        },
        {"icon": "gem", "title": "Iron → Gold", "at": now - dt.timedelta(days=40), "meta": "Loyal for 8 months"},
    ]


def _stages() -> list[dict[str, Any]]:
    return [
        {"pk": n, "name": name, "probability": probability, "count": count, "amount": Decimal(amount),
         "weighted": Decimal(amount) * probability / 100, "conversion": conversion, "url": "#funnel"}
        for n, (name, probability, count, amount, conversion) in enumerate(STAGES)
    ]  # fmt: skip


def _columns() -> list[dict[str, Any]]:
    deals = [("Line 4 retrofit", "640000"), ("年度框架协议", "1280000"), ("Spare parts", "0")]
    cards = [
        Row(
            pk=n,
            name=name,
            account=NAMES[n][0],
            amount=Decimal(amount),
            currency="CNY",
            version=1,
            expected_close_on=clock.today() + dt.timedelta(days=12 * n),
            owner=NAMES[n][4],
        )
        for n, (name, amount) in enumerate(deals)
    ]
    stages = [Named(**stage) for stage in _stages()[:4]]
    shown = [cards, cards[1:2], [], cards[2:]]
    return [{"stage": stage, "cards": dealt} for stage, dealt in zip(stages, shown, strict=True)]


def _tiers() -> list[dict[str, Any]]:
    return [
        {"label": "Platinum", "value": 4_210_000, "text": "4.21 M", "tone": "platinum", "url": "#"},
        {"label": "Gold", "value": 2_870_000, "text": "2.87 M", "tone": "gold", "url": "#"},
        {"label": "Iron", "value": 910_000, "text": "910 k", "tone": "iron", "url": "#"},
        {"label": "Lead", "value": -640_000, "text": "−640 k", "tone": "lead", "url": "#"},
        {"label": "Unrated", "value": 0, "text": "0", "tone": "", "url": "#"},
    ]


def whale() -> list[tuple[Decimal, Decimal]]:
    """A hundred accounts: a few that earn most, many that earn little, a fifth that lose money."""
    profits = [Decimal(1000) / (n + 2) ** 1 for n in range(78)] + [Decimal(-n) for n in range(4, 92, 4)]
    total, run, points = sum(profits), Decimal(0), []
    for n, profit in enumerate(profits, start=1):
        run += profit
        points.append((Decimal(n) / len(profits), run / total))
    return points


def _history() -> list[tuple[dt.date, str | None]]:
    tiers = [None, None, "iron", "iron", "iron", "lead", "lead", "iron", "gold", "gold", "gold", "platinum"]
    start = clock.month_start(clock.add_months(clock.today(), -11))
    return [(clock.add_months(start, n), tier) for n, tier in enumerate(tiers)]
