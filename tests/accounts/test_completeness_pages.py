"""The records by page, API and file: each gap leads to its field, teams are compared by what their tiers weigh."""

from __future__ import annotations

from typing import Any

import pytest

from accounts import completeness, services
from accounts.models import Account, Completeness, CompletenessRule
from accounts.services.completeness import Asked
from tests.accounts.make import contact_of
from tests.accounts.test_completeness import rule_with
from tests.cast import make_account

pytestmark = pytest.mark.django_db
LIST = "/reports/completeness/"


def gaps(client: Any, account: Account) -> dict[str, str]:
    """By key: where the page of the account says it is filled in."""
    found = client.get(f"/accounts/{account.pk}/completeness/").context["gaps"]
    return {gap.point.key: gap.url for gap in found}


def test_each_gap_leads_to_its_field(sign_in: Any, account) -> None:
    services.record_judge(account.pk)
    found = gaps(sign_in("rep"), account)
    assert found["industry"] == f"/accounts/{account.pk}/edit/#id_industry"
    assert found["visit"] == f"/visits/new/?account={account.pk}"
    assert found["decision_maker"] == f"/accounts/{account.pk}/contacts/new/#id_roles"


def test_where_somebody_is_known_his_role_is_filled_in(sign_in: Any, account) -> None:
    person = contact_of(account, "Li")
    services.record_judge(account.pk)
    assert gaps(sign_in("rep"), account)["decision_maker"] == f"/contacts/{person.pk}/edit/#id_roles"


def test_every_field_that_a_gap_names_is_on_its_page(sign_in: Any, cast, account) -> None:
    account = make_account(cast.rep, "Gold", tier="platinum")
    rule_with(cast.manager, **{point.key: Asked(1, None, ()) for point in completeness.points()})
    services.record_judge(account.pk)
    client = sign_in("rep")
    for key, url in gaps(client, account).items():
        page = client.get(url)
        assert page.status_code == 200, key
        field = url.partition("#")[2]
        assert f'id="{field}' in page.content.decode() if field else True, key


def test_the_account_page_says_how_complete_the_record_is(sign_in: Any, account) -> None:
    services.record_judge(account.pk)
    assert f"/accounts/{account.pk}/completeness/" in sign_in("rep").get(f"/accounts/{account.pk}/").content.decode()


def test_the_facts_are_right(sign_in: Any, account) -> None:
    sign_in("rep").post(f"/accounts/{account.pk}/looked-over/")
    assert Completeness.objects.get(account=account).checked_on


def test_accounts_are_narrowed_and_sorted_by_their_record(sign_in: Any, cast, account) -> None:
    better = services.account_create(actor=cast.rep, name="Better", industry="Steel")
    services.record_judge(account.pk)
    client = sign_in("rep")
    sorted_rows = client.get("/accounts/?ordering=-completeness").context["rows"]
    narrowed = client.get("/accounts/?gap=industry").context["rows"]
    assert (list(sorted_rows), list(narrowed)) == ([better, account], [account])


def test_teams_are_compared_by_what_their_tiers_weigh(sign_in: Any, cast) -> None:
    rule_with(
        cast.manager, industry=Asked(1, None, ()),
        tier_weights={"platinum": 3, "gold": 1, "iron": 1, "lead": 1, "": 1},
    )  # fmt: skip
    make_account(cast.rep, "Key", tier="platinum", industry="Steel")
    make_account(cast.rep, "Small")
    make_account(cast.outsider, "Key of others", tier="platinum")
    make_account(cast.outsider, "Small of others", industry="Steel")
    services.records_judge()
    summary = sign_in("director").get(LIST).context["summary"]
    assert [(line.accounts, float(line.score)) for line in summary.teams] == [(2, 0.75), (2, 0.25)]
    assert (float(summary.score), summary.key_accounts, summary.low) == (0.5, 2, 1)
    assert [(line.key, line.accounts) for line in summary.gaps] == [("industry", 2)]


def test_nobody_counts_what_he_does_not_see(sign_in: Any, cast, account) -> None:
    make_account(cast.outsider, "Theirs")
    services.records_judge()
    assert sign_in("rep").get(LIST).context["summary"].accounts == 1


@pytest.mark.parametrize("accounts", [1, 30])
def test_the_list_costs_the_same_at_any_length(
    sign_in: Any, cast, django_assert_max_num_queries: Any, accounts: int
) -> None:
    for number in range(accounts):
        make_account(cast.rep, f"Account {number}")
    services.records_judge()
    client = sign_in("manager")
    client.get(LIST)
    with django_assert_max_num_queries(12):
        client.get(LIST)


def test_the_rule_is_changed_on_its_page(sign_in: Any, cast, account) -> None:
    client = sign_in("manager")
    form = client.get("/rules/completeness/").context["form"]
    told = {name: value for name in form.fields if (value := form[name].value())}
    told |= {"weight_industry": 9, "reason": "Industry first"}
    assert client.post("/rules/completeness/", told).status_code == 302
    rule = CompletenessRule.current()
    assert (rule.version, rule.reason, rule.points.get(key="industry").weight) == (2, "Industry first", 9)
    assert rule.points.get(key="plan").tiers == ["platinum", "gold"]
    assert client.post("/rules/completeness/", told).status_code == 412


def test_the_api_tells_the_gaps_and_takes_that_they_were_looked_over(api: Any, account) -> None:
    services.record_judge(account.pk)
    found = api("rep").get(f"/api/v1/completeness/?gap=industry&account={account.pk}").data["results"]
    assert [row["account"] for row in found] == [account.pk]
    assert "industry" in found[0]["missing"]
    assert api("rep").post(f"/api/v1/completeness/{account.pk}/looked-over/").data["checked_on"]


def test_the_file_has_what_the_list_shows(sign_in: Any, account) -> None:
    services.record_judge(account.pk)
    answer = sign_in("rep").get(f"{LIST}export.csv?gap=industry")
    header, row = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert header.startswith("account,account_external_id,tier,owner,team,score,missing,out_of_date")
    assert account.name in row
    assert "industry" in row
