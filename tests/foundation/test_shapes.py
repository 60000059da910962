"""Serializers, parser, filters and forms refuse what they do not understand (faults 13, 14, 17, 23, 26, 27)."""

from __future__ import annotations

import io
from decimal import Decimal
from types import SimpleNamespace

import django_filters
import pytest
from django import forms
from django.core.exceptions import BadRequest
from django.http import QueryDict
from rest_framework.exceptions import ParseError, ValidationError

from accounts.models import Account, Contact
from foundation.errors import RuleBroken
from foundation.filters import StrictFilterSet, VisibleModelChoiceFilter, YesNoFilter
from foundation.forms import EditForm, VisibleModelForm
from foundation.parsers import StrictJSONParser
from foundation.serializers import MoneyField, StrictSerializer
from tests.cast import Cast, make_account


class AccountShape(StrictSerializer):
    class Meta:
        model = Account
        fields = ["id", "name", "parent"]


class AccountForm(EditForm):
    class Meta:
        model = Account
        fields = ["name", "parent", "nature"]


class Filter(StrictFilterSet):
    parent = VisibleModelChoiceFilter(queryset=Account.objects)
    key = YesNoFilter(field_name="stage")

    class Meta:
        model = Account
        fields: list[str] = ["name"]


def shape(data: object, reader: object) -> AccountShape:
    return AccountShape(data=data, context={"request": SimpleNamespace(user=reader)})


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "-Infinity", "1e400", "9" * 2000, "1.005", "0.001", "", None, True, [], {}, "12 yuan"]
)
def test_what_is_no_amount_is_refused(value: object) -> None:
    with pytest.raises(ValidationError):
        MoneyField().run_validation(value)


@pytest.mark.parametrize(
    ("value", "amount"), [("１２.５", "12.5"), ("1e3", "1000"), (12, "12"), ("-0.01", "-0.01"), ("1.10", "1.10")]
)
def test_what_is_an_amount_is_kept_to_the_cent(value: object, amount: str) -> None:
    assert MoneyField().run_validation(value) == Decimal(amount)


def test_unknown_and_read_only_fields_are_named(cast: Cast) -> None:
    serializer = shape({"name": "X", "id": 7, "tier": "gold", "colour": "red"}, cast.rep)
    assert not serializer.is_valid()
    assert serializer.errors == {"id": ["Read-only."], "tier": ["No such field."], "colour": ["No such field."]}


def test_anothers_row_is_refused_exactly_like_a_missing_one(cast: Cast) -> None:
    theirs = make_account(cast.outsider)
    messages = []
    for pk in (theirs.pk, 10**9):
        serializer = shape({"name": "X", "parent": pk}, cast.rep)
        assert not serializer.is_valid()
        messages.append(str(serializer.errors["parent"][0]).replace(str(pk), "N"))
    assert messages[0] == messages[1]


@pytest.mark.parametrize("pk", [10**30, -1, "1 OR 1=1", True, 1.5, [1], {"id": 1}])
def test_what_is_no_id_is_refused(cast: Cast, pk: object) -> None:
    assert not shape({"name": "X", "parent": pk}, cast.rep).is_valid()


@pytest.mark.parametrize("body", ['{"a": NaN}', '{"a": Infinity}', '{"a": "\\u0000"}', '{"a": [{"b": "\\ud800"}]}',
                                  '{"\\u0000": 1}', "{", "", "[" * 100_000])  # fmt: skip
def test_json_that_the_database_could_not_hold_is_refused(body: str) -> None:
    with pytest.raises(ParseError):
        StrictJSONParser().parse(io.BytesIO(body.encode()), parser_context={})


@pytest.mark.parametrize("body", ['{"a": "𝒳"}', '{"a": "\\ud83d\\ude00"}', '{"a": "\\u202e"}'])
def test_odd_but_sound_json_passes(body: str) -> None:
    assert StrictJSONParser().parse(io.BytesIO(body.encode()), parser_context={})


