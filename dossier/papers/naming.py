"""What a file may be called on our pages and in a header."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from dossier.choices import PaperKind

LONGEST: Final = 120
_SPACE = re.compile(r"\s+")
_FORBIDDEN: Final = '<>:"|?*'


def clean_name(typed: str, kind: PaperKind) -> str:
    """The last part of a path, without what changes the direction of writing or is not seen, ending with what it is."""
    last = unicodedata.normalize("NFC", typed).replace("\\", "/").rpartition("/")[2]
    seen = (sign for sign in last if sign.isspace() or not _is_hidden(sign))
    plain = _SPACE.sub(" ", "".join("_" if sign in _FORBIDDEN else sign for sign in seen)).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if dot and ending.lower() in kind.endings:
        plain = stem
    plain = plain[:LONGEST].strip(" .") or "file"
    return f"{plain}.{ending.lower() if dot and ending.lower() in kind.endings else kind.value}"


def _is_hidden(sign: str) -> bool:
    """Control, direction and zero-width characters, halves of pairs, what nobody has assigned."""
    return unicodedata.category(sign)[0] == "C"
