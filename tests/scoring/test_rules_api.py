"""The rules of churn, market and the value of keeping, and market shares taken back, through the API."""

from __future__ import annotations

from decimal import Decimal

import pytest

from journal.models import Event
from scoring.models import ChurnRule, KeyMark, MarketRule, MarketShare, RetentionRule
from scoring.services import key_marks_set, market_share_set
from tests.cast import make_account

RULES = [
    ("churn", ChurnRule, "horizon_days", 60, 3),
    ("churn", ChurnRule, "stale_days", 60, 3),
    ("churn", ChurnRule, "watch_from", "0.20", "0.99"),
    ("market", MarketRule, "key_share", "0.4500", "1.2"),
    ("market", MarketRule, "opportunity_to", "0.3500", "0.1"),
    ("retention", RetentionRule, "discount_rate", "0.0800", "-0.1"),
    ("retention", RetentionRule, "min_accounts", 30, 4),
]
each = pytest.mark.parametrize(("of", "model", "field", "good", "bad"), RULES)


def at(of: str) -> str:
    return f"/api/v1/{of}-rules/1/"


@each
def test_who_leads_changes_it_with_the_version_that_he_read(api, cast, of, model, field, good, bad):
    client = api("manager")
    etag = client.get(at(of))["ETag"]
    answer = client.patch(at(of), {field: good}, format="json", HTTP_IF_MATCH=etag)
    assert (answer.status_code, answer.json()[field]) == (200, good)
    assert getattr(model.current(), field) == (Decimal(good) if isinstance(good, str) else good)
    assert Event.objects.filter(verb=f"{of}_rule.updated", actor=cast.manager).count() == 1
    assert api("rep").get(at(of)).json() == answer.json()


@each
def test_what_it_cannot_be_is_refused_by_field_and_nothing_is_written(api, cast, of, model, field, good, bad):
    before = model.objects.values().get()
    for value in (bad, "NaN", "x", None):
        answer = api("manager").patch(at(of), {"version": 1, field: value}, format="json")
        assert (answer.status_code, list(answer.json()["errors"])) == (400, [field]), value
    assert model.objects.values().get() == before


@each
def test_who_does_not_lead_and_who_is_late_write_nothing(api, cast, of, model, field, good, bad):
    before = model.objects.values().get()
    assert api("rep").patch(at(of), {"version": 1, field: good}, format="json").status_code == 403
    assert api("manager").patch(at(of), {field: good}, format="json").status_code == 428
    assert api("manager").patch(at(of), {"version": 7, field: good}, format="json").status_code == 412
    assert api("manager").patch(at(of), {"version": 1, "strange": 1}, format="json").status_code == 400
    assert model.objects.values().get() == before
    assert not Event.objects.filter(verb=f"{of}_rule.updated").exists()


def test_a_market_share_is_taken_back_by_who_leads(api, cast):
    row = market_share_set(actor=cast.manager, period="2025", market="whole", share=Decimal("0.3"))
    one = f"/api/v1/market-shares/{row.pk}/"
    assert api("rep").delete(one).status_code == 403
    assert MarketShare.objects.filter(pk=row.pk).exists()
    assert api("manager").delete(one).status_code == 204
    assert not MarketShare.objects.exists()
    assert Event.objects.filter(verb="market_share.removed", actor=cast.manager).count() == 1


@pytest.mark.parametrize("of", ["churn", "market", "retention"])
def test_a_list_of_one_takes_no_filter(api, cast, of):
    assert api("rep").get(f"/api/v1/{of}-rules/").json()["results"][0]["version"] == 1
    assert api("rep").get(f"/api/v1/{of}-rules/?strange=1").status_code == 400


def test_a_key_mark_is_ended_once_by_who_sees_the_account(api, cast):
    (mark,) = key_marks_set(make_account(cast.rep), actor=cast.rep, marks={"damage": 3})
    one = f"/api/v1/key-marks/{mark.pk}/"
    assert api("outsider").delete(one).status_code == 404
    assert KeyMark.objects.get().ended_at is None
    assert api("rep").delete(one).status_code == 204
    assert KeyMark.objects.get().ended_at is not None
    assert api("rep").delete(one).status_code == 400
    assert Event.objects.filter(verb="key_account.marked").count() == 2
