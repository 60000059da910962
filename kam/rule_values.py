"""What each rule says at present, as (label, value) pairs for people."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import Tier
from accounts.models import Cadence
from foundation import clock
from foundation.days import exact_day
from foundation.figures import exact
from foundation.ui.values import money_text, percent
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
from scoring.models import AlertRule, ChurnRule, MarketRule, Playbook, RetentionRule, ScoringRun, TierPolicy
from teams import queries
from teams.models import Company, CostRate, ExchangeRate, Team, User

Values = Iterable[tuple[Any, Any]]


def company(user: Any) -> Values:
    row = Company.current()
    yield _("Name"), row.name
    yield _("Base currency"), row.base_currency
    yield _("Time zone"), row.timezone
    yield _("Nightly run"), f"{row.night_hour:02}:00"


def rates(user: Any) -> Values:
    for rate in queries.present_rates(ExchangeRate.objects.visible_to(user), clock.today()):
        yield rate.currency, rate.plain


def cost_rates(user: Any) -> Values:
    base = Company.current().base_currency
    rows = list(queries.present_cost_rates(CostRate.objects.visible_to(user), clock.today()))
    for rate in rows:
        if rate.user is None:
            yield _("An hour of a person"), money_text(rate.hourly, base)
    if own := [rate for rate in rows if rate.user]:
        yield _("Own rate"), _people(len(own))


def tiers(user: Any) -> Values:
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


def cadences(user: Any) -> Values:
    days = dict(Cadence.objects.values_list("tier", "days"))
    for tier, label in [*Tier.choices, ("", _("Unrated"))]:
        if tier in days:
            yield label, ngettext("every %(n)d day", "every %(n)d days", days[tier]) % {"n": days[tier]}


def stages(user: Any) -> Values:
    for stage in Stage.objects.all():
        yield stage, percent(stage.probability / 100)


def questions(user: Any) -> Values:
    latest = QuestionSet.objects.first()
    if latest:
        yield _("Version"), latest.version


def review_week(user: Any) -> Values:
    rule = ReviewRule.objects.get()
    if rule.min_amount is not None:
        yield _("Worth at least"), money_text(rule.min_amount, Company.current().base_currency)
    for label, days in ((_("Closing within"), rule.closing_days), (_("In its stage for"), rule.stale_days)):
        if days is not None:
            yield label, ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    yield _("Without next step, or close date past"), _("yes") if rule.flagged else _("no")


def development(user: Any) -> Values:
    for step in DevelopmentStep.objects.all():
        needs = len(step.criteria)
        yield step, ngettext("needs %(n)d thing", "needs %(n)d things", needs) % {"n": needs}


def forecast(user: Any) -> Values:
    rule = ForecastRule.current()
    yield _("Cases that the configured rate counts for"), f"{rule.prior_weight.normalize():f}"
    yield _("Level of the interval"), percent(rule.level)
    yield _("Months looked at"), rule.lookback_months


def quotas(user: Any) -> Values:
    today = clock.today()
    standing = Quota.objects.visible_to(user).filter(starts_on__lte=today, ends_on__gte=today)
    yield _("Quotas that count today"), standing.count()


def flags(user: Any) -> Values:
    rule = FlagRule.current()
    yield _("Days without a visit"), rule.visit_days
    yield _("Won opportunities needed"), exact(Decimal(rule.norm_stays))
    yield _("Decision-maker needed from"), percent(rule.decision_maker_from / 100)


def products(user: Any) -> Values:
    yield _("In use"), exact(Decimal(Product.objects.in_use().count()))


def competitors(user: Any) -> Values:
    yield _("In use"), exact(Decimal(Competitor.objects.in_use().count()))


def alerts(user: Any) -> Values:
    for rule in AlertRule.objects.all():
        yield rule, _days_to_act(rule) if rule.is_enabled else _("off")


def playbooks(user: Any) -> Values:
    for playbook in Playbook.objects.annotate(count=Count("steps")):
        yield playbook, ngettext("%(n)d step", "%(n)d steps", playbook.count) % {"n": playbook.count}


def churn(user: Any) -> Values:
    rule = ChurnRule.current()
    yield _("Days ahead"), rule.horizon_days
    yield _("Accounts needed"), exact(Decimal(rule.min_accounts))
    yield _("Accounts in the sample"), exact(Decimal(rule.sample_size))


def retention(user: Any) -> Values:
    rule = RetentionRule.current()
    yield _("Discount rate a year"), percent(rule.discount_rate, 1)
    yield _("Accounts needed to tell a churn rate"), rule.min_accounts


def market(user: Any) -> Values:
    rule = MarketRule.current()
    yield _("Key accounts' part of revenue"), percent(rule.key_share)
    yield _("Expected growth of the key-account market"), percent(rule.key_growth)


def night(user: Any) -> Values:
    run = ScoringRun.objects.first()
    if run:
        yield exact_day(run.business_date), run.get_state_display()


def people(user: Any) -> Values:
    yield _("Active people"), User.objects.visible_to(user).filter(is_active=True).count()
    yield _("Teams"), Team.objects.visible_to(user).count()


def _days_to_act(rule: AlertRule) -> str:
    days = [days for _tier, days in rule.days_by_tier]
    least, most = min(days), max(days)
    if least == most:
        return ngettext("act within %(n)d day", "act within %(n)d days", most) % {"n": most}
    return _("act within %(least)d to %(most)d days, by tier") % {"least": least, "most": most}


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
