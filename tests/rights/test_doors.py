"""The 4R check on the coverage page, as a list, through the API and as a file."""

from __future__ import annotations

import pytest

from accounts.models import Account
from rights.choices import Right
from rights.models import Verdict
from rights.services import verdicts_judge
from tests.cast import make_account

pytestmark = pytest.mark.django_db
LIST = "/reports/coverage/four-rights/"


@pytest.fixture
def judged(cast):
    """Three of rep's: one of which two rights fail, one of which one does, one of which all hold."""
    made = [make_account(cast.rep, name) for name in ("Two", "One", "None")]
    Account.objects.filter(pk=made[0].pk).update(tier="gold")
    verdicts_judge()
    Verdict.objects.update(**{right.value: [] for right in Right}, bits=0, failing=0, place=45)
    Verdict.objects.filter(account=made[0]).update(plan=["no_plan"], manager=["wall"], bits=18, failing=2, place=13)
    Verdict.objects.filter(account=made[1]).update(plan=["no_step"], bits=2, failing=1, place=44)
    return made


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Two", "One", "None"]),
        ("fails=plan", ["Two", "One"]),
        ("fails=manager", ["Two"]),
        ("fails=customer", []),
        ("fails=any", ["Two", "One"]),
        ("fails=none", ["None"]),
        ("lacks=no_step", ["One"]),
        ("ordering=failing", ["None", "One", "Two"]),
        ("tier=gold", ["Two"]),
    ],
)
def test_which_r_fails(judged, sign_in, api, query, names):
    assert [row.account.name for row in sign_in("rep").get(f"{LIST}?{query}").context["rows"]] == names
    found = api("rep").get(f"/api/v1/four-rights/?{query}").json()["results"]
    assert [Account.objects.get(pk=row["account"]).name for row in found] == names


def test_the_coverage_page_counts_each_right_and_leads_to_its_accounts(judged, sign_in):
    rep = sign_in("rep")
    context = rep.get("/reports/coverage/").context
    assert context["coverage"].failing == 2
    assert {line.right: line.accounts for line, _url in context["rights"]} == {
        "customer": 0, "plan": 2, "frequency": 0, "sharing": 0, "manager": 1,
    }  # fmt: skip
    for line, url in context["rights"]:
        assert len(rep.get(url).context["rows"]) == line.accounts
    assert [row.account.name for row in context["coverage"].worst] == ["Two", "One"]
    narrowed = rep.get("/reports/coverage/?tier=gold").context["coverage"]
    assert (narrowed.failing, narrowed.total.accounts) == (1, 1)


def test_the_api_and_the_files_say_the_same(judged, sign_in, api):
    told = api("rep").get("/api/v1/coverage/").json()
    assert told["failing"] == 2
    assert told["worst"] == [judged[0].pk, judged[1].pk]
    assert {line["right"]: line["accounts"] for line in told["rights"]}["plan"] == 2
    one = api("rep").get(f"/api/v1/four-rights/{judged[0].pk}/").json()
    assert (one["plan"], one["manager"], one["failing"]) == (["no_plan"], ["wall"], 2)
    lines = sign_in("rep").get("/reports/coverage/export.csv").getvalue().decode().splitlines()
    assert lines[1].endswith(",0,2,0,0,1,2")
    answer = sign_in("rep").get("/reports/coverage/four-rights.csv?fails=manager")
    rows = b"".join(answer.streaming_content).decode() if answer.streaming else answer.getvalue().decode()
    assert "no_plan" in rows
    assert "One" not in rows


@pytest.mark.parametrize("who", ["peer", "outsider", "rival"])
def test_others_see_none_of_it(judged, sign_in, api, who):
    assert list(sign_in(who).get(LIST).context["rows"]) == []
    assert sign_in(who).get("/reports/coverage/").context["coverage"].failing == 0
    assert sign_in(who).get(f"/accounts/{judged[0].pk}/four-rights/").status_code == 404
    assert api(who).get(f"/api/v1/four-rights/{judged[0].pk}/").status_code == 404


@pytest.mark.parametrize("count", [2, 60])
def test_as_many_queries_at_any_size(cast, sign_in, count, django_assert_num_queries):
    for number in range(count):
        make_account(cast.rep, f"A{number}")
    verdicts_judge()
    rep = sign_in("rep")
    for path, queries in ((LIST, 7), ("/reports/coverage/", 7)):
        rep.get(path)
        with django_assert_num_queries(queries):
            rep.get(path)
