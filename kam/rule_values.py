"""What each rule says at present, as (label, value) pairs for people."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import Tier
from accounts.models import Cadence, CompletenessRule, MergeRule
from care.models import Authority
from dossier.models import AttachmentRule, ContractReminder
from foundation import clock
from foundation.days import exact_day
from foundation.figures import exact
from foundation.paging import Tally, tallies
from foundation.ui.values import money_text, percent
from losses.models import LossReason
from pipeline.models import (
    Competitor,
    DevelopmentStep,
    FlagRule,
    ForecastRule,
    Product,
    QuestionSet,
    Quota,
    ReviewRule,
    Stage,
)
from plans.models import KeyPoint, ResourceMix
from relations.models import MarkAdvice
from rights.models import RightsRule
from scoring.models import AlertRule, ChurnRule, MarketRule, Playbook, RetentionRule, ScoringRun, TierPolicy
from surveys.models import SurveyPoint
from teams import queries
from teams.models import Company, CostRate, ExchangeRate, Team, User
from wallet.models import WalletRule

Values = Iterable[tuple[Any, Any]]


class Seen:
    """What `user` may see, and how much there is of what is only counted: all of it in one query."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def counts(self) -> dict[str, Tally]:
        today = clock.today()
        return tallies(
            advice=MarkAdvice.objects.all(),
            authorities=Authority.objects.all(),
            contract_reminders=ContractReminder.objects.all(),
            keys=KeyPoint.objects.all(),
            loss_reasons=LossReason.objects.filter(is_offered=True),
            survey_points=SurveyPoint.objects.filter(is_offered=True),
            mixes=ResourceMix.objects.all(),
            questions=QuestionSet.objects.all(),
            quotas=Quota.objects.visible_to(self.user).filter(starts_on__lte=today, ends_on__gte=today),
            products=Product.objects.in_use(),
            competitors=Competitor.objects.in_use(),
            people=User.objects.visible_to(self.user).filter(is_active=True),
            teams=Team.objects.visible_to(self.user),
        )

    @cached_property
    def of_accounts(self) -> dict[str, Any]:
        """What the rules of accounts say, in one query."""
        cadences = ArraySubquery(Cadence.objects.values_list(JSONObject(tier="tier", days="days")))
        latest = CompletenessRule.objects.order_by("-version")
        found: Any = MergeRule.objects.values(
            "undo_days",
            cadences=cadences,
            completeness=Subquery(latest.values("version")[:1]),
            megabytes=Subquery(AttachmentRule.objects.values("megabytes")[:1]),
            stale_share=Subquery(latest.values("stale_share")[:1]),
            wallet=Subquery(
                WalletRule.objects.values(told=JSONObject(small="small_below", leading="leading_from"))[:1]
            ),
            rights=Subquery(RightsRule.objects.values(told=JSONObject(tiers="key_tiers", share="visit_share"))[:1]),
        )[0]
        return dict(found)


def company(seen: Seen) -> Values:
    row = Company.current()
    yield _("Name"), row.name
    yield _("Base currency"), row.base_currency
    yield _("Time zone"), row.timezone
    yield _("Nightly run"), f"{row.night_hour:02}:00"


def rates(seen: Seen) -> Values:
    for rate in queries.present_rates(ExchangeRate.objects.visible_to(seen.user), clock.today()):
        yield rate.currency, rate.plain


def cost_rates(seen: Seen) -> Values:
    base = Company.current().base_currency
    rows = list(queries.present_cost_rates(CostRate.objects.visible_to(seen.user), clock.today()))
    for rate in rows:
        if rate.user is None:
            yield _("An hour of a person"), money_text(rate.hourly, base)
    if own := [rate for rate in rows if rate.user]:
        yield _("Own rate"), _people(len(own))


