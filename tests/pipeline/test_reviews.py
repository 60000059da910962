"""Opportunity reviews: sixteen questions, scores over time, weak answers that become actions, the week's deals."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from foundation import clock
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from kam.my_day import MINE, Day
from pipeline import queries, services
from pipeline.choices import ReviewGroup
from pipeline.models import Opportunity, QuestionSet, ReviewAction, ReviewRule
from pipeline.queries.performance import figures as performance_figures
from pipeline.rules import group_scores
from pipeline.services import Given, Planned
from tests.cast import Cast, make_account
from tests.pipeline.make import close, opportunity


@pytest.fixture
def deal(cast: Cast) -> Opportunity:
    return opportunity(make_account(cast.rep))


def ask(row: Opportunity, *told: str, actions: Any = (), note: str = "") -> Any:
    """Reviews `row`: the first questions get these answers, the rest none."""
    questions = queries.present_questions()
    answers = {question.pk: Given(answer) for question, answer in zip(questions.questions.all(), told, strict=False)}
    return services.opportunity_review(
        row, actor=row.owner, questions=questions, answers=answers, actions=actions, note=note
    )


def first_question() -> int:
    return int(queries.present_questions().questions.all()[0].pk)


def test_sixteen_questions_are_shipped_in_four_groups_in_both_languages(db: Any) -> None:
    questions = queries.present_questions().questions.all()
    assert [question.group for question in questions] == [group for group in ReviewGroup for _ in range(4)]
    assert all(question.text and question.text_zh and question.hint and question.hint_zh for question in questions)


def test_answers_are_scored_by_group_and_what_is_left_open_counts_as_unknown(deal: Opportunity) -> None:
    review = ask(deal, "yes", "partly", "no", "yes", "yes")
    assert (review.score, review.group_scores) == (7, [5, 2, 0, 0])
    assert review.answers.filter(answer="unknown").count() == 11


@pytest.mark.parametrize(("answer", "points"), [("yes", 8), ("partly", 4), ("no", 0), ("unknown", 0)])
def test_four_equal_answers_make_a_group(answer: str, points: int) -> None:
    answers = [(group, answer) for group in ReviewGroup for _ in range(4)]
    assert group_scores(answers) == [points] * 4


def test_every_review_is_kept_and_the_score_is_told_over_time(deal: Opportunity) -> None:
    for count in (1, 3, 2):
        ask(deal, *["yes"] * count)
    reviewed = queries.reviewed(deal)
    assert reviewed.scores == [2, 6, 4]
    assert (reviewed.groups[0].score, reviewed.groups[0].past) == (4, [2, 6, 4])


def test_a_review_keeps_the_questions_it_was_answered_with(cast: Cast, deal: Opportunity) -> None:
    review = ask(deal, "yes")
    change_first(cast, "Is there a need?")
    answers = queries.answers_of(review)
    assert review.set.version == 1
    assert answers[0].question.text == "Has the customer named the problem in their own words?"
    assert queries.present_questions().questions.all()[0].text == "Is there a need?"


def test_a_form_of_old_questions_is_refused_and_keeps_what_was_typed(cast: Cast, deal: Opportunity, sign_in) -> None:
    old = first_question()
    change_first(cast, "Is there a need?")
    new = first_question()
    told = {"set_version": 1, f"answer_{old}": "yes", f"evidence_{new}": "They said so", "note": ""}
    response = sign_in("rep").post(f"/pipeline/{deal.pk}/review/", told)
    assert response.status_code == 422
    assert "They said so" in response.content.decode()
    assert not deal.reviews.exists()


def test_a_weak_answer_becomes_an_action_on_my_day(cast: Cast, deal: Opportunity) -> None:
    planned = Planned(first_question(), "Ask the plant manager", cast.rep, clock.today())
    ask(deal, "no", actions=[planned])
    [promise] = Day(cast.rep, MINE, clock.today()).due.rows
    assert (promise.text, promise.about) == ("Ask the plant manager", deal)


def test_an_action_that_is_done_is_off_my_day_and_doing_it_twice_writes_once(cast: Cast, deal: Opportunity) -> None:
    ask(deal, "no", actions=[Planned(first_question(), "Ask", cast.rep, clock.today())])
    action = ReviewAction.objects.get()
    for _ in range(2):
        services.review_action_done(action, actor=cast.rep)
    assert not Day(cast.rep, MINE, clock.today()).due.rows
    assert Event.objects.filter(verb="reviewaction.done").count() == 1


def test_a_strong_answer_takes_no_action(cast: Cast, deal: Opportunity) -> None:
    with pytest.raises(RuleBroken):
        ask(deal, "yes", actions=[Planned(first_question(), "Ask", cast.rep, clock.today())])
    assert not deal.reviews.exists()


def test_nobody_who_does_not_see_the_deal_is_given_an_action(cast: Cast, deal: Opportunity) -> None:
    with pytest.raises(RuleBroken, match="does not see"):
        ask(deal, "no", actions=[Planned(first_question(), "Ask", cast.outsider, clock.today())])


def test_a_closed_deal_is_not_reviewed(deal: Opportunity) -> None:
    with pytest.raises(RuleBroken, match="closed"):
        ask(close(deal, "won"), "yes")


def test_questions_are_changed_by_those_who_lead_with_a_reason(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        change_first(cast, "New", who="rep")
    with pytest.raises(RuleBroken, match="Say why"):
        change_first(cast, "New", reason="")
    assert QuestionSet.objects.count() == 1


def test_two_who_change_the_questions_do_not_overwrite_each_other(cast: Cast) -> None:
    first = queries.present_questions()
    change_first(cast, "Mine")
    with pytest.raises(StaleEdit):
        change_first(cast, "Yours", current=first)


def test_questions_that_stay_as_they_are_make_no_version(cast: Cast) -> None:
    current = queries.present_questions()
    assert change_first(cast, current.questions.all()[0].text) == current


def week_of(cast: Cast, who: str = "manager", **rule: Any) -> list[Opportunity]:
    asked = {"min_amount": None, "closing_days": None, "flagged": False} | rule
    rows = Opportunity.objects.visible_to(cast[who]).live()
    return list(queries.week(rows, ReviewRule(**asked), clock.today()))


def test_the_week_has_the_large_and_the_closing_ones(cast: Cast) -> None:
    account, today = make_account(cast.rep), clock.today()
    soon = opportunity(account, amount="10", expected_close_on=today + dt.timedelta(days=7))
    large = opportunity(account, amount="900")
    opportunity(account, amount="5")
    assert week_of(cast, min_amount=Decimal(900)) == [large]
    assert week_of(cast, closing_days=7) == [soon]
    assert week_of(cast, closing_days=6) == []


def test_what_shows_that_it_is_stuck_is_what_filter_review_and_performance_call_stuck(cast: Cast) -> None:
    account, today = make_account(cast.rep), clock.today()
    step = {"next_step": "Call", "next_step_on": today}
    normal = queries.Watch.of(today).normals[opportunity(account, **step).stage_id]
    old, new = (
        opportunity(account, opened_on=today - dt.timedelta(days=days), **step)
        for days in (normal.limit + 1, normal.limit)
    )
    assert (old.days_in_stage, new.days_in_stage) == (normal.limit + 1, normal.limit)
    watch = queries.Watch.of(today)
    shown = [row for row in watch.judged(Opportunity.objects.all()) if row.flag_stuck]
    filtered = queries.flagged(Opportunity.objects.all(), "stuck", today)
    told = performance_figures(cast.manager, cast.rep, today, today)
    assert shown == list(filtered) == week_of(cast, flagged=True) == [old]
    assert (told["stuck"], str(normal.limit + 1) in watch.raised(shown[0])[0].why) == (1, True)


def test_the_week_has_those_without_a_step_or_whose_date_is_past(cast: Cast) -> None:
    account, today = make_account(cast.rep), clock.today()
    step = {"next_step": "Call", "next_step_on": today}
    opportunity(account, **step)
    stepless, late = opportunity(account), opportunity(account, expected_close_on=today - dt.timedelta(days=1), **step)
    assert {row.pk for row in week_of(cast, flagged=True)} == {stepless.pk, late.pk}


def test_a_picked_one_belongs_to_the_week_until_it_is_reviewed(cast: Cast, deal: Opportunity, time_machine) -> None:
    services.review_pick(deal, actor=cast.manager)
    [row] = week_of(cast)
    assert row.is_picked
    ask(deal, "yes")
    [row] = week_of(cast)
    assert row.is_done
    time_machine.move_to(timezone.now() + dt.timedelta(days=7))
    assert week_of(cast) == []


def test_a_week_shows_no_deal_of_another_team(cast: Cast) -> None:
    opportunity(make_account(cast.outsider), amount="1000000")
    assert week_of(cast, min_amount=Decimal(1)) == []
    assert len(week_of(cast, "director", min_amount=Decimal(1))) == 1


def test_saving_goes_on_to_the_next_deal_and_at_last_to_the_week(cast: Cast, sign_in) -> None:
    account = make_account(cast.rep)
    small, large = opportunity(account, amount="10"), opportunity(account, amount="20")
    client = sign_in("manager")
    told = {"set_version": 1, "note": ""}
    after_large = client.post(f"/pipeline/{large.pk}/review/?week=1", told)
    assert after_large.url == f"/pipeline/{small.pk}/review/?week=1"
    assert client.post(after_large.url, told).url == "/pipeline/reviews/"


def test_what_was_answered_last_time_stands_in_the_form(cast: Cast, deal: Opportunity, sign_in) -> None:
    questions = queries.present_questions()
    answers = {first_question(): Given("yes", "The plant manager said so")}
    services.opportunity_review(deal, actor=cast.rep, questions=questions, answers=answers)
    form = sign_in("rep").get(f"/pipeline/{deal.pk}/review/").context["form"]
    assert form[f"answer_{first_question()}"].initial == "yes"
    assert form[f"evidence_{first_question()}"].initial == "The plant manager said so"


@pytest.mark.parametrize("count", [1, 12])
def test_a_walk_costs_the_same_at_any_size(cast: Cast, sign_in, django_assert_max_num_queries, count: int) -> None:
    rows = [opportunity(make_account(cast.rep, f"A{n}")) for n in range(count)]
    for row in rows:
        ask(row, "no", actions=[Planned(first_question(), "Ask", cast.rep, clock.today())])
    client = sign_in("manager")
    with django_assert_max_num_queries(12):
        client.get("/pipeline/reviews/")
    with django_assert_max_num_queries(12):
        client.get(f"/pipeline/{rows[0].pk}/review/?week=1")


def change_first(
    cast: Cast, text: str, *, who: str = "manager", reason: str = "Clearer", current: QuestionSet | None = None
) -> QuestionSet:
    """A version in which the first question reads `text`."""
    current = current or queries.present_questions()
    names = ("text", "text_zh", "hint", "hint_zh")
    texts = [{name: getattr(question, name) for name in names} for question in current.questions.all()]
    texts[0] = texts[0] | {"text": text}
    return services.questions_change(current, actor=cast[who], texts=texts, reason=reason)
