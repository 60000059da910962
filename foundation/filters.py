"""One FilterSet per noun, for page and API alike; what it does not know it refuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self

import django_filters
from django import forms
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.forms.utils import flatatt
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError

RESERVED = {"page", "page_size", "cursor", "format"}
OF_PAGES = {"page"}
"""Lists of the API go on by cursor."""


class _Listed(django_filters.fields.ModelChoiceIterator):
    """The options in one query; Django takes a cursor on the server, which costs three."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        yield ("", self.field.empty_label)
        for row in self.queryset.all():
            yield self.choice(row)


class _DrawnAtOnce(forms.Select):
    """A list of thousands of people in one go; Django draws each option by a template of its own."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = {*self.format_value(value)}
        options = ((key, " selected" if str(key) in chosen else "", label) for key, label in self.choices)
        drawn = format_html_join("", '<option value="{}"{}>{}</option>', options)
        return format_html(
            "<select{}>{}</select>", flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name})), drawn
        )


class _ListedField(django_filters.fields.ModelChoiceField):
    """`known`: rows that may always be chosen and are there already, by key: the reader and his team."""

    iterator = _Listed
    widget = _DrawnAtOnce
    known: Mapping[str, Any] = {}

    def to_python(self, value: Any) -> Any:
        return self.known.get(str(value)) or super().to_python(value)

    def validate(self, value: Any) -> None:
        if value not in self.known.values():
            super().validate(value)


class VisibleModelChoiceFilter(django_filters.ModelChoiceFilter):
    """Chooses among the rows the reader may see; another's id is an invalid choice, like a missing one.

    `is_idle`: nothing is to choose from, and nothing was chosen but what is there already, so the query is not even put
    together.
    """

    field_class = _ListedField
    is_idle = False

    def __init__(self, *args: Any, queryset: Any, **kwargs: Any) -> None:
        self._rows = queryset
        super().__init__(*args, queryset=self._visible, **kwargs)

    @property
    def field(self) -> Any:
        field = super().field
        field.known = self.near()
        return field

    def near(self) -> dict[str, Any]:
        """The reader or his team, where it is one of these that is chosen, by key."""
        user = getattr(self.get_request(), "user", None)
        around: list[Any] = [user, getattr(user, "team", None)]
        return {str(row.pk): row for row in around if type(row) is self._rows.model}

    def get_queryset(self, request: HttpRequest | None) -> QuerySet[Any]:
        return self._rows.none() if self.is_idle else super().get_queryset(request)

    def _visible(self, request: HttpRequest | None) -> QuerySet[Any]:
        return self._rows.visible_to(request.user) if request else self._rows.none()


@extend_schema_field(OpenApiTypes.BOOL)
class YesNoFilter(django_filters.TypedChoiceFilter):
    """`true` or `false`; unlike django-filter's own, anything else is refused instead of meaning "either"."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("", "---------"), ("true", _("Yes")), ("false", _("No"))]
        super().__init__(choices=choices, coerce=lambda typed: typed == "true", **kwargs)


class UsualFilter(django_filters.TypedChoiceFilter):
    """One of a few whole numbers; where none is chosen the usual one counts, and the form says so."""

    def __init__(self, *, numbers: Iterable[int], usual: int, **kwargs: Any) -> None:
        self.usual = usual
        choices = [("", format_lazy(_("{n}, as usual"), n=usual)), *((number, number) for number in numbers)]
        super().__init__(choices=choices, coerce=int, **kwargs)


class ArchivedFilter(django_filters.ChoiceFilter):
    """Archived rows stay out of lists unless asked for: `archived=yes` gives them alone, `all` everything."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [("yes", _("Archived only")), ("all", _("Archived too"))]
        super().__init__(choices=choices, label=_("Archived"), empty_label=_("Without archived"), **kwargs)

    def filter(self, qs: QuerySet[Any], value: str | None) -> QuerySet[Any]:
        return qs if value == "all" else qs.filter(archived_at__isnull=value != "yes")


class Ordering(django_filters.OrderingFilter):
    """`ordering=name` or `-name` from a whitelist; the id makes every order total, so that no page repeats a row."""

    def filter(self, qs: QuerySet[Any], value: list[str] | None) -> QuerySet[Any]:
        if not value:
            return qs
        columns = [self.get_ordering_value(param) for param in value]
        return qs.order_by(*columns, "-id" if columns[0].startswith("-") else "id")


class StrictFilterSet(django_filters.FilterSet):
    """Refuses parameters it does not know: a typing error must not read as "everything".

    `drawn`: whether a page shows its form, with all there is to choose from.
    """

    def __init__(self, *args: Any, drawn: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, each in self.filters.items():
            if isinstance(each, VisibleModelChoiceFilter):
                chosen = self.data.get(name)
                each.is_idle = not (drawn and _is_shown(each)) and (not chosen or chosen in each.near())

    @property
    def unknown(self) -> dict[str, list[str]]:
        allowed = {*self.form.fields, *RESERVED, *self._ranges()}
        return {name: ["No such filter."] for name in self.data if name not in allowed}

    def _ranges(self) -> set[str]:
        return {
            f"{name}_{suffix}"
            for name, field in self.form.fields.items()
            for suffix in getattr(field.widget, "suffixes", ())
            if suffix
        }

    def rows_or_400(self) -> QuerySet[Any]:
        """The filtered rows for a page. BadRequest for unknown parameters; a field's own error stays on the form."""
        if self.unknown:
            raise BadRequest(", ".join(sorted(self.unknown)))
        return self.qs if self.is_valid() else self.queryset.none()

    def understood(self) -> Self:
        """Itself, for an answer of the API that is no list of rows. ValidationError by field, also for unknown ones."""
        if self.unknown or not self.is_valid():
            raise ValidationError(self.unknown or self.errors)
        return self

    def rows_or_refuse(self) -> QuerySet[Any]:
        """The same for a file, which has no place for a field's error: BadRequest for that, too."""
        rows = self.rows_or_400()
        if self.errors:
            raise BadRequest("; ".join(f"{name}: {' '.join(said)}" for name, said in self.errors.items()))
        return rows


class FilterBackend(DjangoFilterBackend):
    """DRF's door to the same FilterSets: 400 for unknown parameters and bad values."""

    filterset_base = StrictFilterSet

    def get_filterset_kwargs(self, request: Any, queryset: QuerySet[Any], view: Any) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(request, queryset, view), "drawn": False}

    def filter_queryset(self, request: Any, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        filterset = self.get_filterset(request, queryset, view)
        strange = set(request.query_params) & OF_PAGES
        if filterset is None:
            strange |= set(request.query_params) - RESERVED
        if strange:
            raise ValidationError({name: ["No such filter."] for name in sorted(strange)})
        if filterset is None:
            return queryset
        return filterset.understood().qs


def _is_shown(each: django_filters.Filter) -> bool:
    return each.extra.get("widget") is not forms.HiddenInput


def only(query: QueryDict, *known: str) -> None:
    """BadRequest for parameters that a page without a FilterSet does not know."""
    if unknown := sorted(set(query) - set(known)):
        raise BadRequest(", ".join(unknown))
