"""/api/v1/history/: who changed what and when, of one record or of everything that hangs on an account."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.exceptions import PermissionDenied, ValidationError

from accounts.models import Account
from foundation.filters import StrictFilterSet
from integrations.models import ApiKey
from journal.history.tracked import tracking
from journal.models import Change

from .filters import ChangeFilter
from .scopes import SCOPE_OF
from .sight import changes_of_account, changes_of_record, record_or_404, unless_asked

SUBJECT = ("account", "record", "id")


class RowChangeSerializer(serializers.ModelSerializer):
    """`changes`: {column: [before, after]}, values as the database keeps them. `actor`: the person; `api_key`: the id
    of the key that was used; `role`: the database's own, where the product did not write. What has the same `bundle`
    was changed together. `record` and `record_id`: what the row is, or is a part of."""

    actor_name = serializers.CharField(source="actor.name", default=None)
    api_key = serializers.IntegerField(source="key_id", allow_null=True)
    action = serializers.ChoiceField(choices=[("created", "created"), ("changed", "changed"), ("removed", "removed")])
    record = serializers.CharField(source="head_kind")
    record_id = serializers.IntegerField(source="head_id")
    account = serializers.IntegerField(source="account_id", allow_null=True)

    class Meta:
        model = Change
        fields = [
            "id", "at", "actor", "actor_name", "api_key", "role", "via", "bundle", "action", "kind", "row_id", "record",
            "record_id", "account", "changes",
        ]  # fmt: skip
        read_only_fields = fields

    def to_representation(self, change: Change) -> dict[str, Any]:
        words = {"i": "created", "u": "changed", "d": "removed"}
        return {**super().to_representation(change), "action": words[change.action]}


class ChangeApiFilter(ChangeFilter):
    """`account`, or `record` with `id`, say whose history it is (ChangeViewSet)."""

    @property
    def unknown(self) -> dict[str, list[str]]:
        return {name: said for name, said in super().unknown.items() if name not in SUBJECT}


def _parameter(name: str, kind: Any, text: str) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=text)


@extend_schema(
    parameters=[
        _parameter("account", OpenApiTypes.INT, "Everything that hangs on this account."),
        _parameter("record", OpenApiTypes.STR, "Or one record: its kind, such as accounts.contact."),
        _parameter("id", OpenApiTypes.INT, "And its id."),
    ]
)
class ChangeViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Change]):
    """Every row that was made, changed or removed, newest first, for whoever sees the record that it is about."""

    scope = "history"
    queryset = Change.objects.none()
    serializer_class = RowChangeSerializer
    filterset_class: type[StrictFilterSet] = ChangeApiFilter

    def get_queryset(self) -> QuerySet[Change]:
        if getattr(self, "swagger_fake_view", False):
            return Change.objects.none()
        asked = {name: self.request.query_params[name] for name in SUBJECT if self.request.query_params.get(name)}
        if set(asked) == {"account"}:
            account = Account.objects.visible_to(self.request.user).filter(pk=_number("account", asked)).first()
            if account is None:
                raise Http404
            rows = changes_of_account(account, self.request.user)
            rows = unless_asked(rows, self.request.query_params.get("kind", ""))
            if scopes := self._scopes():
                rows = rows.filter(head_kind__in=[kind for kind, needed in SCOPE_OF.items() if needed in scopes])
        elif set(asked) == {"record", "id"}:
            self._refuse_beyond_scopes(asked["record"])
            rows = changes_of_record(*record_or_404(self.request.user, asked["record"], _number("id", asked)))
        else:
            raise ValidationError({"account": ["Say whose history: an account, or a record and its id."]})
        return rows.select_related("actor")

    def _scopes(self) -> list[str]:
        """Those of the key that is used; none: whatever the person may."""
        key = self.request.auth
        return list(key.scopes) if isinstance(key, ApiKey) else []

    def _refuse_beyond_scopes(self, kind: str) -> None:
        """A key with scopes reads by this door, too, only what they allow."""
        scopes = self._scopes()
        if not scopes or tracking(kind) is None:
            return
        if kind not in SCOPE_OF:
            raise PermissionDenied("Only an API key without scopes reads this history.")
        if SCOPE_OF[kind] not in scopes:
            raise PermissionDenied(f"This API key lacks the scope {SCOPE_OF[kind]}.")


def _number(name: str, asked: dict[str, str]) -> int:
    typed = asked[name]
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 18):
        raise ValidationError({name: ["A whole number."]})
    return int(typed)
