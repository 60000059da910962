"""Taken out, brought into a company that has none of it, taken out again: the same."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.models import Account
from accounts.services import contact_create
from care import services as care
from dossier import services as dossier
from foundation import clock
from losses import services as losses
from losses.models import LossReason
from pipeline.models import Competitor
from plans import services as plans
from plans.models import AccountPlan
from relations import services as relations
from relations.choices import Closeness
from tests.integrations.test_import_deals import exported
from tests.losses.make import loss_of, step_of, win_back_of
from tests.plans.make import objective_of, plan_of
from tests.surveys.make import recorded

FILES = {
    "accounts": "/accounts/export.csv?ordering=name",
    "contacts": "/contacts/export.csv",
    "assessments": "/contacts/export.csv?assessments=yes",
    "acquaintances": "/contacts/known-by.csv",
    "wall_marks": "/reports/walls/marks.csv",
    "needs": "/accounts/needs.csv",
    "expectations": "/reports/expectations/export.csv",
    "contracts": "/reports/contracts/export.csv",
    "surveys": "/reports/satisfaction/surveys.csv",
    "losses": "/reports/losses/export.csv",
    "win_backs": "/reports/losses/win-backs.csv",
    "win_back_steps": "/reports/losses/steps.csv",
    "complaints": "/reports/complaints/export.csv",
    "plans": "/reports/plans/export.csv",
    "plan_objectives": "/reports/plans/objectives.csv",
}
"""In the order in which they are brought in."""


@pytest.fixture
def record(account, cast):
    """An account of which everything is known."""
    rep, today = cast.rep, clock.today()
    boss = contact_create(actor=rep, account=account, name="Liu Ying 刘颖", title="Director")
    buyer = contact_create(actor=rep, account=account, name="Wang Lei", reports_to=boss)
    relations.profile_set(actor=rep, contact=boss, influence=3, stance="for", cares_about="Uptime", hobbies="=Go")
    relations.assessment_set(
        actor=rep, contact=boss, self_control="high", others_control="low", buyer_type="half_believing",
        shared="Likes tea\nand figures", protected="Leaves next year",
    )  # fmt: skip
    relations.acquaintance_set(actor=rep, contact=boss, person=cast.manager, closeness=Closeness.TRUSTED, note="Army")
    relations.acquaintance_set(actor=rep, contact=buyer, person=rep, closeness=Closeness.MET)
    wall = relations.wall_mark(actor=rep, account=account, push=1, share=0, contact=1, rapport=2, note="First")
    relations.wall_mark(actor=cast.manager, account=account, version=wall.version, push=2)
    dossier.need_add(actor=rep, account=account, part="points", text="Delivery,\nthen price")
    old = dossier.expectation_add(
        actor=rep, account=account, text="A visit a month", heard_on=today - dt.timedelta(90), contact=boss, met="yes"
    )
    dossier.expectation_change(old, actor=rep, version=old.version, text="A visit a week", met="no")
    first = dossier.contract_add(
        actor=rep, account=account, title="Frame", external_id="C-1", signed_on=today - dt.timedelta(400),
        starts_on=today - dt.timedelta(390), ends_on=today - dt.timedelta(20), value=1000, currency="CNY",
    )  # fmt: skip
    dossier.contract_renew(first, actor=rep, version=first.version)
    lone = dossier.contract_add(
        actor=rep, account=account, title="Secrecy", signed_on=today, starts_on=today, kind="secrecy"
    )
    dossier.contract_terminate(lone, actor=rep, version=lone.version, terminated_on=today, end_note="Their new owner")
    recorded(account, (5, 3), contact=boss, comment="Late again")
    _complained(account, cast, boss)
    _lost_twice(account, cast, boss)
    _planned_twice(account)


def _planned_twice(account):
    """This year's waits for its review; all quarters of the last are reviewed."""
    year = clock.today().year
    mix = {"marketing": 60, "management": 30, "support": 10}
    plan = plan_of(account, strengths="Service\nPrice", opportunities="=A second plant", notes="Ours", **mix)
    AccountPlan.objects.filter(pk=plan.pk).update(review_on=dt.date(year, 4, 1))
    objective_of(plan, unit="%", reached=30, is_shared=True)
    plans.objective_update(
        objective_of(plan, text="Delivery", target=4.5), actor=account.owner, version=1, is_dropped=True
    )
    last = plan_of(account, year=year - 1, aim="A first order")
    AccountPlan.objects.filter(pk=last.pk).update(review_on=None)


def _complained(account, cast, boss):
    care.complaint_open(actor=cast.rep, account=account, text="Late again,\nand wet", contact=boss)
    closed = care.complaint_open(actor=cast.rep, account=account, text="Rust", level=2)
    care.complaint_close(
        closed, actor=cast.manager, version=1, result="Replaced", satisfaction=4, minutes=30, compensation=200
    )


def _lost_twice(account, cast, boss):
    today = clock.today()
    south = Competitor.objects.create(name="South")
    reasons = list(LossReason.objects.order_by("position")[:3])
    loss = loss_of(
        account, lost_on=today - dt.timedelta(300), reason=reasons[0], also=reasons[1:], competitor=south,
        decided_by=boss, learned="Ask earlier",
    )  # fmt: skip
    plan = win_back_of(loss, expected=5000)
    step = step_of(plan)
    losses.win_back_step_done(step, actor=cast.rep)
    losses.win_back_end(plan, actor=cast.rep, version=plan.version, won=True, result="They came back")
    account.refresh_from_db()
    again = loss_of(account, lost_on=today, reason=reasons[1])
    given_up = win_back_of(again, aim="A call")
    losses.win_back_end(given_up, actor=cast.rep, version=given_up.version, won=False, result="No answer")
    step_of(win_back_of(again, aim="A gift"), text="Bring it")


