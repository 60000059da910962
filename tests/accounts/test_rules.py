"""Rules that need no database."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts import rules
from foundation.errors import RuleBroken

DAY = dt.timedelta(days=1)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200))
def test_every_name_that_shows_something_gives_its_keys(name):
    try:
        columns = rules.names(name)
    except RuleBroken:
        assert not name.split()
    else:
        assert columns["name"] == " ".join(name.split())
        assert len(columns["sort_key"]) <= 200


@pytest.mark.parametrize("name", ["𠮷野家", "مرحبا", "Ünïcödé", "🙂", "A\u200bB", "\u202eabc"])
def test_names_of_every_script_are_kept_as_typed(name):
    assert rules.names(name)["name"] == name


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_web_address_is_safe_or_refused(typed):
    with suppress(RuleBroken):
        address = rules.web_address(typed)
        assert address == "" or address.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    "typed", ["data:text/html,x", "file:///etc/passwd", "ftp://x.example", "https://", "//x y", "a b"]
)
def test_addresses_that_are_none(typed):
    with pytest.raises(RuleBroken):
        rules.web_address(typed)


def test_a_long_address_does_not_take_long():
    with pytest.raises(RuleBroken):
        rules.web_address("https://" + "a." * 5000 + "!")


@pytest.mark.parametrize(
    ("stage", "reason", "kept"),
    [("filtered", "too small", "too small"), ("key", "too small", ""), ("potential", "", "")],
)
def test_a_reason_belongs_to_the_filtered(stage, reason, kept):
    assert rules.filtered_reason(stage, reason) == kept


@pytest.mark.parametrize(("minutes", "is_fine"), [(-60, True), (0, True), (9, True), (11, False), (60 * 24, False)])
def test_what_has_happened(minutes, is_fine):
    moment = timezone.now() + dt.timedelta(minutes=minutes)
    if is_fine:
        rules.check_happened(moment)
    else:
        with pytest.raises(RuleBroken):
            rules.check_happened(moment)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu", "America/St_Johns", "UTC"])
def test_this_morning_can_still_be_planned_in_every_zone(zone):
    with timezone.override(zone):
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        rules.check_ahead(midnight)
        with pytest.raises(RuleBroken):
            rules.check_ahead(midnight - dt.timedelta(seconds=1))


@pytest.mark.parametrize(
    ("step", "ahead", "field"),
    [("", None, None), ("Call", 0, None), ("Call", 30, None), ("Call", None, "next_step_on"), ("", 1, "next_step"),
     ("Call", -1, "next_step_on")],
)  # fmt: skip
def test_a_next_step(step, ahead, field):
    moment = timezone.now()
    day = None if ahead is None else timezone.localdate(moment) + ahead * DAY
    fields = {"next_step": step, "next_step_on": day}
    if field is None:
        rules.check_step(fields, moment)
    else:
        with pytest.raises(RuleBroken) as refusal:
            rules.check_step(fields, moment)
        assert refusal.value.field == field