def tiers(seen: Seen) -> Values:
    policy = TierPolicy.objects.filter(state="active").first()
    if policy is None:
        return
    yield _("Version"), policy.version
    yield _("Window"), _months(policy.window_months)
    yield Tier.PLATINUM.label, _platinum(policy)
    yield Tier.GOLD.label, _gold(policy)
    yield Tier.LEAD.label, _("a loss, or a margin below %(margin)s") % {"margin": percent(policy.slim_margin, 1)}
    yield _("Stability"), _stability(policy)
    if policy.min_months:
        yield _("First order"), _("%(months)s ago at least") % {"months": _months(policy.min_months)}
    if policy.weighed:
        factors = ", ".join(f"{factor} {weight}" for factor, weight in policy.weighed)
        yield _("Key accounts"), _("score of %(score)d: %(factors)s") % {"score": policy.lift_score, "factors": factors}


def cadences(seen: Seen) -> Values:
    days = {cadence["tier"]: cadence["days"] for cadence in seen.of_accounts["cadences"]}
    for tier, label in [*Tier.choices, ("", _("Unrated"))]:
        if tier in days:
            yield label, ngettext("every %(n)d day", "every %(n)d days", days[tier]) % {"n": days[tier]}


def merging(seen: Seen) -> Values:
    days = seen.of_accounts["undo_days"]
    yield _("A merge can be undone"), ngettext("for %(n)d day", "for %(n)d days", days) % {"n": days}


def completeness(seen: Seen) -> Values:
    yield _("Version"), seen.of_accounts["completeness"]
    yield _("What is out of date counts"), percent(seen.of_accounts["stale_share"] / 100)


def wall(seen: Seen) -> Values:
    yield _("Marks with advice"), _in_words(seen.counts["advice"])


def stages(seen: Seen) -> Values:
    for stage in Stage.objects.all():
        yield stage, percent(stage.probability / 100)


def questions(seen: Seen) -> Values:
    if n := seen.counts["questions"].count:
        yield _("Version"), n


def review_week(seen: Seen) -> Values:
    rule = ReviewRule.objects.get()
    if rule.min_amount is not None:
        yield _("Worth at least"), money_text(rule.min_amount, Company.current().base_currency)
    if (days := rule.closing_days) is not None:
        yield _("Closing within"), ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    yield _("Stuck, without next step, or close date past"), _("yes") if rule.flagged else _("no")


def development(seen: Seen) -> Values:
    for step in DevelopmentStep.objects.all():
        needs = len(step.criteria)
        yield step, ngettext("needs %(n)d thing", "needs %(n)d things", needs) % {"n": needs}


def forecast(seen: Seen) -> Values:
    rule = ForecastRule.current()
    yield _("Cases that the configured rate counts for"), f"{rule.prior_weight.normalize():f}"
    yield _("Level of the interval"), percent(rule.level)
    yield _("Months looked at"), rule.lookback_months


def quotas(seen: Seen) -> Values:
    yield _("Quotas that count today"), _in_words(seen.counts["quotas"])


def flags(seen: Seen) -> Values:
    rule = FlagRule.current()
    yield _("Days without a visit"), rule.visit_days
    yield _("Won opportunities needed"), exact(Decimal(rule.norm_stays))
    yield _("Decision-maker needed from"), percent(rule.decision_maker_from / 100)


def products(seen: Seen) -> Values:
    yield _("In use"), _in_words(seen.counts["products"])


def competitors(seen: Seen) -> Values:
    yield _("In use"), _in_words(seen.counts["competitors"])


def authority(seen: Seen) -> Values:
    yield _("What is decided, by tier"), _in_words(seen.counts["authorities"])


def contracts(seen: Seen) -> Values:
    yield _("Days before, by tier"), _in_words(seen.counts["contract_reminders"])


def files(seen: Seen) -> Values:
    yield _("Largest file"), _("%(n)d MB") % {"n": seen.of_accounts["megabytes"]}


def plans(seen: Seen) -> Values:
    yield _("Keys"), _in_words(seen.counts["keys"])
    yield _("Resource mixes"), _in_words(seen.counts["mixes"])


