"""Viewsets whose rows are always restricted to the reader, and whose writes always go through a service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import mixins, status, viewsets
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from .filters import RESERVED


class VersionRequired(APIException):
    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_detail = 'Send the version you read: If-Match: "3", or "version": 3 in the body.'
    default_code = "version_required"


class VisibleViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet):
    """List and detail of `queryset`, restricted by `visible_to(request.user)`: out of sight is 404."""

    scope: ClassVar[str]
    """What an API key's scopes call this noun: "accounts" → accounts:read, accounts:write."""

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        return rows.visible_to(self.request.user)  # type: ignore[attr-defined]

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Filters narrow lists; a single row is found by its id alone (an archived one too)."""
        if self.action == "list":
            return super().filter_queryset(queryset)
        if strange := sorted(set(self.request.query_params) - RESERVED):
            raise ValidationError({name: ["No such filter."] for name in strange})
        return queryset

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.answer(self.get_object())

    def answer(self, row: Any, code: int = status.HTTP_200_OK) -> Response:
        """The row as the reader sees it, with its version as ETag."""
        return self.answer_by(self.get_serializer(row), row, code)

    def answer_by(self, serializer: BaseSerializer[Any], row: Any, code: int) -> Response:
        """As `answer`, by a serializer that is there already: the one that read the request."""
        headers = {"ETag": f'"{row.version}"'} if hasattr(row, "version") else {}
        serializer.instance = row
        return Response(serializer.data, status=code, headers=headers)

    def reread(self, row: Any) -> Any:
        """The row again, through the restricted queryset with its joins; None where it went out of sight."""
        return self.get_queryset().filter(pk=row.pk).first()

    def answer_written(self, row: Any, code: int = status.HTTP_200_OK) -> Response:
        """What was written, as the writer sees it; 204 where he has just given it out of his sight."""
        seen = self.reread(row)
        return Response(status=status.HTTP_204_NO_CONTENT) if seen is None else self.answer(seen, code)


class CreateThroughService:
    """POST: shape by the serializer, then `create_service(actor=…, **fields)`."""

    create_service: ClassVar[Callable[..., Any]]

    def create(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        row = type(self).create_service(actor=request.user, **serializer.validated_data)
        return self.answer_created(row, serializer)

    def answer_created(self: Any, row: Any, serializer: BaseSerializer[Any]) -> Response:
        """`serializer` has read the request and may answer it where it does not read the row again."""
        return self.answer_written(row, status.HTTP_201_CREATED)


class EditThroughService:
    """PATCH with If-Match or `version`: `update_service(row, actor=…, version=…, **changes)`."""

    update_service: ClassVar[Callable[..., Any]]

    def partial_update(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        serializer = self.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        changed = type(self).update_service(
            row, actor=request.user, version=expected_version(request), **serializer.validated_data
        )
        return self.answer_written(changed)


def expected_version(request: Request) -> int:
    """The version the client read, from If-Match or the body. 428 when missing, 400 when it is no number."""
    typed = request.headers.get("If-Match", "").removeprefix("W/").strip('"')
    if not typed and isinstance(request.data, dict):
        typed = str(request.data.get("version", ""))
    if not typed:
        raise VersionRequired
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 9):
        raise ValidationError({"version": ["A whole number."]})
    return int(typed)


def version_if_told(request: Request) -> int | None:
    """`expected_version` where a client may leave it out."""
    is_told = "If-Match" in request.headers or (isinstance(request.data, dict) and "version" in request.data)
    return expected_version(request) if is_told else None


def version_alone(request: Request) -> int:
    """`expected_version` of an action that is told nothing else: any other field is refused by its name."""
    nothing_told(request)
    return expected_version(request)


def nothing_told(request: Request) -> None:
    """For an action that needs no more than its address: any field but a version is refused by its name."""
    body = request.data if isinstance(request.data, dict) else {"body": request.data}
    if strange := [name for name in body if name != "version"]:
        raise ValidationError({name: ["No such field."] for name in strange})
