"""Everything a route may need, around one account of `rep`; each row is made when it is first asked for."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import Account, Cadence, Contact, LikePair, Merge, OwnCadence, SavedView, Visit
from accounts.services import account_merge, merge_undo
from care.models import Complaint
from dossier.models import Attachment, Contract, ContractReminder, Expectation, Need
from dossier.services import attachment_add
from foundation import clock
from integrations.feeds import calendar_feed_make, calendar_feed_of
from integrations.models import ApiKey, Import
from losses.models import Loss, LossReason, WinBack, WinBackStep
from notices.models import Notice
from pipeline.models import (
    Adjustment,
    AgreedAction,
    Competitor,
    Development,
    DevelopmentStep,
    Opportunity,
    OpportunityReview,
    PerformanceReview,
    Product,
    Proposal,
    Quota,
    ReviewAction,
    Snapshot,
    Stage,
    StageCriterion,
    Stakeholder,
)
from pipeline.queries import present_questions
from pipeline.services import proposal_make
from plans.models import AccountPlan, Objective, PlanAction, PlanReview
from plans.queries.review import what_stands
from relations.models import (
    Acquaintance,
    Assessment,
    HelpRequest,
    MarkAdvice,
    Profile,
    Referral,
    Wall,
)
from scoring.models import (
    Alert,
    AlertRule,
    AlertStep,
    ChurnFit,
    ChurnPrediction,
    ChurnRule,
    KeyMark,
    LedgerEntry,
    MarketShare,
    Playbook,
    RetentionRule,
    ScoringRun,
    TierPin,
    TierPolicy,
)
from surveys.models import Survey, SurveyPoint
from surveys.services import survey_ask
from teams.models import CostRate, ExchangeRate, Subscription
from tests.cast import Cast, make_account, make_key
from tests.dossier.papers import picture
from wallet.models import Estimate
from wallet.rules import month_ended
from wallet.services import estimate_add


def _versions(survivor: Account, merged: Account) -> dict[str, int]:
    """As the database has them: what was made around an account may have changed it since."""
    found = Account.objects.in_bulk([survivor.pk, merged.pk])
    return {"version": found[survivor.pk].version, "merged_version": found[merged.pk].version}


class World:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    @cached_property
    def account(self) -> Account:
        return make_account(self.cast.rep)

    @cached_property
    def outsiders_account(self) -> Account:
        """An account that only outsider, rival, director and admin see."""
        return make_account(self.cast.outsider, "Southern Glass")

    @cached_property
    def subscription(self) -> Subscription:
        return Subscription.objects.create(user=self.cast.rep, report="funnel", language="en")

    @cached_property
    def notice(self) -> Notice:
        """Of rep alone: that the manager gave him the account."""
        told = {"subject_type": "account", "subject_id": self.account.pk, "account_id": self.account.pk}
        return Notice.objects.create(
            person=self.cast.rep, kind="given", verb="account.assigned", at=timezone.now(), about="Steel", **told
        )

    @cached_property
    def contact(self) -> Contact:
        return Contact.objects.create(account=self.account, name="李娜", sort_key="li na", search_text="李娜")

    @cached_property
    def second_account(self) -> Account:
        return make_account(self.cast.rep, "Second Works")

    @cached_property
    def like_pair(self) -> LikePair:
        """rep's two accounts look like one."""
        return LikePair.objects.create(first=self.account, second=self.second_account, reasons=["n"], weight=4)

    @cached_property
    def merge(self) -> Merge:
        """A third of rep's accounts became a part of the first."""
        third = make_account(self.cast.rep, "Third Works")
        return account_merge(self.account, third, actor=self.cast.admin, **_versions(self.account, third))

    @cached_property
    def undone_merge(self) -> Merge:
        """The outsider's account became a part of rep's, and is its own again."""
        both = (self.account, self.outsiders_account)
        merge = account_merge(*both, actor=self.cast.admin, **_versions(*both))
        return merge_undo(merge, actor=self.cast.admin)

    @cached_property
    def outsiders_contact(self) -> Contact:
        return Contact.objects.create(account=self.outsiders_account, name="Ann", sort_key="ann", search_text="ann")

    @cached_property
    def superior(self) -> Contact:
        """Another person at rep's account."""
        return Contact.objects.create(account=self.account, name="王强", sort_key="wang qiang", search_text="王强")

    @cached_property
    def profile(self) -> Profile:
        return Profile.objects.create(contact=self.contact, influence=3, stance="for")

    @cached_property
    def assessment(self) -> Assessment:
        return Assessment.objects.create(contact=self.contact, self_control="high", others_control="low")

    @cached_property
    def acquaintance(self) -> Acquaintance:
        return Acquaintance.objects.create(contact=self.contact, person=self.cast.rep, closeness=3)

    @cached_property
    def referral(self) -> Referral:
        """Somebody at rep's account brought another one of rep's."""
        return Referral.objects.create(account=self.second_account, introducer=self.contact)

    @cached_property
    def wall(self) -> Wall:
        """Of rep's account: 3 of 8."""
        return Wall.objects.create(account=self.account, push=1, share=0, contact=0, rapport=2)

    @cached_property
    def help_request(self) -> HelpRequest:
        """rep asks peer."""
        return HelpRequest.objects.create(
            account=self.account, mark="share", text="Come along", helper=self.cast.peer, asked_by=self.cast.rep,
            due_on=clock.today(),
        )  # fmt: skip

    @cached_property
    def complaint(self) -> Complaint:
        """Of rep's account, a grievance that rep handles."""
        return self._complaint()

    @cached_property
    def closed_complaint(self) -> Complaint:
        return self._complaint(result="Replaced", closed_at=timezone.now())

    def _complaint(self, **fields: Any) -> Complaint:
        due = timezone.now() + dt.timedelta(hours=8)
        return Complaint.objects.create(
            account=self.account, text="Late again", handler=self.cast.rep, due_at=due, currency="CNY", **fields
        )

    @cached_property
    def survey(self) -> Survey:
        """Of rep's account: a link that is out."""
        return survey_ask(actor=self.cast.rep, account=self.account, language="en")

    @cached_property
    def survey_said(self) -> dict[str, object]:
        """A form's answer to its first dimension."""
        point = SurveyPoint.objects.first().pk
        return {f"expectation_{point}": 5, f"experience_{point}": 3, "answered_on": clock.today().isoformat()}

    @cached_property
    def estimate(self) -> Estimate:
        """Of rep's account."""
        return estimate_add(actor=self.cast.rep, account=self.account, amount=Decimal(100_000), currency="CNY")

    @cached_property
    def estimate_said(self) -> dict[str, object]:
        """As a form sends it."""
        today = clock.today().isoformat()
        said = {"amount": "100000", "currency": "CNY", "until": month_ended(clock.today()), "source": "said"}
        return {**said, "heard_on": today, "heard_by": self.cast.rep.pk}

    @cached_property
    def contract(self) -> Contract:
        """With rep's account, and rep's to look after; it ends in a year."""
        today = clock.today()
        return Contract.objects.create(
            account=self.account, title="Frame agreement", currency="CNY", owner=self.cast.rep, starts_on=today,
            signed_on=today, ends_on=today + dt.timedelta(days=365),
        )  # fmt: skip

    @cached_property
    def attachment(self) -> Attachment:
        """Of rep's account: a picture."""
        file = SimpleUploadedFile("works.png", picture())
        return attachment_add(actor=self.cast.rep, account=self.account, file=file)

    @cached_property
    def removed_attachment(self) -> Attachment:
        told = {"kind": "txt", "size": 1, "digest": "0" * 64, "file": "attachments/none.txt"}
        return Attachment.objects.create(
            account=self.account, name="Old.txt", removed_at=timezone.now(), removed_by=self.cast.rep, **told
        )

    @cached_property
    def expectation(self) -> Expectation:
        """Of rep's account."""
        return Expectation.objects.create(account=self.account, text="Answer within a day", heard_by=self.cast.rep)

    @cached_property
    def own_cadence(self) -> OwnCadence:
        return OwnCadence.objects.create(account=self.account, days=30, reason="Few people")

    @cached_property
    def need(self) -> Need:
        """How rep's account buys."""
        return Need.objects.create(account=self.account, part="buying", text="By tender", seen_by=self.cast.rep)

    @cached_property
    def contract_reminder(self) -> ContractReminder:
        return ContractReminder.objects.get(tier="gold")

    @cached_property
    def plan(self) -> AccountPlan:
        """Of rep's account, for this year; a quarter waits for its review."""
        today = clock.today()
        return AccountPlan.objects.create(account=self.account, year=today.year, aim="First source", review_on=today)

    @cached_property
    def objective(self) -> Objective:
        return Objective.objects.create(
            plan=self.plan, text="Share of wallet", baseline=20, target=40, due_on=clock.today(), is_shared=True
        )

    @cached_property
    def plan_action(self) -> PlanAction:
        """Rep's, due today."""
        return PlanAction.objects.create(
            plan=self.plan, text="Train their fitters", owner=self.cast.rep, due_on=clock.today(), is_shared=True
        )

    @cached_property
    def plan_review(self) -> PlanReview:
        """Of an earlier quarter."""
        return PlanReview.objects.create(
            plan=self.plan, quarter="2025-01-01", note="Done", figures=what_stands(self.plan), by=self.cast.rep
        )

    @cached_property
    def loss(self) -> Loss:
        """Of another account of rep's."""
        account = make_account(self.cast.rep, "Lost Ltd", lost_on=clock.today())
        reason = LossReason.objects.order_by("position")[0]
        return Loss.objects.create(
            account=account, lost_on=clock.today(), reason=reason, learned="Call them more often"
        )

    @cached_property
    def win_back(self) -> WinBack:
        """Of that loss, running."""
        return WinBack.objects.create(loss=self.loss, approach="offer", aim="A better price", currency="CNY")

    @cached_property
    def win_back_step(self) -> WinBackStep:
        """Rep's, due today."""
        return WinBackStep.objects.create(
            win_back=self.win_back, text="Call their buyer", owner=self.cast.rep, due_on=clock.today()
        )

    @cached_property
    def mark_advice(self) -> MarkAdvice:
        return MarkAdvice.objects.order_by("position")[0]

    @cached_property
    def visit(self) -> Visit:
        """Logged by rep, with an open next step due today."""
        return self._visit(state="logged", next_step="Send the offer", next_step_on=clock.today())

    @cached_property
    def planned_visit(self) -> Visit:
        return self._visit(state="planned", starts_at=timezone.now() + dt.timedelta(days=2))

    @cached_property
    def saved_view(self) -> SavedView:
        """rep's."""
        return SavedView.objects.create(user=self.cast.rep, page="account_list", name="Platinum", query="tier=platinum")

    @cached_property
    def cadence(self) -> Cadence:
        return Cadence.objects.get_or_create(tier="platinum", defaults={"days": 14})[0]

    @cached_property
    def stage(self) -> Stage:
        return Stage.objects.order_by("position")[0]

    @cached_property
    def next_stage(self) -> Stage:
        return Stage.objects.order_by("position")[1]

    @cached_property
    def opportunity(self) -> Opportunity:
        """Open, in the first stage."""
        return self._opportunity()

    @cached_property
    def waiting_opportunity(self) -> Opportunity:
        """Came without an account; rep's."""
        row = self._opportunity()
        Opportunity.objects.filter(pk=row.pk).update(account=None)
        row.refresh_from_db()
        return row

    @cached_property
    def criterion(self) -> StageCriterion:
        """Of the stage that `opportunity` stands in."""
        return StageCriterion.objects.filter(stage=self.opportunity.stage)[0]

    @cached_property
    def product(self) -> Product:
        return Product.objects.create(code="MILL", name="Rolling mill", list_price=100, currency="CNY")

    @cached_property
    def competitor(self) -> Competitor:
        return Competitor.objects.create(name="Rivalix")

    @cached_property
    def stakeholder(self) -> Stakeholder:
        return Stakeholder.objects.create(opportunity=self.opportunity, contact=self.contact)

    @cached_property
    def won_opportunity(self) -> Opportunity:
        return self._opportunity(status="won", closed_on=clock.today(), close_reason="value")

    @cached_property
    def review(self) -> OpportunityReview:
        """Of `opportunity`, by rep, every answer unknown."""
        return OpportunityReview.objects.create(
            opportunity=self.opportunity,
            set=present_questions(),
            by=self.cast.rep,
            score=0,
            group_scores=[0, 0, 0, 0],
        )

    @cached_property
    def review_action(self) -> ReviewAction:
        """rep's, due today."""
        return ReviewAction.objects.create(
            opportunity=self.opportunity,
            review=self.review,
            text="Meet the decision-maker",
            owner=self.cast.rep,
            due_on=clock.today(),
        )

    @cached_property
    def development(self) -> Development:
        """Under way at rep's account, in the first step."""
        return self._development()

    @cached_property
    def failed_development(self) -> Development:
        return self._development(
            state="failed", ended_on=clock.today(), failed_reason="price", lesson="They asked for three offers"
        )

    @cached_property
    def adjustment(self) -> Adjustment:
        """About rep, for the rest of the year."""
        day = clock.today()
        return Adjustment.objects.create(
            person=self.cast.rep, persons_team=self.cast.north,
            starts_on=day.replace(month=1, day=1), ends_on=day.replace(month=12, day=31),
            measure="commit", amount=500, reason="Signed, not yet booked",
        )  # fmt: skip

    @cached_property
    def quota(self) -> Quota:
        """rep's, of the year."""
        day = clock.today()
        return Quota.objects.create(
            person=self.cast.rep, persons_team=self.cast.north, kind="year", starts_on=day.replace(month=1, day=1),
            ends_on=day.replace(month=12, day=31), base=1000, stretch=1200, currency="CNY",
        )  # fmt: skip

    @cached_property
    def snapshot(self) -> Snapshot:
        day = clock.today()
        return Snapshot.objects.create(
            taken_on=day, month=day.replace(day=1), owner=self.cast.rep, team=self.cast.north, weighted=10
        )

    @cached_property
    def proposal(self) -> Proposal:
        return proposal_make(actor=self.cast.manager)

    @cached_property
    def performance(self) -> PerformanceReview:
        """Of rep, this month, open."""
        first = clock.month_start(clock.today())
        return PerformanceReview.objects.create(
            person=self.cast.rep,
            persons_team=self.cast.north,
            starts_on=first,
            ends_on=clock.today(),
            results="Between the two of us",
        )

    @cached_property
    def agreed_action(self) -> AgreedAction:
        return AgreedAction.objects.create(
            review=self.performance, text="Two visits a week", owner=self.cast.rep, due_on=clock.today()
        )

    @cached_property
    def ledger_entry(self) -> LedgerEntry:
        return LedgerEntry.objects.create(
            account=self.account, date=clock.today(), revenue=1000, cost=600, currency="CNY"
        )

    @cached_property
    def alert(self) -> Alert:
        return Alert.objects.create(
            account=self.account,
            cause="no_next_step",
            owner=self.cast.rep,
            opened_on=clock.today(),
            due_on=clock.today(),
            facts={"last_visit": clock.today().isoformat()},
        )

    @cached_property
    def alert_step(self) -> AlertStep:
        return AlertStep.objects.create(alert=self.alert, position=1, text="Call them", text_zh="致电客户")

    @cached_property
    def playbook(self) -> Playbook:
        return Playbook.objects.get(cause="cadence")

    @cached_property
    def retention_rule(self) -> RetentionRule:
        return RetentionRule.current()

    @cached_property
    def alert_rule(self) -> AlertRule:
        return AlertRule.objects.order_by("id")[0]

    @cached_property
    def prediction(self) -> ChurnPrediction:
        day = clock.today()
        fit = ChurnFit.objects.create(as_of=day, horizon_days=91, state="fitted", method="plain")
        return ChurnPrediction.objects.create(
            account=self.account, fit=fit, risk="0.7", orders=3, first_order=day, last_order=day, revenue=100
        )

    @cached_property
    def churn_rule(self) -> ChurnRule:
        return ChurnRule.current()

    @cached_property
    def market_share(self) -> MarketShare:
        days = {"first_day": dt.date(2024, 1, 1), "last_day": dt.date(2024, 12, 31)}
        return MarketShare.objects.create(period="2024", market="whole", share="0.3", **days)

    @cached_property
    def key_mark(self) -> KeyMark:
        return KeyMark.objects.create(account=self.account, factor="damage", mark=3, set_by=self.cast.rep)

    @cached_property
    def pin(self) -> TierPin:
        until = clock.today() + dt.timedelta(days=30)
        return TierPin.objects.create(account=self.account, tier="gold", reason="new group deal", expires_on=until)

    @cached_property
    def draft_policy(self) -> TierPolicy:
        version = (TierPolicy.objects.order_by("-version").values_list("version", flat=True).first() or 0) + 1
        return TierPolicy.objects.create(version=version, state="draft", reason="try a longer window")

    @cached_property
    def scheduled_policy(self) -> TierPolicy:
        return TierPolicy.objects.create(version=99, state="scheduled", starts_on=clock.today(), reason="new year")

    @cached_property
    def run(self) -> ScoringRun:
        return ScoringRun.objects.create(business_date=clock.today() - dt.timedelta(days=1), state="done")

    @cached_property
    def tried_import(self) -> Import:
        """manager's: one account, nothing saved yet."""
        report = {"rows": 1, "created": 1, "updated": 0, "unchanged": 0, "refused": 0, "problem_count": 0}
        return self._import(state="tried", report=report, columns=[{"header": "Name", "samples": [], "values": []}])

    @cached_property
    def running_import(self) -> Import:
        return self._import(state="saving")

    def _import(self, **fields: Any) -> Import:
        return Import.objects.create(person=self.cast.manager, kind="accounts", file="a.csv", size=10, **fields)

    @cached_property
    def calendar_secret(self) -> str:
        """rep's, read today already: what reads it next writes nothing."""
        secret = calendar_feed_make(actor=self.cast.rep)
        calendar_feed_of(secret)
        return secret

    @cached_property
    def api_key(self) -> ApiKey:
        """rep's."""
        make_key(self.cast.rep)
        return ApiKey.objects.get(user=self.cast.rep)

    @cached_property
    def exchange_rate(self) -> ExchangeRate:
        return ExchangeRate.objects.create(currency="EUR", date=clock.today(), rate="7.8")

    @cached_property
    def cost_rate(self) -> CostRate:
        return CostRate.objects.create(user=self.cast.rep, valid_from=clock.today(), hourly=200)

    def _visit(self, **fields: Any) -> Visit:
        fields = {"starts_at": timezone.now(), "currency": "CNY", **fields}
        return Visit.objects.create(account=self.account, by=self.cast.rep, **fields)

    def _development(self, **fields: Any) -> Development:
        first = DevelopmentStep.objects.order_by("position")[0]
        return Development.objects.create(account=self.account, goal="Supply all presses", step=first, **fields)

    def _opportunity(self, **fields: Any) -> Opportunity:
        return Opportunity.objects.create(
            account=self.account,
            owner=self.cast.rep,
            team=self.cast.north,
            name="Rolling mill",
            stage=self.stage,
            stage_since=timezone.now(),
            opened_on=clock.today(),
            amount=50_000,
            currency="CNY",
            **fields,
        )
