"""/api/v1/search/: the one box for everything, for programs."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.models import Account
from foundation.serializers import StrictBody
from foundation.text import fold
from integrations.models import ApiKey

from .search import KINDS, LONGEST, Hits, Kind, Noted, hits_of, is_short

NOUN: Final = {"notes": "accounts"}
"""What an API key must be allowed to read, to find a kind; where nothing stands here, the kind's own name."""

LISTS: Final = {
    "accounts": "account-list",
    "contacts": "contact-list",
    "opportunities": "opportunity-list",
    "visits": "visit-list",
    "complaints": "complaint-list",
    "contracts": "contract-list",
    "expectations": "expectation-list",
}
"""Where all of a kind are found by the same words; notes are in no list of their own."""


class AskedSerializer(StrictBody):
    q = serializers.CharField(
        max_length=LONGEST, help_text="Every word must be found: letters, 汉字, pinyin, initials."
    )
    kind = serializers.ChoiceField(
        choices=[kind.key for kind in KINDS], required=False, help_text="Only this kind; of all otherwise."
    )

    def validate_q(self, typed: str) -> str:
        if not fold(typed) or is_short(typed):
            raise serializers.ValidationError("At least two letters, or one Chinese character.")
        return typed


class FoundSerializer(serializers.Serializer):
    """`name`: what it is called; empty for a text, of which `quote` is the piece around what was found. `account`: at
    which account. `at`: the day or moment of a text, `person` whose it is."""

    id = serializers.IntegerField()
    name = serializers.CharField(allow_blank=True)
    account = serializers.IntegerField()
    quote = serializers.CharField(allow_blank=True)
    at = serializers.CharField(allow_null=True, help_text="A date or a moment.")
    person = serializers.IntegerField(allow_null=True)


class HitsSerializer(serializers.Serializer):
    """The first few of a kind; `more` is the address of the list of all of them, where there are more."""

    kind = serializers.ChoiceField(choices=[kind.key for kind in KINDS])
    rows = FoundSerializer(many=True)
    more = serializers.URLField(allow_null=True)


@extend_schema_serializer(many=False)
class SearchSerializer(serializers.Serializer):
    """`searched`: the kinds that were looked through: those that the key's scopes allow."""

    searched = serializers.ListField(child=serializers.CharField())
    found = HitsSerializer(many=True)


class SearchViewSet(viewsets.GenericViewSet[Account]):
    """The first of each kind that matches, as on the page. A key with scopes finds the kinds that it may read."""

    scope = "search"
    queryset = Account.objects.none()
    serializer_class = SearchSerializer
    pagination_class = None
    filter_backends = ()

    @extend_schema(parameters=[AskedSerializer], responses=SearchSerializer)
    def list(self, request: Request) -> Response:
        asked = AskedSerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        typed, only = asked.validated_data["q"], asked.validated_data.get("kind")
        kinds = [kind for kind in KINDS if self._may_read(kind) and only in {None, kind.key}]
        found = [self._told(hits, typed) for hits in hits_of(request.user, typed, kinds)]
        return Response({"searched": [kind.key for kind in kinds], "found": found})

    def _may_read(self, kind: Kind) -> bool:
        key = self.request.auth
        scopes = key.scopes if isinstance(key, ApiKey) else []
        return not scopes or f"{NOUN.get(kind.key, kind.key)}:read" in scopes

    def _told(self, hits: Hits, typed: str) -> dict[str, Any]:
        address = LISTS.get(hits.kind.key) if hits.has_more else None
        more = address and reverse(address, request=self.request, query={"q": typed})
        return {"kind": hits.kind.key, "rows": [told(row) for row in hits.rows], "more": more}


def told(found: Any) -> dict[str, Any]:
    if isinstance(found, Noted):
        quote = "".join(found.quote)
        return _line(found.row, found.account.pk, quote=quote, at=_said(found.at), person=found.who and found.who.pk)
    return _line(found, found.pk if isinstance(found, Account) else found.account_id, name=str(found))


def _said(at: Any) -> str:
    """A date, or a moment in the reader's zone, as all of the API says them."""
    field: Any = serializers.DateTimeField if isinstance(at, dt.datetime) else serializers.DateField
    return str(field().to_representation(at))


def _line(row: Any, account: int, **said: Any) -> dict[str, Any]:
    return {"id": row.pk, "name": "", "account": account, "quote": "", "at": None, "person": None, **said}
