"""The idioms of the house hold everywhere. What is allowed in spite of a rule is named here, with its reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.idioms import house

ALLOWED: dict[Callable[[], list[str]], dict[str, str]] = {
    house.unrestricted_reads: {"kam/rules.py": "events are narrowed to rules, and to cost rates the reader sees"},
}


@pytest.mark.parametrize(
    "rule",
    [
        house.unrestricted_reads,
        house.raw_sql,
        house.published_columns_written,
        house.stages_assigned,
        house.imports_in_functions,
        house.the_machines_own_day,
        house.rules_in_the_wrong_place,
        house.inline_code,
        house.unescaped,
        house.without_context_line,
        house.elsewhere_loaded,
    ],
    ids=lambda rule: rule.__name__,
)
def test_the_house_keeps_its_rule(rule: Callable[[], list[str]]) -> None:
    allowed = ALLOWED.get(rule, {})
    broken = [found for found in rule() if not any(found.startswith(place) for place in allowed)]
    assert not broken, f"{rule.__doc__}\n" + "\n".join(broken)


def test_no_exception_outlives_its_case() -> None:
    idle = [
        place
        for rule, places in ALLOWED.items()
        for place in places
        if not any(found.startswith(place) for found in rule())
    ]
    assert not idle
