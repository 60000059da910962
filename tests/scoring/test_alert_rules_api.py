"""/api/v1/alert-rules/, playbooks/: the pages' rules and values, by API."""

from __future__ import annotations

import pytest

from journal.models import Event
from scoring.models import AlertRule, Playbook

RULES, PLAYBOOKS = "/api/v1/alert-rules/", "/api/v1/playbooks/"
QUERIES = 3


def change(client, url: str, what: dict, *, version: int = 1):
    return client.patch(url, what, headers={"If-Match": f'"{version}"'})


def test_rules_are_those_of_the_page(sign_in, api, cast):
    shown = sign_in("manager").get("/rules/alerts/").context["rules"]
    told = api("manager").get(RULES).json()["results"]
    assert [(row["cause"], row["threshold"], row["sentence"]) for row in told] == [
        (rule.cause, str(rule.threshold), str(words)) for rule, words, _days, _record in shown
    ]
    (one,) = api("manager").get(f"{RULES}?cause=overdue&enabled=true").json()["results"]
    answer = api("manager").get(f"{RULES}overdue/")
    assert (answer.json(), answer.headers["ETag"]) == (one, '"1"')


def test_a_rule_is_changed_as_on_the_page(sign_in, api, cast):
    client = api("manager")
    what = {"threshold": "2.5", "min_orders": 5, "tiers": ["iron", "gold", "gold"], "due_gold": 2, "is_enabled": False}
    answer = change(client, f"{RULES}overdue/", what)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')
    rule = AlertRule.objects.get(cause="overdue")
    assert (str(rule.threshold), rule.min_orders, rule.tiers, rule.due_gold, rule.is_enabled) == (
        "2.50", 5, ["gold", "iron"], 2, False,
    )  # fmt: skip
    assert Event.objects.get(verb="alert_rule.updated").actor == cast.manager
    assert "2.5" in sign_in("manager").get("/rules/alerts/overdue/").content.decode()
    assert change(client, f"{RULES}overdue/", {"due_gold": None}, version=2).json()["due_gold"] is None


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("threshold", "-1"), ("threshold", "NaN"), ("threshold", "1.005"), ("tiers", ["diamond"]), ("tiers", "gold"),
        ("min_orders", 2), ("due_days", -1), ("due_gold", 40000), ("escalates", "always"), ("escalate_days", 0),
        ("quiet_days", None), ("is_enabled", "perhaps"), ("cause", "churn"), ("sentence", "x"), ("x", 1),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_is_refused_by_its_field(api, cast, field, typed):
    answer = change(api("manager"), f"{RULES}overdue/", {field: typed})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert AlertRule.objects.get(cause="overdue").version == 1


def test_only_overdue_orders_are_asked_for_a_number_of_orders(api, cast):
    answer = change(api("manager"), f"{RULES}cadence/", {"min_orders": 9})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["min_orders"])
    same = AlertRule.objects.get(cause="cadence").min_orders
    assert change(api("manager"), f"{RULES}cadence/", {"min_orders": same, "due_days": 3}).status_code == 200


@pytest.mark.parametrize(
    ("url", "what", "other"),
    [
        (f"{RULES}overdue/", {"due_days": 3}, {"due_days": 4}),
        (f"{PLAYBOOKS}overdue/", {"steps": [{"text": "Call"}]}, {"steps": [{"text": "Write"}]}),
    ],
)
def test_nobody_overwrites_anybody(api, cast, url, what, other):
    client = api("manager")
    assert client.patch(url, what).status_code == 428
    assert change(client, url, what).status_code == 200
    stale = change(client, url, other)
    assert (stale.status_code, stale.json()["current"]) == (412, client.get(url).json())


def test_playbooks_are_those_of_the_page(sign_in, api, cast):
    shown = sign_in("manager").get("/rules/playbooks/").context["playbooks"]
    told = api("manager").get(PLAYBOOKS).json()["results"]
    assert [(row["cause"], [(step["text"], step["text_zh"]) for step in row["steps"]]) for row in told] == [
        (book.cause, [(step.text, step.text_zh) for step in book.steps.all()]) for book in shown
    ]
    assert len(told) == Playbook.objects.count() > 0
    assert [row["cause"] for row in api("manager").get(f"{PLAYBOOKS}?cause=churn").json()["results"]] == ["churn"]


def test_the_steps_are_written_as_a_whole(api, cast):
    steps = [{"text": "Call them", "text_zh": "致电客户"}, {"text": " Write "}, {"text_zh": "拜访"}]
    answer = change(api("manager"), f"{PLAYBOOKS}churn/", {"steps": steps})
    assert answer.headers["ETag"] == '"2"'
    assert [tuple(step.values()) for step in answer.json()["steps"]] == [
        ("Call them", "致电客户"), ("Write", "Write"), ("拜访", "拜访"),
    ]  # fmt: skip
    kept = Playbook.objects.get(cause="churn").steps.values_list("position", "text")
    assert list(kept) == [(1, "Call them"), (2, "Write"), (3, "拜访")]
    assert Event.objects.filter(verb="playbook.updated").count() == 1
    assert change(api("manager"), f"{PLAYBOOKS}churn/", {"steps": []}, version=2).json()["steps"] == []
    assert change(api("manager"), f"{PLAYBOOKS}churn/", {}, version=3).headers["ETag"] == '"3"'


@pytest.mark.parametrize(
    "steps",
    [
        None,
        "call",
        ["call"],
        [{}],
        [{"text": " "}],
        [{"text": "x" * 201}],
        [{"text": "a", "x": 1}],
        [{"text": "a"}] * 21,
    ],
)
def test_steps_that_cannot_be_are_refused(api, cast, steps):
    answer = change(api("manager"), f"{PLAYBOOKS}churn/", {"steps": steps})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["steps"])
    assert Playbook.objects.get(cause="churn").version == 1


@pytest.mark.parametrize("name", ["rep", "integration"])
@pytest.mark.parametrize(("url", "what"), [(RULES, {"due_days": 3}), (PLAYBOOKS, {"steps": []})])
def test_who_does_not_lead_neither_reads_nor_writes(api, cast, name, url, what):
    client = api(name)
    assert client.get(url).json()["results"] == []
    assert client.get(f"{url}churn/").status_code == change(client, f"{url}churn/", what).status_code == 404
    assert (AlertRule.objects.get(cause="churn").version, Playbook.objects.get(cause="churn").version) == (1, 1)


@pytest.mark.parametrize("url", [RULES, PLAYBOOKS])
def test_a_cause_that_is_none(api, cast, url):
    for cause in ("weather", "1", "Churn"):
        assert api("manager").get(f"{url}{cause}/").status_code == 404


@pytest.mark.parametrize("size", [2, 9])
def test_as_many_queries_at_any_size(api, cast, size, django_assert_num_queries):
    client = api("manager")
    client.get(RULES)
    for url, more in ((RULES, 0), (PLAYBOOKS, 1)):
        with django_assert_num_queries(QUERIES + more):
            assert len(client.get(f"{url}?page_size={size}").json()["results"]) == size