@pytest.mark.parametrize(
    "query", ["colour=red", "name__contains=a", "owner__password=x", "parent__owner=1", "offset=5"]
)
def test_unknown_filters_and_lookups_are_refused(cast: Cast, query: str) -> None:
    filterset = Filter(QueryDict(query), queryset=Account.objects.all(), request=SimpleNamespace(user=cast.rep))
    with pytest.raises(BadRequest):
        filterset.rows_or_400()


@pytest.mark.parametrize("query", ["key=maybe", "parent=x", "parent=99999999999999999999"])
def test_a_bad_value_finds_nothing_and_says_so(cast: Cast, query: str) -> None:
    make_account(cast.rep)
    filterset = Filter(QueryDict(query), queryset=Account.objects.all(), request=SimpleNamespace(user=cast.rep))
    assert not filterset.rows_or_400()
    assert filterset.errors


def test_a_filter_offers_only_what_the_reader_sees(cast: Cast) -> None:
    own, theirs = make_account(cast.rep), make_account(cast.outsider)
    filterset = Filter(QueryDict(), queryset=Account.objects.all(), request=SimpleNamespace(user=cast.rep))
    assert own in filterset.form.fields["parent"].queryset
    assert theirs not in filterset.form.fields["parent"].queryset


def test_without_a_reader_a_filter_offers_nothing(cast: Cast) -> None:
    make_account(cast.rep)
    assert not Filter(QueryDict(), queryset=Account.objects.all()).form.fields["parent"].queryset


def test_a_form_offers_only_what_the_reader_sees(cast: Cast) -> None:
    own, theirs = make_account(cast.rep), make_account(cast.outsider)
    form = AccountForm({"name": "X", "parent": theirs.pk, "version": 1}, user=cast.rep, instance=own)
    assert not form.is_valid()
    assert "parent" in form.errors


def test_a_form_leaves_its_row_as_it_is(account: Account, cast: Cast) -> None:
    form = AccountForm({"name": "Typed", "version": 1}, user=cast.rep, instance=account)
    assert form.is_valid()
    assert account.name != "Typed"
    assert form.changes["name"] == "Typed"


def test_a_form_never_writes(account: Account, cast: Cast) -> None:
    form = AccountForm({"name": "Typed", "version": 1}, user=cast.rep, instance=account)
    with pytest.raises(TypeError):
        form.save()


def test_a_broken_rule_stands_at_its_field(account: Account, cast: Cast) -> None:
    form = AccountForm({"name": "Typed", "version": 1}, user=cast.rep, instance=account)
    form.is_valid()
    form.refuse(RuleBroken("taken", field="name"))
    form.refuse(RuleBroken("as a whole", field="elsewhere"))
    assert (form.errors["name"], form.non_field_errors()) == (["taken"], ["as a whole"])


def test_a_stale_form_shows_what_is_saved_and_takes_its_version(account: Account, cast: Cast) -> None:
    form = AccountForm({"name": "Typed", "nature": "state", "version": 1}, user=cast.rep, instance=account)
    form.is_valid()
    Account.objects.filter(pk=account.pk).update(name="Saved", nature="listed", version=2)
    form.compare(Account.objects.get(pk=account.pk))
    assert form.errors["name"] == ["Saved meanwhile: Saved"]
    assert form.errors["nature"] == ["Saved meanwhile: Listed"]
    assert form["version"].value() == 2
    assert form["name"].value() == "Typed"


@pytest.mark.parametrize("version", ["", "0", "x", "99999999999999"])
def test_an_edit_needs_the_version_that_was_read(account: Account, cast: Cast, version: str) -> None:
    assert not AccountForm({"name": "X", "version": version}, user=cast.rep, instance=account).is_valid()


def test_a_visible_form_needs_its_reader() -> None:
    class ContactForm(VisibleModelForm):
        class Meta:
            model = Contact
            fields = ["account"]

    with pytest.raises(TypeError):
        ContactForm({})  # type: ignore[call-arg]
    assert issubclass(ContactForm, forms.ModelForm)
    assert issubclass(Filter, django_filters.FilterSet)
