"""Experience less expectation, dimension by dimension; what is asked is kept; bad answers are refused whole."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Account, Contact
from accounts.services import account_merge, merge_undo
from care.services import complaint_close, complaint_open
from foundation import clock
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from notices.models import Notice
from surveys import services
from surveys.choices import Asks, Occasion
from surveys.models import Survey, SurveyLine, SurveyPoint, SurveyRule
from surveys.services import Answer, PointSpec
from tests.cast import make_account

from .make import answers, asked, points, recorded

DAY = dt.timedelta(days=1)


def test_the_gap_is_the_mean_of_the_dimensions_and_the_worst_comes_first(account):
    row = recorded(account, (5, 3), (4, 5), (5, 2))
    assert (row.expectation, row.experience, row.gap) == (Decimal("4.67"), Decimal("3.33"), Decimal("-1.33"))
    assert (row.worst, row.worst_gap) == (points()[2], -3)
    assert (row.cognitive, row.affective, row.behavioural) == (4, 4, 4)
    assert row.lines.count() == SurveyPoint.objects.count()
    assert row.lines.filter(experience=None, kind=Asks.SATISFACTION).count() == len(points()) - 3


def test_of_equal_gaps_the_first_is_mended_first_and_without_any_none(account):
    assert recorded(account, (4, 4), (5, 3), (5, 3)).worst == points()[1]
    assert recorded(account, (3, 4), (4, 4)).worst is None


@pytest.mark.parametrize("mark", [0, 6, -1, 100])
def test_a_mark_out_of_range_is_refused_whole(account, mark):
    for said in (Answer(points()[0].pk, mark, 3), Answer(points()[0].pk, 3, mark)):
        with pytest.raises(RuleBroken):
            services.survey_record(actor=account.owner, account=account, answers=[said])
    said = [*answers((4, 4), loyalty=None), Answer(points(Asks.COGNITIVE)[0].pk, mark=mark)]
    with pytest.raises(RuleBroken):
        services.survey_record(actor=account.owner, account=account, answers=said)
    assert not Survey.objects.exists()
    assert not SurveyLine.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"), [({"expectation": 4}, "experience"), ({"experience": 4}, "expectation"), ({"mark": 4}, "mark")]
)
def test_a_dimension_takes_both_marks(account, said, field):
    point = points()[0]
    with pytest.raises(RuleBroken) as refused:
        services.survey_record(actor=account.owner, account=account, answers=[Answer(point.pk, **said)])
    assert refused.value.field == f"{field}_{point.pk}"


def test_unknown_points_doubles_and_nothing_at_all_are_refused(account):
    one = Answer(points()[0].pk, 4, 4)
    for said in ([Answer(999_999, 4, 4)], [one, one], [], [Answer(points(Asks.AFFECTIVE)[0].pk, mark=3)]):
        with pytest.raises(RuleBroken):
            services.survey_record(actor=account.owner, account=account, answers=said)
    statement = points(Asks.AFFECTIVE)[0]
    with pytest.raises(RuleBroken):
        services.survey_record(actor=account.owner, account=account, answers=[one, Answer(statement.pk, 3, 3)])


def test_an_archived_account_is_not_asked_a_lost_one_may_be(account):
    Account.objects.filter(pk=account.pk).update(lost_on=clock.today())
    assert recorded(account).is_answered
    Account.objects.filter(pk=account.pk).update(archived_at=timezone.now())
    for make in (recorded, asked):
        with pytest.raises(RuleBroken) as refused:
            make(account)
        assert refused.value.field == "account"


def test_who_and_what_belong_to_the_account(account, cast):
    other = make_account(cast.rep, "Other")
    stranger = Contact.objects.create(account=other, name="Ann", sort_key="ann", search_text="ann")
    complaint = complaint_open(actor=cast.rep, account=other, text="Late")
    for about in ({"contact": stranger}, {"complaint": complaint}):
        with pytest.raises(RuleBroken) as refused:
            recorded(account, **about)
        assert refused.value.field == next(iter(about))


@pytest.mark.parametrize("day", [clock.today() + DAY, dt.date(1900, 1, 1)])
def test_a_day_that_cannot_be_is_refused(account, day):
    with pytest.raises(RuleBroken) as refused:
        recorded(account, answered_on=day)
    assert refused.value.field == "answered_on"


def test_a_survey_keeps_the_questions_it_was_asked_with(account, cast):
    row = asked(account)
    first, second, *_rest = SurveyPoint.objects.all()
    specs = [
        PointSpec(first, 1, first.kind, 1, "Goods", "货物"),
        PointSpec(second, 1, second.kind, 2, second.text, second.text_zh, is_offered=False),
        PointSpec(None, 1, Asks.SATISFACTION, 2, "Packing", "包装"),
    ]
    services.survey_points_set(actor=cast.manager, wanted=specs)
    assert [line.text for line in row.lines.all()][:2] == ["Product quality", "Delivery on time and complete"]
    services.survey_answer(row, answers=[Answer(second.pk, 5, 3)])
    assert [point.text for point in points()][:2] == ["Goods", "Packing"]
    told = Event.objects.filter(verb__startswith="surveypoint.").order_by("id").values_list("verb", flat=True)
    assert list(told) == ["surveypoint.changed", "surveypoint.changed", "surveypoint.created"]


def test_only_who_leads_changes_the_questions_and_one_dimension_stays(account, cast):
    every = [PointSpec(row, 1, row.kind, row.position, row.text, row.text_zh, is_offered=False) for row in points()]
    with pytest.raises(Forbidden):
        services.survey_points_set(actor=cast.rep, wanted=every)
    with pytest.raises(RuleBroken):
        services.survey_points_set(actor=cast.manager, wanted=every)
    assert len(points()) == len(every)
    stale = [spec._replace(version=7) for spec in every]
    with pytest.raises(StaleEdit):
        services.survey_points_set(actor=cast.manager, wanted=stale)


def test_the_rule_of_days(cast):
    rule = SurveyRule.current()
    for wrong in ({"link_days": 0}, {"link_days": 91}, {"stale_days": 0}, {"stale_days": 4000}):
        with pytest.raises(RuleBroken):
            services.survey_rule_set(
                rule, actor=cast.manager, version=1, **{"link_days": 7, "stale_days": 100, **wrong}
            )
    assert services.survey_rule_set(rule, actor=cast.manager, version=1, link_days=7, stale_days=100).version == 2


def test_what_the_customer_wrote_is_set_aside_by_who_leads_only(account, cast):
    mine, theirs = recorded(account), asked(account)
    theirs = services.survey_answer(theirs, answers=answers((5, 1)))
    services.survey_withdraw(mine, actor=cast.rep, version=mine.version, note="Wrong account")
    with pytest.raises(Forbidden):
        services.survey_withdraw(theirs, actor=cast.rep, version=theirs.version, note="They did not mean it")
    row = services.survey_withdraw(theirs, actor=cast.manager, version=theirs.version, note="A joke")
    assert row.state == "withdrawn"
    assert not Survey.objects.answered().exists()
    with pytest.raises(RuleBroken):
        services.survey_withdraw(row, actor=cast.manager, version=row.version, note="Again")


def test_a_withdrawal_says_why_and_is_not_stale(account, cast):
    row = asked(account)
    with pytest.raises(RuleBroken):
        services.survey_withdraw(row, actor=cast.rep, version=1, note=" ")
    with pytest.raises(StaleEdit):
        services.survey_withdraw(row, actor=cast.rep, version=7, note="x")


def test_the_owner_hears_what_the_customer_says_and_not_what_he_wrote_himself(account, cast):
    row = asked(account, actor=cast.manager)
    services.survey_answer(row, answers=answers((5, 2)), comment="Trucks come late")
    told = Notice.objects.order_by("person_id").values_list("person_id", "verb", "detail")
    said = ("survey.dissatisfied", "Trucks come late")
    assert set(told) == {(cast.rep.pk, *said), (cast.manager.pk, *said)}
    Notice.objects.all().delete()
    recorded(account)
    assert not Notice.objects.filter(person=cast.rep).exists()


def test_after_a_complaint_the_answer_about_it_stands_with_the_complaint(account, cast):
    complaint = complaint_open(actor=cast.rep, account=account, text="Late")
    complaint = complaint_close(complaint, actor=cast.rep, version=1, result="Sent anew")
    row = asked(account, complaint=complaint)
    assert (row.occasion, row.asks_about_complaint) == (Occasion.COMPLAINT, True)
    services.survey_answer(row, answers=answers((4, 4)), satisfaction=5)
    complaint.refresh_from_db()
    assert complaint.satisfaction == 5


def test_surveys_follow_a_merge_and_come_back_with_its_undoing(account, cast):
    other = make_account(cast.rep, "Other")
    ours, theirs, link = recorded(account), recorded(other, (5, 1)), asked(other)
    versions = {row.pk: row.version for row in Account.objects.all()}
    merge = account_merge(
        account, other, actor=cast.admin, version=versions[account.pk], merged_version=versions[other.pk]
    )
    assert set(account.surveys.all()) == {ours, theirs, link}
    assert services.survey_answer(Survey.objects.get(pk=link.pk), answers=answers((4, 3))).account_id == account.pk
    merge_undo(merge, actor=cast.admin)
    assert set(other.surveys.all()) == {theirs, link}
