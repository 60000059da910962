"""Fields, sort headers, filters and pagers as pages use them."""

from __future__ import annotations

import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from foundation.paging import ListPage
from foundation.ui.samples import SampleForm


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def draw(source: str, query: str = "", **context: object) -> str:
    request = RequestFactory().get("/accounts/" + query)
    return Template("{% load ui %}" + source).render(Context({"request": request, **context}))


def test_a_field_ties_label_help_and_error_to_its_control() -> None:
    html = draw("{% field form.name %}", form=SampleForm({}))
    assert '<label class="field-label" for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


@pytest.mark.parametrize(
    ("name", "attributes"),
    [
        ("email", 'type="email"'),
        ("on", 'type="date"'),
        ("at", 'type="datetime-local"'),
        ("amount", 'inputmode="decimal"'),
    ],
)
def test_the_control_fits_the_field(name: str, attributes: str) -> None:
    assert attributes in draw("{% field field %}", field=SampleForm()[name])


def test_dates_are_iso_whatever_the_language() -> None:
    form = forms.Form()
    form.fields["on"] = forms.DateField(initial="2026-03-09")
    with translation.override("zh-hans"):
        assert 'value="2026-03-09"' in draw("{% field field %}", field=form["on"])


def test_optional_fields_say_so_and_hidden_ones_stay_bare() -> None:
    assert "optional" in draw("{% field form.email %}", form=SampleForm())
    form = forms.Form()
    form.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
    assert "label" not in draw("{% field form.version %}", form=form)


def test_an_empty_choice_is_said_in_words() -> None:
    form = SampleForm({"name": ">---------<"})
    form.fields["industry"].choices = [("", "---------"), ("auto", "Automotive")]
    assert '<option value="" selected>Any</option>' in draw('{% field form.industry blank="Any" %}', form=form)
    assert "&gt;---------&lt;" in draw("{% field form.name %}", form=form)


def test_a_list_keeps_groups_the_chosen_one_and_escapes() -> None:
    form = SampleForm({"industry": "b&b"})
    form.fields["industry"].choices = [("g", [("a", "A"), ("b&b", "<B>")]), ("c", "C")]
    assert draw("{% field form.industry %}", form=form).count("<option") == 3
    assert '<optgroup label="g">' in draw("{% field form.industry %}", form=form)
    assert '<option value="b&amp;b" selected>&lt;B&gt;</option>' in draw("{% field form.industry %}", form=form)


def test_choices_are_a_group_with_a_legend() -> None:
    html = draw("{% field form.channel %}", form=SampleForm())
    assert "<fieldset" in html
    assert "<legend" in html


def test_sorting_keeps_filters_and_begins_anew() -> None:
    html = draw('{% sort_header "profit" "Profit" number=True %}', "?tier=gold&page=3")
    assert 'href="?tier=gold&amp;ordering=-profit"' in html
    assert "aria-sort" not in html


def test_sorting_again_turns_the_order() -> None:
    html = draw('{% sort_header "name" "Name" %}', "?ordering=name")
    assert 'aria-sort="ascending"' in html
    assert 'href="?ordering=-name"' in html


def test_active_filters_are_named_and_removable() -> None:
    html = draw(
        "{% active_filters form as chips %}{% for c in chips %}{{ c.label }}={{ c.value }} {{ c.url }}{% endfor %}",
        "?industry=auto&page=2&ordering=name",
        form=SampleForm({"industry": "auto"}),
    )
    assert html == "Industry=Automotive ?ordering=name"


def test_the_pager_counts_to_its_cap() -> None:
    page = ListPage(number=2, rows=[0] * 50, has_next=True, count=10_000, is_capped=True)
    html = draw('{% include "components/pager.html" %}', "?tier=gold&page=2", page=page)
    assert "51–100 of more than 10,000" in html
    assert 'href="?tier=gold&amp;page=3"' in html
    assert 'href="?tier=gold&amp;page=1"' in html


def test_an_empty_page_has_no_pager() -> None:
    page = ListPage(number=1, rows=[], has_next=False, count=0)
    assert "nav" not in draw('{% include "components/pager.html" %}', page=page)
