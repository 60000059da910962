"""What may come in through the browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from foundation.errors import Forbidden, RuleBroken
from integrations.importing.kinds import KINDS
from teams.models import User

ENDINGS: Final = (".csv", ".txt", ".tsv", ".xlsx", ".vcf")
CARDS: Final = ".vcf"
MOST_COLUMNS: Final = 300
MOST_WAITING: Final = 5
"""Files of one person that wait for an answer; each may be as large as the limit."""
MAKING: Final = {"create_accounts", "create_people", "create_teams", "share_accounts"}
KEPT: Final = dt.timedelta(days=2)
"""How long a file waits to be mapped and imported."""


def kinds_for(person: User) -> list[str]:
    """The kinds of files that he may bring: all that he writes, as far as he leads anybody."""
    return [
        name
        for name, kind in KINDS.items()
        if (person.leads or kind.is_for_everybody) and (person.sees_all or not kind.is_for_administrators)
    ]


def options_for(person: User, options: Mapping[str, Any]) -> dict[str, Any]:
    """Of `options` those that he may use: who leads nobody makes nothing but the rows of the file."""
    return {name: value for name, value in options.items() if person.leads or name not in MAKING}


def check_kind(person: User, kind: str) -> None:
    if kind not in kinds_for(person):
        raise Forbidden(_("Only people who lead a team bring files of this kind."))


def check_file(kind: str, name: str, size: int) -> None:
    """RuleBroken for what cannot be imported, whatever stands in it."""
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        raise RuleBroken(_("Bring a file that ends in %(all)s.") % {"all": ", ".join(ENDINGS)}, field="file")
    if ending == CARDS and kind != "contacts":
        raise RuleBroken(_("A file of business cards brings contacts. Choose contacts."), field="kind")
    if not size:
        raise RuleBroken(_("The file is empty."), field="file")
    if size > settings.MOST_UPLOAD_BYTES:
        most = settings.MOST_UPLOAD_BYTES // 1024**2
        raise RuleBroken(
            _("The file is larger than %(n)s MB. Part it, or have it imported on the server.") % {"n": most},
            field="file",
        )
