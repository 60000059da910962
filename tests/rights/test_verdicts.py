"""The 4R check: what each account lacks, where that is mended, and that it follows what people write."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts import services as accounts
from accounts.models import Account, Cadence, Completeness, Contact, ContactRole, Visit
from foundation import clock
from foundation.errors import Forbidden, RuleBroken, StaleEdit
from journal.models import Event, Job
from plans.models import AccountPlan
from relations.services import wall_mark
from rights.choices import LACKS, Right
from rights.models import RightsRule, Verdict
from rights.services import rights_rule_set, verdict_judge, verdicts_judge
from surveys.models import Survey
from tests.accounts.make import contact_of
from tests.cast import make_account
from tests.pipeline.make import opportunity
from tests.plans.make import plan_of
from tests.surveys.make import recorded

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def verdict(account) -> Verdict:
    verdicts_judge()
    return Verdict.objects.get(account=account)


def rated(account, tier="gold", **fields) -> Account:
    Account.objects.filter(pk=account.pk).update(tier=tier, **fields)
    return account


def met(account, *, days=5, by=None, count=1, **fields) -> None:
    now = timezone.now()
    fields = {"state": "logged", "outcome": "steady", "currency": "CNY", "by": by or account.owner, **fields}
    Visit.objects.bulk_create(
        [Visit(account=account, starts_at=now - (days + n) * DAY, **fields) for n in range(count)]
    )


def test_nothing_known_of_a_key_account_lacks_everything(account):
    row = verdict(rated(account, created_at=timezone.now() - 400 * DAY))
    assert row.customer == []
    assert row.plan == ["no_plan", "no_step"]
    assert row.frequency == ["short", "depth", "breadth"] or "short" in row.frequency
    assert row.sharing == ["record", "expectation", "satisfaction"]
    assert row.manager == ["not_met", "wall"]
    assert (row.failing, row.bits) == (4, 2 + 4 + 8 + 16)


@pytest.mark.parametrize(("tier", "made", "word"), [("", 0, "unrated"), ("lead", 9, "lead"), ("iron", 0, None)])
def test_the_right_customer(account, tier, made, word):
    Cadence.objects.update(days=100)
    rated(account, tier)
    met(account, count=made)
    assert verdict(account).customer == ([word] if word else [])


def test_an_account_that_is_not_rated_is_right_while_a_deal_is_open(account):
    opportunity(account)
    assert verdict(account).customer == []


def test_the_right_plan_has_objectives_and_none_of_its_actions_is_late(account, cast):
    rated(account)
    plan_of(account)
    assert verdict(account).plan == ["no_objective", "no_step"]
    assert verdict(account).evidence["plan"] == AccountPlan.objects.get().pk


def test_an_accounts_own_cadence_goes_before_its_tiers(account, cast):
    Cadence.objects.update(days=73)
    rated(account, created_at=timezone.now() - 500 * DAY)
    assert verdict(account).asked == 5
    accounts.own_cadence_add(actor=cast.manager, account=account, days=180, reason="asked for it")
    assert Verdict.objects.get(account=account).asked == 2


def test_the_right_frequency_is_timing_depth_and_breadth(account):
    Cadence.objects.update(days=73)
    rated(account, created_at=timezone.now() - 500 * DAY)
    person = contact_of(account)
    ContactRole.objects.create(account=account, contact=person, role="decision_maker")
    met(account, count=4)
    assert verdict(account).frequency == ["timing", "depth", "breadth"]
    Contact.objects.filter(pk=person.pk).update(last_met_on=clock.today())
    Account.objects.filter(pk=account.pk).update(last_visit_on=clock.today())
    assert verdict(account).frequency == ["breadth"]
    for name in ("B", "C"):
        Contact.objects.filter(pk=contact_of(account, name).pk).update(last_met_on=clock.today())
    row = verdict(account)
    assert (row.frequency, row.asked, row.made) == ([], 5, 4)


def test_the_right_information_sharing_follows_at_once(account):
    rated(account)
    recorded(account)
    assert Survey.objects.answered().count() == 1
    assert "satisfaction" not in Verdict.objects.get(account=account).sharing
    Completeness.objects.filter(account=account).update(score=100)
    assert verdict(account).sharing == ["expectation"]


def test_the_right_manager_meets_them_and_the_wall_stands(account, cast):
    rated(account)
    met(account, by=cast.manager)
    wall_mark(actor=cast.rep, account=account, push=1, share=1, contact=1, rapport=1)
    assert verdict(account).manager == ["not_met"]
    met(account)
    assert verdict(account).manager == []
    cast.rep.is_active = False
    cast.rep.save()
    assert verdict(account).manager == ["inactive"]


def test_a_logged_visit_is_judged_soon(account, cast):
    rated(account, "iron")
    verdicts_judge()
    assert "not_met" in Verdict.objects.get(account=account).manager
    accounts.visit_log(actor=cast.rep, account=account, channel="phone", summary="Hello", outcome="steady")
    assert Job.objects.filter(task="rights.judge_one", args=[account.pk]).count() == 1
    verdict_judge(account.pk)
    row = Verdict.objects.get(account=account)
    assert (row.made, row.manager) == (1, [])


def test_who_is_archived_lost_or_filtered_out_has_none(account, cast):
    other = make_account(cast.rep, "Other", stage="filtered")
    verdict(account)
    Account.objects.filter(pk=account.pk).update(archived_at=timezone.now())
    verdicts_judge()
    assert not Verdict.objects.filter(account__in=[account, other]).exists()


def test_the_rule_changes_what_is_judged(account, cast, sign_in):
    rule = RightsRule.current()
    said = {name: getattr(rule, name) for name in RIGHTS}
    with pytest.raises(Forbidden):
        rights_rule_set(rule, actor=cast.rep, version=1, key_tiers=["iron"], **said)
    for bad in ({"key_tiers": ["tin"]}, {"visit_share": 101}, {"decider_days": 0}):
        with pytest.raises(RuleBroken) as refused:
            rights_rule_set(rule, **{"actor": cast.manager, "version": 1, "key_tiers": ["iron"], **said, **bad})
        assert refused.value.field == next(iter(bad))
    rights_rule_set(rule, actor=cast.manager, version=1, key_tiers=["iron"], **said)
    with pytest.raises(StaleEdit):
        rights_rule_set(RightsRule.current(), actor=cast.manager, version=1, key_tiers=[], **said)
    assert "no_plan" in verdict(rated(account, "iron")).plan
    assert "no_plan" not in verdict(rated(account, "gold")).plan
    assert Event.objects.filter(verb="rightsrule.changed").count() == 1
    page = sign_in("manager").post("/rules/four-rights/", {"version": 2, "key_tiers": ["gold"], **said})
    assert (page.status_code, RightsRule.current().key_tiers) == (302, ["gold"])


RIGHTS = (
    "objectives", "visit_share", "decider_days", "people_key", "people_other", "record_score", "expectation_days",
    "survey_days", "owner_days", "wall_marks",
)  # fmt: skip


def test_each_lack_leads_to_where_it_is_mended(account, cast, sign_in):
    rated(account)
    plan = plan_of(account)
    verdicts_judge()
    row = Verdict.objects.get(account=account)
    for word, lack in LACKS.items():
        Verdict.objects.filter(account=account).update(**{lack.right.value: [word]})
    rep = sign_in("rep")
    page = rep.get(f"/accounts/{account.pk}/four-rights/")
    for check in page.context["checks"]:
        for lack in check.missing:
            assert rep.get(lack.url.partition("#")[0]).status_code == 200, lack
    assert row.evidence["plan"] == plan.pk


def test_the_account_page_shows_it(account, sign_in):
    verdict(rated(account))
    page = sign_in("rep").get(f"/accounts/{account.pk}/")
    assert [check.right for check in page.context["rights"]] == list(Right)
    assert "no account plan for this year" in page.content.decode()
