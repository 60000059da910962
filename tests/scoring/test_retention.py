"""The value of keeping: the formula, the company's own figures, and what is said where there are none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.errors import Forbidden, RuleBroken
from journal.models import Event
from scoring.models import Retained, RetentionRule
from scoring.queries.retention import Figures
from scoring.retention import Keeping, life_value
from scoring.services import judge_alerts, retention_rule_update
from tests.cast import make_account
from tests.scoring.make import DATE, book, night, policy

DAY = dt.timedelta(days=1)


def keeping(margin="1000", churn="0.20", discount="0.10", points="0.05", accounts=10) -> Keeping:
    margin, churn = (None if each is None else Decimal(each) for each in (margin, churn))
    return Keeping(margin, churn, Decimal(discount), Decimal(points), accounts)


def years_summed(margin: float, churn: float, discount: float) -> float:
    """The stream, year by year, until nothing is left of it."""
    total, part = 0.0, margin
    while abs(part) > abs(margin) * 1e-15:
        total += part
        part *= (1 - churn) / (1 + discount)
    return total


@given(
    margin=st.integers(-(10**9), 10**9),
    churn=st.integers(2, 100),
    discount=st.integers(0, 100),
    less=st.integers(0, 100),
)
def test_the_formula_is_the_sum_of_the_years(margin, churn, discount, less):
    told = Keeping(Decimal(margin), Decimal(churn) / 100, Decimal(discount) / 100, Decimal(less) / 100, 1)
    assert float(told.now) == pytest.approx(years_summed(margin, churn / 100, discount / 100), rel=1e-9)
    then = max(churn - less, 0)
    if then + discount >= 2:
        assert float(told.then) == pytest.approx(years_summed(margin, then / 100, discount / 100), rel=1e-9)
        assert told.total == told.then - told.now
    if margin > 0 and then + discount > 0:
        assert told.gain >= 0


def test_with_numbers_that_can_be_followed_by_hand():
    told = keeping()
    assert (told.finding, round(told.now, 2), round(told.then, 2)) == ("ok", Decimal("3666.67"), Decimal("4400.00"))
    assert (round(told.total, 2), round(told.gain_share, 4)) == (Decimal("7333.33"), Decimal("0.2000"))
    assert (told.years, round(told.years_then, 2)) == (5, Decimal("6.67"))


@pytest.mark.parametrize(
    ("fields", "finding"),
    [
        ({"margin": None}, "no_margin"),
        ({"churn": None}, "churn_unknown"),
        ({"churn": "0"}, "no_churn"),
        ({"churn": "0.05", "discount": "0"}, "endless"),
        ({"churn": "0.03", "discount": "0"}, "endless"),
        ({"margin": "-1"}, "loss"),
        ({"margin": "0"}, "loss"),
        ({"churn": "0.03"}, "ok"),
        ({"churn": "1"}, "ok"),
    ],
)
def test_every_degenerate_case_has_its_name(fields, finding):
    assert keeping(**fields).finding == finding


def test_churn_cannot_fall_below_none():
    told = keeping(churn="0.03")
    assert (told.churn_then, told.is_capped, told.years_then) == (0, True, None)
    assert told.then == Decimal(11000)
    assert not keeping(churn="0.05").is_capped


def test_a_loss_grows_with_every_year_and_has_no_share():
    told = keeping(margin="-1000")
    assert told.gain < 0
    assert told.gain_share is None


def test_without_end_there_is_no_value():
    assert life_value(Decimal(1), Decimal(0), Decimal(0)) is None


@pytest.mark.parametrize(
    ("before", "last", "row"),
    [
        ((365,), (), [(False,)]),
        ((364,), (), []),
        ((729,), (), [(False,)]),
        ((730,), (), []),
        ((400,), (364,), [(True,)]),
        ((400,), (0,), [(True,)]),
        ((), (10,), []),
    ],
)
def test_who_ordered_the_year_before_and_again(cast, before, last, row):
    account = make_account(cast.rep)
    for days in (*before, *last):
        book(account, 100, 0, DATE - days * DAY)
    judge_alerts(DATE)
    assert list(Retained.objects.values_list("stayed")) == row


def test_the_tier_is_that_of_then(cast):
    account = make_account(cast.rep)
    book(account, 100, 0, DATE - 400 * DAY)
    night(DATE - 366 * DAY)
    judge_alerts(DATE)
    assert Retained.objects.get().tier == "platinum"


def test_without_a_night_of_then_no_tier_is_known(cast):
    book(make_account(cast.rep), 100, 0, DATE - 400 * DAY)
    judge_alerts(DATE)
    assert Retained.objects.get().tier is None


def company(cast, stay: int, leave: int, owner="rep", industry="Steel") -> None:
    """Customers of the year before: some that ordered again, for 200 a year each."""
    for number in range(stay + leave):
        account = make_account(cast[owner], f"{owner} {industry} {number}", industry=industry)
        book(account, 100, 0, DATE - 400 * DAY)
        if number < stay:
            book(account, 200, 0, DATE - 10 * DAY)
    night()
    judge_alerts(DATE)


def test_the_companys_own_figures(cast):
    company(cast, 15, 5)
    own = Figures(cast.rep).own()
    assert (own.accounts, own.margin) == (15, 200)
    told = own.keeping(RetentionRule.current())
    assert (told.churn, told.discount, told.points) == (Decimal("0.25"), Decimal("0.10"), Decimal("0.05"))


def test_a_window_of_six_months_is_half_a_year(cast):
    policy(window_months=6)
    company(cast, 3, 0)
    assert Figures(cast.rep).own().margin == 400


def test_of_a_churn_that_nobody_knows_nothing_follows(cast, api):
    company(cast, 10, 5)
    told = api("rep").get("/api/v1/retention/").json()
    assert (told["finding"], told["churn"], told["churn_then"]) == ("churn_unknown", None, None)


def test_too_few_customers_tell_no_churn(cast):
    company(cast, 10, 5)
    assert Figures(cast.rep).own().keeping(RetentionRule.current()).finding == "churn_unknown"


def test_nobody_reckons_with_what_he_does_not_see(cast):
    company(cast, 2, 1)
    company(cast, 4, 1, owner="outsider")
    assert [Figures(cast[who]).own().accounts for who in ("rep", "outsider", "director")] == [2, 4, 6]
    assert Figures(cast.outsider).own().churned.customers == 5


def test_groups_and_narrowing(cast):
    company(cast, 3, 0)
    company(cast, 2, 2, industry="Glass")
    figures = Figures(cast.rep)
    rows = figures.told("industry", list(figures.groups("industry")))
    assert [(row.name, row.accounts, row.churned.left) for row in rows] == [("Steel", 3, 0), ("Glass", 2, 2)]
    assert Figures(cast.rep, industry="glass").own().churned.left == 2
    assert Figures(cast.director, team=cast.hq).own().accounts == 5
    assert Figures(cast.director, team=cast.south).own().accounts == 0


def test_the_page_answers_in_one_sentence_and_carries_every_value(sign_in, cast):
    company(cast, 15, 5)
    client = sign_in("rep")
    assert "5 points less churn is worth" in client.get("/reports/retention/").content.decode()
    page = client.get("/reports/retention/?margin=1000&churn=20&discount=10&points=2.5&accounts=10")
    told = page.context["keeping"]
    assert (told.margin, told.churn, told.points, told.accounts) == (1000, Decimal("0.2"), Decimal("0.025"), 10)
    assert "2.5 points less churn is worth" in page.content.decode()
    assert 'value="2.5"' in page.content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "is not known"),
        ("?margin=1000", "Too few customers"),
        ("?margin=1000&churn=0", "no churn to lower"),
        ("?margin=1000&churn=3&discount=0", "more than any figure"),
        ("?margin=-5&churn=20", "keeping it longer costs"),
        ("?margin=1000&churn=3&accounts=1", "Losing nobody any more"),
        ("?margin=NaN", "alert"),
        ("?churn=101", "alert"),
    ],
)
def test_it_says_why_it_cannot_tell(sign_in, cast, query, words):
    response = sign_in("rep").get(f"/reports/retention/{query}")
    assert response.status_code == 200
    assert words in response.content.decode()


@pytest.mark.parametrize("query", ["?grouped=owner", "?x=1", "?page=0"])
def test_what_it_does_not_know_is_refused(sign_in, cast, query):
    assert sign_in("rep").get(f"/reports/retention/{query}").status_code == 400


@pytest.mark.parametrize("by", ["tier", "industry", "team"])
def test_it_costs_the_same_at_any_size(sign_in, cast, django_assert_max_num_queries, by):
    company(cast, 12, 3)
    client = sign_in("manager")
    with django_assert_max_num_queries(15):
        client.get(f"/reports/retention/?grouped={by}")


def test_the_api_says_the_same(api, cast):
    company(cast, 15, 5)
    told = api("rep").get("/api/v1/retention/?discount=10").json()
    assert (told["finding"], told["churn"], told["customers_before"], told["left"]) == ("ok", 0.25, 20, 5)
    assert told["value"] == "628.57"
    assert api("rep").get("/api/v1/retention/?margin=NaN").status_code == 400
    assert api("rep").get("/api/v1/retention/?by=tier").status_code == 400


def test_its_defaults_are_the_leads_and_have_a_history(cast):
    rule = RetentionRule.current()
    changed = retention_rule_update(rule, actor=cast.manager, version=1, discount_rate=Decimal("0.08"))
    assert (changed.discount_rate, changed.version) == (Decimal("0.08"), 2)
    assert Event.objects.get(verb="retention_rule.updated").changes == {"discount_rate": ["0.1000", "0.08"]}
    with pytest.raises(Forbidden):
        retention_rule_update(changed, actor=cast.rep, version=2, min_accounts=30)
    with pytest.raises(RuleBroken):
        retention_rule_update(changed, actor=cast.manager, version=2, discount_rate=Decimal(2))


def test_a_manager_changes_the_discount_rate(sign_in, cast):
    typed = {"version": 1, "discount_rate": "8.5", "min_accounts": 30}
    assert sign_in("manager").post("/rules/retention/", typed).status_code == 302
    assert RetentionRule.current().discount_rate == Decimal("0.085")


def test_a_night_that_rated_nobody_forgets_nothing(cast):
    account = make_account(cast.rep, "Regular")
    long_ago = DATE - 1200 * DAY
    for back in (40, 400, 700):
        book(account, 1000, 400, long_ago - back * DAY)
    night(long_ago)
    night()
    judge_alerts()
    assert Retained.objects.get().stayed
