from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from journal.models import Event
from kam.rules import RULES
from teams import services
from teams.models import Company
from tests.cast import Cast


def shown(client) -> dict[str, dict]:
    return {item["rule"].key: item for item in client.get("/rules/").context["rules"]}


def test_every_rule_says_what_it_is_now(sign_in) -> None:
    rules = shown(sign_in("manager"))
    said = {key: {str(label): str(value) for label, value in item["values"]} for key, item in rules.items()}
    assert said["stages"]["Leads"].replace("\N{NO-BREAK SPACE}", " ") == "10 %"
    assert said["cadence"]["Platinum"] == "every 14 days"
    assert said["company"]["Base currency"] == "CNY"
    assert said["tiers"]["Window"] == "12 months"
    assert len(said["alerts"]) == 9
    assert said["churn"]["Days ahead"] == "91"


def test_every_rule_leads_to_its_page(sign_in) -> None:
    client = sign_in("admin")
    for rule in RULES:
        assert client.get(rule.url).status_code == 200, rule.key


def test_who_changed_it_last_and_when(cast: Cast, sign_in) -> None:
    services.company_update(Company.current(), actor=cast.director, version=1, night_hour=4)
    last = shown(sign_in("manager"))["company"]["last"]
    assert (last.actor, last.verb) == (cast.director, "company.updated")


def test_people_are_a_rule_of_administrators(sign_in) -> None:
    assert "people" not in shown(sign_in("director"))
    assert "people" in shown(sign_in("admin"))
    assert sign_in("director").get("/rules/history/people/").status_code == 404


def test_the_history_tells_each_value_before_and_after(cast: Cast, sign_in) -> None:
    services.company_update(Company.current(), actor=cast.manager, version=1, night_hour=4, name="Key Steel")
    (moment,) = sign_in("manager").get("/rules/history/company/").context["moments"]
    assert moment.title == "company Key Steel: changed"
    assert {(change.label, change.before, change.after) for change in moment.changes} == {
        ("name", "KAM", "Key Steel"),
        ("hour of the nightly run", "2", "4"),
    }


def test_links_and_choices_stand_in_words(cast: Cast, sign_in) -> None:
    services.person_update(cast.rep, actor=cast.admin, version=1, team=cast.south, role="manager")
    (moment,) = sign_in("admin").get("/rules/history/people/").context["moments"]
    assert {(change.label, change.before, change.after) for change in moment.changes} == {
        ("team", "North", "South"),
        ("role", "Sales rep", "Manager"),
    }


def test_what_is_gone_is_still_told(cast: Cast, sign_in) -> None:
    rate = services.rate_set(actor=cast.manager, currency="EUR", date=dt.date(2026, 1, 1), rate=Decimal(8))
    services.rate_remove(rate, actor=cast.manager)
    moments = sign_in("manager").get("/rules/history/rates/").context["moments"]
    assert [moment.title for moment in moments] == ["exchange rate: removed", "exchange rate: set"]


def test_what_others_people_cost_stays_out_of_the_history(cast: Cast, sign_in) -> None:
    services.cost_rate_set(actor=cast.admin, user=cast.outsider, valid_from=dt.date(2026, 1, 1), hourly=Decimal(90))
    assert shown(sign_in("manager"))["cost-rates"]["last"] is None
    assert sign_in("manager").get("/rules/history/cost-rates/").context["moments"] == []
    assert len(sign_in("rival").get("/rules/history/cost-rates/").context["moments"]) == 1


def test_what_one_removed_stays_in_ones_history(cast: Cast, sign_in) -> None:
    cost = services.cost_rate_set(actor=cast.manager, user=cast.rep, valid_from=dt.date(2026, 1, 1), hourly=Decimal(90))
    services.cost_rate_remove(cost, actor=cast.manager)
    moments = sign_in("manager").get("/rules/history/cost-rates/").context["moments"]
    assert [moment.event.verb for moment in moments] == ["cost_rate.removed", "cost_rate.set"]
    assert sign_in("rival").get("/rules/history/cost-rates/").context["moments"] == []


def test_an_import_changes_no_rule(cast: Cast, sign_in) -> None:
    Event.objects.create(actor=cast.admin, verb="import.done", subject_type="company", subject_id=1, changes={})
    assert shown(sign_in("manager"))["company"]["last"] is None


def test_an_unknown_rule_is_not_found(sign_in) -> None:
    assert sign_in("admin").get("/rules/history/gravity/").status_code == 404


@pytest.mark.parametrize("events", [1, 40])
def test_a_history_costs_the_same_at_any_length(cast: Cast, sign_in, django_assert_max_num_queries, events) -> None:
    Event.objects.bulk_create(
        Event(actor=cast.manager, verb="company.updated", subject_type="company", subject_id=1) for _ in range(events)
    )
    client = sign_in("manager")
    client.get("/rules/history/company/")
    with django_assert_max_num_queries(7):
        client.get("/rules/history/company/")


def test_the_index_stays_within_its_queries(sign_in, django_assert_max_num_queries) -> None:
    client = sign_in("admin")
    client.get("/rules/")
    with django_assert_max_num_queries(20):
        client.get("/rules/")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_every_rule_has_its_history(sign_in, rule) -> None:
    assert sign_in("admin").get(f"/rules/history/{rule.key}/").status_code == 200


def test_shares_and_days_stand_as_people_write_them(cast: Cast, sign_in) -> None:
    changes = {"platinum_share": ["0.5000", "0.45"], "night": "2026-11-27"}
    Event.objects.create(
        actor=cast.manager, verb="policy.judged", subject_type="tierpolicy", subject_id=1, changes=changes
    )
    (moment, *_older) = sign_in("manager").get("/rules/history/tiers/").context["moments"]
    told = {change.after.replace("\N{NO-BREAK SPACE}", " ").removesuffix(" 2026") for change in moment.changes}
    assert told == {"45 %", "27 Nov"}
