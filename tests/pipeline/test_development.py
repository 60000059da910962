"""Developing target accounts: five steps, what each needs, failures filed and found again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from foundation import clock
from foundation.errors import RuleBroken, StaleEdit
from journal.models import Event
from pipeline import queries, services
from pipeline.models import Development, DevelopmentStep
from tests.cast import Cast, make_account


def start(cast: Cast, name: str = "Target Works", **fields: Any) -> Development:
    told = {"goal": "Supply all presses", "competitor": fields.pop("competitor", "")}
    return services.development_start(actor=cast.rep, account=make_account(cast.rep, name, **fields), **told)


def record(row: Development, **told: Any) -> Development:
    services.development_record(row, actor=row.created_by, version=row.version, note="Met them", **told)
    row.refresh_from_db()
    return row


def fail(row: Development, lesson: str = "They buy from relatives") -> Development:
    return services.development_fail(
        row, actor=row.created_by, version=row.version, reason="relationship", lesson=lesson
    )


def test_five_steps_lead_to_an_account_that_is_won_over(cast: Cast) -> None:
    row = start(cast)
    for step in range(1, 6):
        assert (row.step.position, row.state) == (step, "open")
        row = record(row, go_on=True)
    assert (row.state, row.ended_on) == ("won", clock.today())
    assert [len(step.entries) for step in queries.steps_of(row)] == [1] * 5


def test_a_record_says_what_of_the_step_is_there(cast: Cast) -> None:
    row = start(cast)
    first = row.step.criteria[0]
    row = record(row, met=[first])
    step = queries.steps_of(row)[0]
    assert (step.met, len(step.missing)) == ([first], 2)


def test_what_is_met_is_met_in_the_other_language_too(cast: Cast) -> None:
    row = record(start(cast), met=[DevelopmentStep.objects.get(position=1).criteria[0]])
    with translation.override("zh-hans"):
        step = queries.steps_of(row)[0]
    assert (len(step.met), len(step.missing)) == (1, 2)
    assert step.met[0].startswith("为什么选这个客户")


def test_a_need_that_the_step_does_not_ask_for_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        record(start(cast), met=["A gold watch"])


def test_an_account_is_developed_once_at_a_time(cast: Cast) -> None:
    row = start(cast)
    with pytest.raises(RuleBroken, match="already"):
        services.development_start(actor=cast.rep, account=row.account, goal="Again")
    fail(row)
    assert services.development_start(actor=cast.rep, account=row.account, goal="Again").is_open


def test_a_failure_needs_a_reason_and_a_lesson_and_is_kept(cast: Cast) -> None:
    row = record(start(cast))
    with pytest.raises(RuleBroken, match="next one"):
        fail(row, lesson="")
    row = fail(row)
    assert (row.state, row.entries.count()) == ("failed", 1)
    with pytest.raises(RuleBroken, match="closed"):
        record(row)
    assert Event.objects.filter(verb="development.failed", account_id=row.account_id).exists()


def test_a_record_lies_neither_ahead_nor_in_a_step_that_went_on_meanwhile(cast: Cast) -> None:
    row = start(cast)
    with pytest.raises(RuleBroken, match="ahead"):
        record(row, on=clock.today() + dt.timedelta(days=1))
    version = row.version
    record(row, go_on=True)
    with pytest.raises(StaleEdit):
        services.development_record(row, actor=cast.rep, version=version, note="Late")
    assert row.entries.count() == 1


def test_a_failure_is_found_at_accounts_that_agree_in_two_things(cast: Cast) -> None:
    failed = fail(start(cast, industry="Steel", kind="giant", competitor="Rivalco"))
    seen = Development.objects.visible_to(cast.manager)
    twin = make_account(cast.rep, "Twin", industry="STEEL", kind="giant")
    half = make_account(cast.rep, "Half", industry="Steel", kind="growing")
    assert queries.failures_like(twin, seen) == [failed]
    assert queries.failures_like(half, seen) == []
    services.development_start(actor=cast.rep, account=half, goal="Presses", competitor="rivalco")
    assert queries.failures_like(half, seen) == [failed]


def test_nothing_known_is_like_nothing(cast: Cast) -> None:
    fail(start(cast))
    assert queries.failures_like(make_account(cast.rep, "Bare"), Development.objects.all()) == []


def test_an_account_is_not_like_itself(cast: Cast) -> None:
    row = fail(start(cast, industry="Steel", kind="giant"))
    assert queries.failures_like(row.account, Development.objects.all()) == []


def test_a_failure_out_of_sight_is_not_found(cast: Cast) -> None:
    account = make_account(cast.outsider, "Far", industry="Steel", kind="giant")
    row = services.development_start(actor=cast.outsider, account=account, goal="Presses")
    services.development_fail(row, actor=cast.outsider, version=row.version, reason="price", lesson="Too dear")
    twin = make_account(cast.rep, "Twin", industry="Steel", kind="giant")
    assert queries.failures_like(twin, Development.objects.visible_to(cast.manager)) == []
    assert queries.failures_like(twin, Development.objects.visible_to(cast.director)) == [row]


@pytest.mark.parametrize(
    "address", ["/accounts/{twin}/", "/pipeline/new/?account={twin}", "/pipeline/development/similar/?account={twin}"]
)
def test_it_is_shown_where_a_similar_account_appears(cast: Cast, sign_in, address: str) -> None:
    fail(start(cast, industry="Steel", kind="giant"))
    twin = make_account(cast.rep, "Twin", industry="Steel", kind="giant")
    page = sign_in("rep").get(address.format(twin=twin.pk)).content.decode()
    assert "failed in step 1" in page
    assert "They buy from relatives" in page


def test_it_is_shown_while_a_new_account_is_described(cast: Cast, sign_in) -> None:
    fail(start(cast, industry="Steel", kind="giant"))
    page = sign_in("rep").get("/pipeline/development/similar/", {"industry": "Steel", "kind": "giant"})
    assert "They buy from relatives" in page.content.decode()


def test_documents_are_linked_only_where_they_are_addresses(cast: Cast, sign_in) -> None:
    row = record(start(cast), documents="https://files.example/offer.pdf\njavascript:alert(1)\nContract 12")
    page = sign_in("rep").get(f"/pipeline/development/{row.pk}/").content.decode()
    assert 'href="https://files.example/offer.pdf"' in page
    assert 'href="javascript' not in page
    assert "Contract 12" in page


def test_pages_cost_the_same_at_any_size(cast: Cast, sign_in, django_assert_max_num_queries) -> None:
    rows = [record(start(cast, f"T{n}", industry="Steel", kind="giant")) for n in range(8)]
    fail(rows[0])
    client = sign_in("manager")
    with django_assert_max_num_queries(12):
        client.get("/pipeline/development/")
    with django_assert_max_num_queries(12):
        client.get(f"/pipeline/development/{rows[1].pk}/")
