"""What may come in through the browser."""

from __future__ import annotations

import datetime as dt
from pathlib import PurePath
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken

ENDINGS: Final = (".csv", ".txt", ".tsv", ".xlsx", ".vcf")
CARDS: Final = ".vcf"
MOST_COLUMNS: Final = 300
MOST_WAITING: Final = 5
"""Files of one person that wait for an answer; each may be as large as the limit."""
KEPT: Final = dt.timedelta(days=2)
"""How long a file waits to be mapped and imported."""


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
