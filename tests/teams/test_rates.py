from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from foundation.errors import Forbidden, RuleBroken
from journal.models import Event
from teams import services
from teams.models import CostRate, ExchangeRate
from teams.money import rate_on
from teams.queries import present_cost_rates, present_rates
from tests.cast import Cast

JANUARY, MARCH, MAY = dt.date(2026, 1, 1), dt.date(2026, 3, 1), dt.date(2026, 5, 1)


def set_rate(cast: Cast, date: dt.date = MARCH, rate: str = "7.8", currency: str = "EUR") -> ExchangeRate:
    return services.rate_set(actor=cast.manager, currency=currency, date=date, rate=Decimal(rate))


def test_a_rate_counts_from_its_day_on(cast: Cast) -> None:
    set_rate(cast, MARCH, "7.8")
    set_rate(cast, MAY, "8")
    assert rate_on("EUR", MARCH) == rate_on("EUR", MAY - dt.timedelta(days=1)) == Decimal("7.8")
    assert rate_on("EUR", MAY) == Decimal(8)


def test_before_the_first_rate_a_currency_is_refused(cast: Cast) -> None:
    set_rate(cast)
    with pytest.raises(RuleBroken) as refusal:
        rate_on("EUR", JANUARY)
    assert refusal.value.field == "currency"


def test_the_base_currency_is_always_worth_one(cast: Cast) -> None:
    assert rate_on("CNY", JANUARY) == 1
    with pytest.raises(RuleBroken):
        set_rate(cast, currency="CNY")


def test_setting_a_day_again_replaces_it_and_tells_both(cast: Cast) -> None:
    set_rate(cast, rate="7.8")
    set_rate(cast, rate="7.9")
    assert ExchangeRate.objects.get().rate == Decimal("7.9")
    event = Event.objects.latest("id")
    assert event.changes == {"currency": "EUR", "date": "2026-03-01", "rate": ["7.80000000", "7.9"]}


@pytest.mark.parametrize("rate", ["0", "-1", "NaN", "Infinity"])
def test_a_rate_is_a_number_above_zero(cast: Cast, rate: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        set_rate(cast, rate=rate)
    assert refusal.value.field == "rate"


@pytest.mark.parametrize("currency", ["eur", "EURO", "E1R", ""])
def test_a_currency_is_three_capital_letters(cast: Cast, currency: str) -> None:
    with pytest.raises(RuleBroken):
        set_rate(cast, currency=currency)


def test_a_removed_rate_gives_way_to_the_one_before(cast: Cast) -> None:
    set_rate(cast, MARCH, "7.8")
    services.rate_remove(set_rate(cast, MAY, "80"), actor=cast.manager)
    assert rate_on("EUR", MAY) == Decimal("7.8")
    assert Event.objects.latest("id").verb == "rate.removed"


def test_reps_set_no_rates(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        services.rate_set(actor=cast.rep, currency="EUR", date=MARCH, rate=Decimal(8))


def test_present_rates_are_the_latest_of_each_currency(cast: Cast) -> None:
    set_rate(cast, JANUARY, "7")
    latest = set_rate(cast, MARCH, "8")
    dollar = set_rate(cast, JANUARY, "7.1", "USD")
    set_rate(cast, MAY, "9")
    assert list(present_rates(ExchangeRate.objects.all(), MARCH)) == [latest, dollar]


def test_a_cost_rate_holds_for_one_person_or_for_everybody_else(cast: Cast) -> None:
    everybody = services.cost_rate_set(actor=cast.manager, user=None, valid_from=JANUARY, hourly=Decimal(100))
    rep = services.cost_rate_set(actor=cast.manager, user=cast.rep, valid_from=MARCH, hourly=Decimal(150))
    assert set(present_cost_rates(CostRate.objects.all(), MARCH)) == {everybody, rep}
    assert set(present_cost_rates(CostRate.objects.all(), JANUARY)) == {everybody}


@pytest.mark.parametrize("hourly", ["-1", "NaN"])
def test_an_hour_costs_zero_or_more(cast: Cast, hourly: str) -> None:
    with pytest.raises(RuleBroken):
        services.cost_rate_set(actor=cast.manager, user=None, valid_from=JANUARY, hourly=Decimal(hourly))


def test_what_a_person_costs_is_seen_by_those_who_lead_him(cast: Cast) -> None:
    services.cost_rate_set(actor=cast.admin, user=cast.outsider, valid_from=JANUARY, hourly=Decimal(90))
    seen = {
        name
        for name in ("rep", "manager", "rival", "director", "admin")
        if CostRate.objects.visible_to(cast[name]).exists()
    }
    assert seen == {"rival", "director", "admin"}
