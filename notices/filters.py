from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from foundation.filters import StrictFilterSet, YesNoFilter

from .choices import Kind
from .models import Notice


class NoticeFilter(StrictFilterSet):
    """Notices by kind and by whether they were read."""

    kind = django_filters.ChoiceFilter(choices=Kind.choices, label=_("Kind"))
    read = YesNoFilter(field_name="is_read", label=_("Read"))

    class Meta:
        model = Notice
        fields: list[str] = []
