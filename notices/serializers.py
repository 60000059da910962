from __future__ import annotations

from rest_framework import serializers

from foundation.serializers import StrictBody

from .models import Notice
from .queries import path, sentence


class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """`text` says what happened in the caller's language, `path` where it leads: of `many` rows to their list."""

    text = serializers.SerializerMethodField()
    path = serializers.SerializerMethodField()
    actor_name = serializers.CharField(source="actor.name", read_only=True, allow_null=True, default=None)

    class Meta:
        model = Notice
        fields = [
            "id", "kind", "verb", "text", "about", "detail", "many", "path", "subject_type", "subject_id", "account_id",
            "actor", "actor_name", "at", "read_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_text(self, notice: Notice) -> str:
        return sentence(notice)

    def get_path(self, notice: Notice) -> str:
        return path(notice)


class LastBody(StrictBody):
    """The newest notice that was seen; later ones stay unread."""

    last = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