def test_the_whole_record(record, account, cast, load, sign_in):
    manager = sign_in("manager")
    before = {kind: exported(manager, path) for kind, path in FILES.items()}
    assert all(file.count(b"\n") > 1 for file in before.values()), "each file has rows"
    Account.objects.all().delete()
    for kind, file in before.items():
        outcome = load(kind, file, "--as", cast.manager.email)
        assert not outcome.refused, (kind, outcome.error, outcome.messages)
        assert outcome.counts[0], kind
    after = {kind: exported(manager, path) for kind, path in FILES.items()}
    for kind, file in before.items():
        assert after[kind].decode() == file.decode(), kind
    for kind, file in before.items():
        assert load(kind, file, "--as", cast.manager.email).counts[:2] == (0, 0), kind


def test_assessments_are_their_teams_alone(record, account, cast, load, sign_in):
    judged = exported(sign_in("rep"), FILES["assessments"])
    for name in ("director", "admin"):
        assert "half_believing" not in exported(sign_in(name), FILES["assessments"]).decode()
        for kind in ("acquaintances", "wall_marks"):
            assert exported(sign_in(name), FILES[kind]).count(b"\n") == 1, (name, kind)
    outcome = load("assessments", judged.replace(b"half_believing", b"trimmer"), "--as", cast.director.email)
    assert outcome.refused
    assert "team" in outcome.messages
    assert "half_believing" not in exported(sign_in("rep"), FILES["contacts"]).decode(), "left out unless asked"


@pytest.mark.parametrize(
    ("kind", "file", "column"),
    [
        ("assessments", "account,contact,self_control\n北京钢铁 Steel,Nobody,high\n", "contact"),
        ("assessments", "account,contact,buyer_type\n北京钢铁 Steel,Liu Ying 刘颖,clever\n", "buyer_type"),
        ("acquaintances", "account,contact,person,closeness\n北京钢铁 Steel,Liu Ying 刘颖,Nobody,1\n", "person"),
        ("acquaintances", "account,contact,person,closeness\n北京钢铁 Steel,Liu Ying 刘颖,Rep,7\n", "closeness"),
        ("wall_marks", "account,at,push,share,contact,rapport\n北京钢铁 Steel,2026-01-05 10:00,3,0,0,0\n", "push"),
        ("wall_marks", "account,at,push,share,contact,rapport\n北京钢铁 Steel,2098-01-05 10:00,1,0,0,0\n", "at"),
        ("needs", "account,part,text\n北京钢铁 Steel,weather,Rain\n", "part"),
        ("needs", "account,part,text,seen_on\n北京钢铁 Steel,focus,Rain,2098-01-01\n", "seen_on"),
        ("losses", "account,lost_on,reason,learned\n北京钢铁 Steel,2026-01-01,Bad luck,Nothing\n", "reason"),
        ("losses", "account,lost_on,reason,learned\n北京钢铁 Steel,2098-01-01,{reason},Nothing\n", "lost_on"),
        (
            "losses",
            (
                "account,lost_on,reason,learned,state,ended_on\n"
                "北京钢铁 Steel,2026-01-01,{reason},Much,won back,2025-01-01\n"
            ),
            "ended_on",
        ),
        ("win_backs", "account,lost_on,aim\n北京钢铁 Steel,2026-01-01,A call\n", "lost_on"),
        ("win_back_steps", "account,lost_on,aim,step,due_on\n北京钢铁 Steel,2026-01-01,A,B,2026-02-01\n", "lost_on"),
        ("expectations", "account,text,heard_on,ended_on\n北京钢铁 Steel,More,2026-02-01,2026-01-01\n", "ended_on"),
        ("contracts", "account,title,starts_on,follows\n北京钢铁 Steel,Frame,2026-01-01,C-9\n", "follows"),
    ],
)
def test_bad_rows_are_named_and_nothing_is_saved(kind, file, column, account, cast, load):
    contact_create(actor=cast.rep, account=account, name="Liu Ying 刘颖")
    reason = LossReason.objects.order_by("position").first()
    outcome = load(kind, file.format(reason=reason), "--as", cast.manager.email)
    assert (outcome.refused, outcome.problems) == (True, [(2, column)]), outcome.report["problems"]


def test_another_teams_accounts_are_none(account, cast, load):
    for kind, file in {
        "needs": "account,part,text\n北京钢铁 Steel,focus,Rain\n",
        "losses": "account,lost_on,reason,learned\n北京钢铁 Steel,2026-01-01,Price,Nothing\n",
        "wall_marks": "account,at,push,share,contact,rapport\n北京钢铁 Steel,2026-01-05 10:00,1,0,0,0\n",
        "plans": "account,year,aim\n北京钢铁 Steel,2026,First source\n",
        "plan_objectives": "account,year,text,baseline,target,due_on\n北京钢铁 Steel,2026,Share,1,2,2026-12-31\n",
    }.items():
        outcome = load(kind, file, "--as", cast.rival.email)
        assert (outcome.refused, outcome.problems) == (True, [(2, "account")]), kind
