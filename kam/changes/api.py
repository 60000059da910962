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
from journal.models import Change

from .filters import ChangeFilter
from .sight import PERSONAL, changes_of_account, changes_of_record, record_or_404, unless_asked

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
            rows = unless_asked(rows, self.request.query_params.get("kind", "") if self._may_judge() else "")
        elif set(asked) == {"record", "id"}:
            if asked["record"] == PERSONAL and not self._may_judge():
                raise PermissionDenied("This API key lacks the scope assessments:read.")
            rows = changes_of_record(*record_or_404(self.request.user, asked["record"], _number("id", asked)))
        else:
            raise ValidationError({"account": ["Say whose history: an account, or a record and its id."]})
        return rows.select_related("actor")

    def _may_judge(self) -> bool:
        """A key with scopes reads judgements on people only with theirs, by this door too."""
        key = self.request.auth
        return not (isinstance(key, ApiKey) and key.scopes) or "assessments:read" in key.scopes


def _number(name: str, asked: dict[str, str]) -> int:
    typed = asked[name]
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 18):
        raise ValidationError({name: ["A whole number."]})
    return int(typed)