def surveys(seen: Seen) -> Values:
    yield _("Asked"), _in_words(seen.counts["survey_points"])


def losses(seen: Seen) -> Values:
    yield _("Offered"), _in_words(seen.counts["loss_reasons"])


def alerts(seen: Seen) -> Values:
    for rule in AlertRule.objects.all():
        yield rule, _days_to_act(rule) if rule.is_enabled else _("off")


def playbooks(seen: Seen) -> Values:
    for playbook in Playbook.objects.annotate(count=Count("steps")):
        yield playbook, ngettext("%(n)d step", "%(n)d steps", playbook.count) % {"n": playbook.count}


def churn(seen: Seen) -> Values:
    rule = ChurnRule.current()
    yield _("Days ahead"), rule.horizon_days
    yield _("Accounts needed"), exact(Decimal(rule.min_accounts))
    yield _("Accounts in the sample"), exact(Decimal(rule.sample_size))
    yield _("Days without any order"), rule.stale_days
    yield _("Watched, high from a risk of"), f"{percent(rule.watch_from, 0)}, {percent(rule.high_from, 0)}"


def retention(seen: Seen) -> Values:
    rule = RetentionRule.current()
    yield _("Discount rate a year"), percent(rule.discount_rate, 1)
    yield _("Accounts needed to tell a churn rate"), rule.min_accounts


def rights(seen: Seen) -> Values:
    rule = seen.of_accounts["rights"]
    yield _("Tiers asked for all"), ", ".join(str(Tier(tier).label) for tier in rule["tiers"])
    yield _("Visits made of those asked, at least"), percent(Decimal(rule["share"]) / 100)


def wallets(seen: Seen) -> Values:
    small, leading = (Decimal(str(seen.of_accounts["wallet"][name])) for name in ("small", "leading"))
    yield _("A small part below, main supplier from"), f"{percent(small)}, {percent(leading)}"


def market(seen: Seen) -> Values:
    rule = MarketRule.current()
    yield _("Key accounts' part of revenue"), percent(rule.key_share)
    yield _("Expected growth of the key-account market"), percent(rule.key_growth)


def night(seen: Seen) -> Values:
    run = ScoringRun.objects.first()
    if run:
        yield exact_day(run.business_date), run.get_state_display()


def people(seen: Seen) -> Values:
    yield _("Active people"), _in_words(seen.counts["people"])
    yield _("Teams"), _in_words(seen.counts["teams"])


def _days_to_act(rule: AlertRule) -> str:
    days = [days for _tier, days in rule.days_by_tier]
    least, most = min(days), max(days)
    if least == most:
        return ngettext("act within %(n)d day", "act within %(n)d days", most) % {"n": most}
    return _("act within %(least)d to %(most)d days, by tier") % {"least": least, "most": most}


def _in_words(tally: Tally) -> str:
    return f"{exact(Decimal(tally.count))}{'+' if tally.is_capped else ''}"


def _platinum(policy: TierPolicy) -> str:
    return _("the first %(profit)s of profit, within the top %(top)s of accounts") % {
        "profit": percent(policy.platinum_share),
        "top": percent(policy.platinum_rank),
    }


def _gold(policy: TierPolicy) -> str:
    return _("the first %(profit)s of profit, bought in %(months)s at least") % {
        "profit": percent(policy.gold_share),
        "months": _months(policy.loyal_months),
    }


def _stability(policy: TierPolicy) -> str:
    return _("%(buffer)s beyond a boundary, or past it for %(patience)s") % {
        "buffer": percent(policy.buffer),
        "patience": _months(policy.patience),
    }


def _months(n: int) -> str:
    return ngettext("%(n)d month", "%(n)d months", n) % {"n": n}


def _people(n: int) -> str:
    return ngettext("%(n)d person", "%(n)d people", n) % {"n": n}
