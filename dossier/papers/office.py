"""Office files of today: zips of parts. Kept are those without anything that runs, fetches or bursts."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO, Final
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from dossier.choices import PaperKind

from .refusal import NotSafe, unknown

MOST_UNPACKED: Final = 200 * 1024**2
MOST_PARTS: Final = 5000
MOST_RATIO: Final = 100
"""Times that one part may grow when it is unpacked; small ones may do as they please."""
_SMALL: Final = 1024**2
_PIECE: Final = 1024**2
_ENTRY: Final = b"PK\x01\x02"
_KINDS: Final = {"word": PaperKind.WORD, "xl": PaperKind.EXCEL, "ppt": PaperKind.SLIDES}
_TYPES: Final = "[Content_Types].xml"
_RUNS: Final = ("macro", "vba", "activex")
"""Words in the content types and relations of parts that run: macros of any age, and controls."""
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError, RuntimeError)


class _WithoutDoctype(ElementTree.TreeBuilder):
    """Office writes none; what declares entities in one means to burst."""

    def doctype(self, _name: str, _public: str, _system: str) -> None:
        raise ElementTree.ParseError


def office_kind(file: IO[bytes]) -> PaperKind:
    """NotSafe: no Office file, macros or controls in it, a template fetched from elsewhere, or it bursts when unpacked.

    Sizes are those that the directory states, which whoever unpacks it holds it to.
    """
    _refuse_crowds(file)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            kind = _kind_of(parts)
            _refuse_what_runs(archive, parts)
    except _BROKEN as error:
        raise NotSafe(_unreadable()) from error
    return kind


def _refuse_crowds(file: IO[bytes]) -> None:
    """Before the directory is read: a million empty entries are few bytes here and much memory there."""
    file.seek(0)
    entries, rest = 0, b""
    while piece := file.read(_PIECE):
        entries += (rest + piece).count(_ENTRY)
        rest = piece[1 - len(_ENTRY) :]
    if entries > MOST_PARTS:
        raise NotSafe(_bursting())


def _kind_of(parts: list[zipfile.ZipInfo]) -> PaperKind:
    names = {part.filename for part in parts}
    if _TYPES not in names:
        raise NotSafe(unknown())
    if sum(part.file_size for part in parts) > MOST_UNPACKED or any(map(_bursts, parts)):
        raise NotSafe(_bursting())
    if len(names) != len(parts) or any(map(_leads_out, names)):
        raise NotSafe(_unreadable())
    found = {kind for folder, kind in _KINDS.items() if any(name.startswith(f"{folder}/") for name in names)}
    if len(found) != 1:
        raise NotSafe(unknown())
    return found.pop()


def _refuse_what_runs(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """What a part is, its content type and the relation that leads to it say; its name is anybody's choice."""
    for part in parts:
        name = PurePosixPath(part.filename.lower())
        if name.name in {"vbaproject.bin", "vbadata.xml"} or "macrosheets" in name.parts:
            raise NotSafe(_macros())
        if part.filename == _TYPES or name.suffix == ".rels":
            for element in _elements(archive, part):
                _refuse_element(element)


def _refuse_element(element: ElementTree.Element) -> None:
    said = f"{element.get('ContentType', '')} {element.get('Type', '')}".lower()
    if any(word in said for word in _RUNS):
        raise NotSafe(_macros())
    if "attachedtemplate" in said and element.get("TargetMode", "").lower() == "external":
        raise NotSafe(_("This file fetches its template from elsewhere, which may bring macros. Save it as PDF."))


def _elements(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> list[ElementTree.Element]:
    if part.file_size > _SMALL:
        raise NotSafe(_bursting())
    content = archive.read(part)
    try:
        parser = ElementTree.XMLParser(target=_WithoutDoctype())  # noqa: S314  (bounded, and no entities)
        parser.feed(content)
        return list(parser.close().iter())
    except ElementTree.ParseError as error:
        raise NotSafe(_unreadable()) from error


def _bursts(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1)


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or ".." in name.replace("\\", "/").split("/")


def _macros() -> str:
    return _("Files with macros are not kept. Save it without them.")


def _unreadable() -> str:
    return _("This file cannot be read.")


def _bursting() -> str:
    return _("This file grows too large when it is unpacked.")
