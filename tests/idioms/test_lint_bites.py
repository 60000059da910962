"""The lint finds what it is there to find, and lets pass what it should."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.idioms import house

WRONG = [
    (house.unrestricted_reads, "accounts/views/x.py", "rows = Account.objects.filter(name='x')"),
    (house.unrestricted_reads, "accounts/api.py", "def f(self):\n    return Account.objects.all()"),
    (house.unrestricted_reads, "kam/my_day.py", "x = Visit.objects.filter(account=account_id)"),
    (house.raw_sql, "scoring/queries/x.py", "cursor.execute('SELECT 1')"),
    (house.published_columns_written, "accounts/services/x.py", "account.tier = 'gold'"),
    (house.published_columns_written, "accounts/services/x.py", "Account.objects.update(tier='gold')"),
    (house.stages_assigned, "pipeline/views/x.py", "deal.stage = stage"),
    (house.imports_in_functions, "teams/x.py", "def f():\n    import json"),
    (house.the_machines_own_day, "teams/x.py", "day = date.today()"),
    (house.the_machines_own_day, "teams/x.py", "day = timezone.now().date()"),
    (house.the_machines_own_day, "teams/x.py", "moment = dt.datetime.now()"),
    (house.rules_in_the_wrong_place, "teams/models/x.py", "class A:\n    def save(self): ..."),
    (house.rules_in_the_wrong_place, "teams/serializers.py", "class A:\n    def create(self, data): ..."),
]
RIGHT = [
    (house.unrestricted_reads, "accounts/views/x.py", "rows = Account.objects.select_related('a').visible_to(user)"),
    (house.unrestricted_reads, "accounts/views/x.py", "row = self.visible(Account.objects.all(), pk=1)"),
    (
        house.unrestricted_reads,
        "accounts/views/x.py",
        "def f(self):\n    r = A.objects.all()\n    self.visible(r, pk=1)",
    ),
    (house.unrestricted_reads, "accounts/views/x.py", "rows = Visit.objects.filter(account=self.account)"),
    (house.unrestricted_reads, "accounts/services/x.py", "rows = Account.objects.all()"),
    (house.stages_assigned, "pipeline/services/moves.py", "deal.stage = stage"),
    (house.imports_in_functions, "teams/x.py", "def f():\n    import json  # noqa: PLC0415  (slow)"),
    (house.the_machines_own_day, "teams/x.py", "day = clock.today()"),
]
WRONG_HTML = [
    (house.inline_code, '<p style="color: red">'),
    (house.inline_code, "<script>alert(1)</script>"),
    (house.inline_code, '<button onclick="go()">'),
    (house.inline_code, '<a href="javascript:go()">'),
    (house.unescaped, "{{ name|safe }}"),
    (house.unescaped, "{% autoescape off %}"),
    (house.without_context_line, "<p>{{ name }}</p>"),
    (house.elsewhere_loaded, '<script src="https://cdn.example/x.js"></script>'),
]
RIGHT_HTML = [
    (house.inline_code, "<script src=\"{% static 'js/x.js' %}\" defer></script>"),
    (house.inline_code, '<form hx-on:click data-action="x">'),
    (house.unescaped, "{{ name }} {# a safe choice #}"),
    (house.without_context_line, "{# Context: name. #}\n<p>{{ name }}</p>"),
]


@pytest.mark.parametrize(("rule", "path", "text"), WRONG)
def test_code_that_breaks_a_rule_is_found(monkeypatch, rule: Callable, path: str, text: str) -> None:
    assert _found_in_code(monkeypatch, rule, path, text)


@pytest.mark.parametrize(("rule", "path", "text"), RIGHT)
def test_code_that_keeps_a_rule_passes(monkeypatch, rule: Callable, path: str, text: str) -> None:
    assert not _found_in_code(monkeypatch, rule, path, text)


@pytest.mark.parametrize(("rule", "text"), WRONG_HTML)
def test_markup_that_breaks_a_rule_is_found(monkeypatch, rule: Callable, text: str) -> None:
    monkeypatch.setattr(house, "templates", lambda: [("templates/x.html", text)])
    assert rule()


@pytest.mark.parametrize(("rule", "text"), RIGHT_HTML)
def test_markup_that_keeps_a_rule_passes(monkeypatch, rule: Callable, text: str) -> None:
    monkeypatch.setattr(house, "templates", lambda: [("templates/x.html", text)])
    assert not rule()


def test_the_lint_reads_the_whole_product() -> None:
    assert {module.path.split("/")[0] for module in house.modules()} == set(house.ROOMS)
    assert len(house.templates()) > 50


def _found_in_code(monkeypatch, rule: Callable[[], list[str]], path: str, text: str) -> list[str]:
    monkeypatch.setattr(house, "modules", lambda: [house.module(Path(path), text)])
    return rule()
