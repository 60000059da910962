from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _

from foundation.filters import StrictFilterSet

from .importing.kinds import KINDS
from .models import Import, ImportState
from .uploads.wording import kind_label


class ImportFilter(StrictFilterSet):
    """Imports by the kind of their rows and by how far they are."""

    kind = django_filters.ChoiceFilter(choices=[(kind, kind_label(kind)) for kind in KINDS], label=_("Kind"))
    state = django_filters.ChoiceFilter(choices=ImportState.choices, label=_("State"))

    class Meta:
        model = Import
        fields: list[str] = []
