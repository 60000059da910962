from __future__ import annotations

from decimal import Decimal

import pytest

from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from pipeline.defaults import ensure_defaults
from pipeline.models import Stage, StageCriterion
from pipeline.services import CriterionSpec, stage_update
from tests.pipeline.make import stage


def test_six_stages_are_shipped(db):
    assert list(Stage.objects.values_list("name", "name_zh", "probability")) == [
        ("Leads", "导引", 10), ("Prospect", "潜在机会", 20), ("Opportunity", "机会", 30),
        ("Pipeline", "评估中", 50), ("Upside", "高可能", 60), ("Committed", "承诺", 70),
    ]  # fmt: skip
    assert all(row.criteria.exists() for row in Stage.objects.all())


def test_what_somebody_changed_stays(cast):
    stage_update(stage("leads"), actor=cast.manager, version=1, probability=Decimal(5))
    Stage.objects.get(key="committed").delete()
    ensure_defaults()
    assert Stage.objects.count() == 5
    assert stage("leads").probability == 5


def test_a_rep_may_not(cast):
    with pytest.raises(Forbidden):
        stage_update(stage("leads"), actor=cast.rep, version=1, probability=Decimal(5))


@pytest.mark.parametrize("probability", ["-1", "100.01", "19.99", "50.01", "NaN"])
def test_a_probability_lies_between_its_neighbours(cast, probability):
    with pytest.raises(RuleBroken) as refusal:
        stage_update(stage("opportunity"), actor=cast.manager, version=1, probability=Decimal(probability))
    assert refusal.value.field == "probability"


def test_its_neighbours_are_told_in_plain_figures(cast):
    with pytest.raises(RuleBroken, match="Between 20 and 50 %: "):
        stage_update(stage("opportunity"), actor=cast.manager, version=1, probability=Decimal(51))


@pytest.mark.parametrize("probability", ["20", "35.5", "50"])
def test_it_may_equal_them(cast, probability):
    row = stage_update(stage("opportunity"), actor=cast.manager, version=1, probability=Decimal(probability))
    assert row.probability == Decimal(probability)


def test_the_event_keeps_before_and_after(cast):
    stage_update(
        stage("leads"), actor=cast.manager, version=1, probability=Decimal(15), criteria=[CriterionSpec("Need", "需求")]
    )
    event = Event.objects.get(verb="stage.updated")
    assert event.changes["probability"] == ["10.00", "15"]
    assert event.changes["criteria"][1] == [["Need", "需求"]]
    assert (event.actor, len(event.changes["criteria"][0])) == (cast.manager, 2)


def test_nothing_changed_writes_nothing(cast):
    stage_update(stage("leads"), actor=cast.manager, version=1, probability=Decimal(10))
    assert not Event.objects.exists()


def test_a_stale_change_is_refused_and_leaves_the_criteria(cast):
    stage_update(stage("leads"), actor=cast.manager, version=1, name="Lead")
    before = StageCriterion.objects.count()
    with pytest.raises(StaleEdit):
        stage_update(stage("leads"), actor=cast.director, version=1, name="Hint", criteria=[])
    assert StageCriterion.objects.count() == before


@pytest.fixture
def manager(sign_in):
    return sign_in("manager")


def as_typed(**fields):
    shipped = {"name": "Leads", "name_zh": "导引", "category": "pipeline", "probability": "12", "normal_days": "10"}
    return {**shipped, "version": "1", **fields}


def test_the_page_writes_columns_and_criteria(manager):
    typed = as_typed(text_0="Has a need", text_zh_0="有需求", text_2="Has a name")
    assert manager.post("/rules/stages/leads/", typed).status_code == 302
    row = stage("leads")
    assert (row.probability, row.normal_days) == (12, 10)
    assert list(row.criteria.values_list("text", "text_zh")) == [("Has a need", "有需求"), ("Has a name", "Has a name")]


def test_the_page_says_what_is_wrong_and_keeps_the_rest(manager):
    response = manager.post("/rules/stages/leads/", as_typed(probability="99", text_0="Typed words"))
    assert response.status_code == 422
    assert "probability" in response.context["form"].errors
    assert "Typed words" in response.content.decode()


def test_the_page_shows_what_was_saved_meanwhile(cast, manager):
    stage_update(stage("leads"), actor=cast.director, version=1, normal_days=99)
    response = manager.post("/rules/stages/leads/", as_typed())
    assert response.status_code == 412
    assert "99" in response.content.decode()


def test_an_unknown_stage_is_a_404(manager):
    assert manager.get("/rules/stages/nowhere/").status_code == 404
