"""Badges, figures and persons as HTML: escaped, named for screen readers, exact on hover."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from foundation.ui.people import initials, short_name
from foundation.ui.samples import Named

SPACE = "\xa0"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def draw(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("tier", "name"),
    [
        ("platinum", "Platinum"),
        ("gold", "Gold"),
        ("iron", "Iron"),
        ("lead", "Lead"),
        (None, "Unrated"),
        ("x", "Unrated"),
    ],
)
def test_every_tier_has_its_own_mark(tier: str | None, name: str) -> None:
    html = draw("{% tier_badge tier %}", tier=tier)
    assert f"<span>{name}</span>" in html
    assert f'title="{name}"' in html


def test_tiers_differ_in_outline_and_letter() -> None:
    marks = [draw("{% tier_badge t short=True %}", t=t) for t in ("platinum", "gold", "iron", "lead", None)]
    outlines = {mark.split("<svg")[1].split("<text")[0] for mark in marks}
    letters = {mark.split("</text>")[0][-1] for mark in marks}
    assert len(outlines) == len(letters) == 5


def test_stage_names_are_escaped_and_isolated() -> None:
    html = draw("{% stage_chip stage probability=True %}", stage=Named(name="<b>x</b>", probability=Decimal("0.5")))
    assert "<bdi>&lt;b&gt;x&lt;/b&gt;</bdi>" in html
    assert f"50{SPACE}%" in html
    assert html.count('class="on"') == 4 or html.count("class=on") == 4


@pytest.mark.parametrize(
    ("level", "words"), [("high", "High"), ("watch", "Watch"), ("low", "Low"), (None, "—"), ("", "—")]
)
def test_risk(level: object, words: str) -> None:
    assert words in draw("{% risk_chip level %}", level=level)


def test_the_share_of_a_risk_stands_on_hover() -> None:
    assert f'title="Churn risk 41{SPACE}%"' in draw('{% risk_chip "watch" risk %}', risk=Decimal("0.41"))


def test_money_is_rounded_and_exact_on_hover() -> None:
    html = draw('{% money amount "CNY" %}', amount=Decimal("-482107.50"))
    assert f"−¥{SPACE}482{SPACE}k</data>" in html
    assert f'title="−¥{SPACE}482,107.50"' in html
    assert 'value="-482107.50"' in html
    assert "negative" in html


@pytest.mark.parametrize("source", ["{% money None %}", "{{ None|compact }}", "{% when None %}", "{{ None|percent }}"])
def test_nothing_known_reads_as_a_dash(source: str) -> None:
    assert "—" in draw(source)


def test_money_speaks_chinese() -> None:
    with translation.override("zh-hans"):
        assert f"¥{SPACE}38.2{SPACE}万" in draw('{% money 382000 "CNY" %}')


def test_a_date_keeps_its_exact_day() -> None:
    html = draw("{% when day %}", day=dt.date(2020, 2, 29))
    assert 'datetime="2020-02-29"' in html
    assert 'title="Sat 29 February 2020"' in html
    assert "29 Feb 2020" in html


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mara Klein", "MK"),
        ("王小明", "小明"),
        ("王小明 Tom Wang", "小明"),
        ("שרה לוי", "של"),
        ("anna maria de la cruz", "AC"),
        ("", "?"),
        ("李", "李"),
        ("…", "?"),
        ("系统管理员", "系统"),
        ("欧阳小明", "小明"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


@pytest.mark.parametrize(("name", "said"), [("周文博 Wilson Zhou", "文博"), ("Mara Klein", "Mara"), ("", "—")])
def test_a_short_name(name: str, said: str) -> None:
    assert short_name(name) == said


def test_a_person_is_escaped() -> None:
    html = draw("{% person who %}", who='"><script>')
    assert "<script>" not in html


def test_our_own_markup_does_not_make_the_same_text_safe() -> None:
    draw('{% person "<i>x</i>" %}')
    assert "&lt;i&gt;x" in draw("{% person who %}", who="<i>x</i>")


def test_an_icon_standing_alone_is_named() -> None:
    html = draw('{% icon "phone" 16 "Call" %}')
    assert '<span class="sr-only">Call</span>' in html
    assert 'aria-hidden="true"' in html
