"""Lines, competitors, shares, slips and exit criteria of an opportunity."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.models import Contact
from accounts.services import account_assign
from foundation import clock
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event
from pipeline.models import Opportunity, Rival, StageCriterion
from pipeline.services import (
    CriterionSpec,
    LineSpec,
    RivalSpec,
    criterion_tick,
    criterion_untick,
    lines_write,
    opportunities_follow,
    opportunity_reopen,
    opportunity_update,
    rivals_write,
    shares_write,
    stage_update,
)
from tests.pipeline.make import DAY, close, competitor, move, opportunity, product, stage


@pytest.fixture
def row(account):
    return opportunity(account, amount="1000")


def write_lines(row, *specs, take_sum=False):
    lines = [LineSpec(item, *(Decimal(number) for number in numbers)) for item, *numbers in specs]
    return lines_write(row, actor=row.owner, version=row.version, lines=lines, take_sum=take_sum)


def write_shares(row, actor, *shares):
    return shares_write(row, actor=actor, version=row.version, shares=[(who, Decimal(share)) for who, share in shares])


def test_the_amount_follows_the_lines_when_asked_to(row):
    row = write_lines(row, (product(), "3", "199.99", "10"), (product("ROLL"), "1.5", "100"), take_sum=True)
    assert row.amount == Decimal("539.97") + Decimal("150.00")
    last = row.moves.latest("id")
    assert (last.kind, last.amount_before, last.amount_after) == ("amount", Decimal(1000), row.amount)


def test_lines_alone_leave_the_amount(row):
    row = write_lines(row, (product(), "1", "5"))
    assert (row.amount, row.lines.get().total, row.moves.count()) == (1000, 5, 1)


@pytest.mark.parametrize(
    ("numbers", "field"),
    [(("0", "5"), "quantity"), (("-1", "5"), "quantity"), (("NaN", "5"), "quantity"), (("1", "-5"), "unit_price"),
     (("1", "Infinity"), "unit_price"), (("1", "5", "100.01"), "discount"), (("1e12", "5"), "quantity")],
)  # fmt: skip
def test_a_line_of_nonsense_is_refused(row, numbers, field):
    with pytest.raises(RuleBroken) as refused:
        write_lines(row, (product(), *numbers))
    assert refused.value.field == field


def test_lines_keep_their_currency(row):
    row = write_lines(row, (product(), "1", "5"))
    with pytest.raises(RuleBroken) as refused:
        opportunity_update(row, actor=row.owner, version=row.version, currency="EUR")
    assert refused.value.field == "currency"


def test_two_people_writing_lines_the_second_is_told(row):
    stale = Opportunity.objects.get(pk=row.pk)
    write_lines(row, (product(), "1", "5"))
    with pytest.raises(StaleEdit):
        write_lines(stale, (product("ROLL"), "1", "7"))


def test_who_it_was_lost_to_stands_among_its_competitors(row):
    rival = competitor()
    row = close(row, "lost", reason="competitor", lost_to=rival)
    assert (row.lost_to, row.rivals.get().standing) == (rival, "ahead")
    with pytest.raises(RuleBroken):
        rivals_write(row, actor=row.owner, version=row.version, rivals=[])
    row = opportunity_reopen(row, actor=row.owner, version=row.version)
    assert row.lost_to is None


def test_nobody_wins_by_losing_to_somebody(row):
    with pytest.raises(RuleBroken):
        close(row, "won", lost_to=competitor())


def test_a_competitor_stands_there_once(row):
    rival = competitor()
    with pytest.raises(RuleBroken):
        rivals_write(row, actor=row.owner, version=row.version, rivals=[RivalSpec(rival), RivalSpec(rival, "ahead")])


def test_a_co_owner_sees_the_deal_and_his_manager_too(cast, row):
    assert not Opportunity.objects.visible_to(cast.outsider).exists()
    write_shares(row, cast.director, (cast.rep, "60"), (cast.outsider, "40"))
    for who in (cast.outsider, cast.rival, cast.rep):
        assert Opportunity.objects.visible_to(who).get() == row
    assert not Opportunity.objects.visible_to(cast.peer).exists()


@pytest.mark.parametrize(("action", "status"), [("", 200), ("edit/", 200), ("move/", 200), ("assign/", 403)])
def test_a_co_owner_from_elsewhere_is_answered_as_one_of_the_team(cast, row, sign_in, api, action, status):
    write_shares(row, cast.director, (cast.rep, "60"), (cast.outsider, "40"))
    assert sign_in("outsider").get(f"/pipeline/{row.pk}/{action}").status_code == status
    assert sign_in("peer").get(f"/pipeline/{row.pk}/{action}").status_code == 404
    assert api("outsider").get(f"/api/v1/opportunities/{row.pk}/").status_code == 200


@pytest.mark.parametrize("shares", [("60", "30"), ("60", "40.01"), ("100", "0"), ("140", "-40"), ("NaN", "40")])
def test_shares_that_do_not_add_up_are_refused(cast, row, shares):
    with pytest.raises(RuleBroken):
        write_shares(row, cast.director, (cast.rep, shares[0]), (cast.peer, shares[1]))
    assert not row.co_owners.exists()


def test_the_owner_has_a_share(cast, row):
    with pytest.raises(RuleBroken):
        write_shares(row, cast.director, (cast.manager, "50"), (cast.peer, "50"))


def test_only_who_leads_shares_it_out(cast, row):
    with pytest.raises(Forbidden):
        write_shares(row, cast.rep, (cast.rep, "50"), (cast.peer, "50"))


def test_a_co_owner_who_becomes_owner_takes_over_the_rest(cast, row):
    row = write_shares(row, cast.director, (cast.rep, "60"), (cast.manager, "40"))
    opportunity_update(row, actor=cast.director, version=row.version, owner=cast.manager)
    assert not row.co_owners.exists()


def test_so_it_is_when_his_account_brings_it_to_him(cast, row):
    write_shares(row, cast.director, (cast.rep, "60"), (cast.outsider, "40"))
    account_assign(row.account, actor=cast.director, version=1, owner=cast.outsider, team=cast.south)
    opportunities_follow(row.account)
    row.refresh_from_db()
    assert row.owner == cast.outsider
    assert not row.co_owners.exists()


def test_what_was_taken_out_of_the_catalogue_stays_where_it_stands(cast, row, sign_in):
    gone = competitor(retired_at=timezone.now())
    Rival.objects.create(opportunity=row, competitor=gone)
    page = sign_in("rep").get(f"/pipeline/{row.pk}/competitors/")
    assert gone in page.context["form"]["competitor_0"].field.queryset


def test_each_slip_of_the_close_date_is_kept(row):
    today = clock.today()
    for days in (10, 25, 20):
        row = opportunity_update(row, actor=row.owner, version=row.version, expected_close_on=today + days * DAY)
    assert list(row.date_changes.values_list("days", flat=True)) == [None, 15, -5]


def test_a_required_criterion_holds_a_deal_back_until_it_is_ticked(cast, row):
    wanted = [CriterionSpec("Met the boss", "已见决策人", is_required=True), CriterionSpec("Has a need", "有需求")]
    stage_update(stage("prospect"), actor=cast.manager, version=1, criteria=wanted)
    row = move(row, "prospect")
    with pytest.raises(RuleBroken, match="Met the boss"):
        move(row, "upside")
    criterion_tick(row, actor=cast.rep, criterion=StageCriterion.objects.get(text="Met the boss"), evidence="Lunch")
    assert move(row, "upside").stage == stage("upside")


def test_going_back_asks_for_nothing(cast, row):
    row = move(row, "upside")
    wanted = [CriterionSpec("Met the boss", "已见决策人", is_required=True)]
    stage_update(stage("upside"), actor=cast.manager, version=1, criteria=wanted)
    assert move(row, "leads").stage == stage("leads")


def test_a_tick_says_who_and_why_and_can_be_taken_back(cast, row):
    criterion = stage("leads").criteria.all()[0]
    tick = criterion_tick(row, actor=cast.rep, criterion=criterion, evidence="Mail of 3 May")
    assert (tick.by, tick.evidence) == (cast.rep, "Mail of 3 May")
    assert criterion_tick(row, actor=cast.peer, criterion=criterion).by == cast.rep
    criterion_untick(row, actor=cast.rep, criterion=criterion)
    assert not row.ticks.exists()
    verbs = Event.objects.filter(subject_id=row.pk, subject_type="opportunity").values_list("verb", flat=True)
    assert {"opportunity.criterion_met", "opportunity.criterion_open"} <= set(verbs)


def test_a_criterion_keeps_its_ticks_when_its_words_change_and_when_it_goes(cast, row):
    first, second = stage("leads").criteria.all()
    criterion_tick(row, actor=cast.rep, criterion=first)
    changed = stage_update(
        stage("leads"), actor=cast.manager, version=1, criteria=[CriterionSpec("Other words", "另说", id=first.pk)]
    )
    assert list(changed.criteria.values_list("text", flat=True)) == ["Other words"]
    assert row.ticks.get().criterion_id == first.pk
    stage_update(changed, actor=cast.manager, version=changed.version, criteria=[])
    assert not changed.criteria.exists()
    assert row.ticks.exists()
    assert not StageCriterion.every.filter(pk=second.pk).exists()


def test_a_move_is_dated_between_its_last_move_and_today(cast, account):
    today = clock.today()
    row = opportunity(account, opened_on=today - 9 * DAY)
    for day in (today - 10 * DAY, today + DAY):
        with pytest.raises(RuleBroken) as refused:
            move(row, "prospect", moved_on=day)
        assert refused.value.field == "moved_on"
    row = move(row, "prospect", moved_on=today - 4 * DAY)
    assert row.stage_since.date() == today - 4 * DAY
    assert row.moves.latest("id").days == pytest.approx(5, abs=0.01)


def test_a_co_owner_from_elsewhere_does_not_see_the_account(cast, row, sign_in):
    write_shares(row, cast.director, (cast.rep, "60"), (cast.outsider, "40"))
    answer = sign_in("outsider").get(row.get_absolute_url())
    assert answer.status_code == 200
    assert row.account.get_absolute_url() not in answer.content.decode()
    assert sign_in("outsider").get(row.account.get_absolute_url()).status_code == 404


def test_a_co_owner_is_shown_no_contact_of_an_account_he_does_not_see(cast, row, sign_in):
    write_shares(row, cast.director, (cast.rep, "60"), (cast.outsider, "40"))
    contact = Contact.objects.create(account=row.account, name="Ms Li")
    shown = [list(sign_in(who).get(f"/pipeline/{row.pk}/stakeholders/new/").context["form"]["contact"].field.queryset)
             for who in ("rep", "outsider")]  # fmt: skip
    assert shown == [[contact], []]
