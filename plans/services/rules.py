"""The eight keys and the three templates are written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from foundation.columns import differences, save_edit
from foundation.errors import RuleBroken
from journal.services import changes_of, record
from plans.models import KeyPoint, ResourceMix
from plans.rules import adds_up
from teams.models import User
from teams.rules import only_leads

from .plan import check_version


class KeySpec(NamedTuple):
    """A key as somebody wants it, and the version that was read."""

    row: KeyPoint
    version: int
    text: str
    text_zh: str
    hint: str
    hint_zh: str


class MixSpec(NamedTuple):
    """A template as somebody wants it, and the version that was read."""

    row: ResourceMix
    version: int
    marketing: int
    management: int
    support: int


@transaction.atomic
def key_points_set(*, actor: User, wanted: Sequence[KeySpec]) -> None:
    """Writes what the keys say. Forbidden for those who do not lead."""
    only_leads(actor)
    for spec in wanted:
        check_version(spec.row, spec.version)
    for spec in wanted:
        texts = {name: getattr(spec, name) for name in ("text", "text_zh", "hint", "hint_zh")}
        if changes := differences(spec.row, texts):
            told = changes_of(spec.row, changes)
            row = save_edit(spec.row, spec.version, changes)
            record(actor=actor, verb="keypoint.changed", subject=row, changes=told)


@transaction.atomic
def resource_mixes_set(*, actor: User, wanted: Sequence[MixSpec]) -> None:
    """Writes the templates. Forbidden for those who do not lead. RuleBroken: one does not add up to 100."""
    only_leads(actor)
    for spec in wanted:
        if min(spec[2:]) < 0 or not adds_up(spec[2:]):
            raise RuleBroken(_("The three parts of a mix add up to 100."), field=f"marketing_{spec.row.pk}")
        check_version(spec.row, spec.version)
    for spec in wanted:
        parts = {name: getattr(spec, name) for name in ("marketing", "management", "support")}
        if changes := differences(spec.row, parts):
            told = changes_of(spec.row, changes)
            row = save_edit(spec.row, spec.version, changes)
            record(actor=actor, verb="resourcemix.changed", subject=row, changes=told)
