"""Which of the kinds that we keep a file is, told by its content. What is none is refused, whatever its name."""

from __future__ import annotations

import codecs
from typing import IO, Final

from django.utils.translation import gettext as _

from dossier.choices import PaperKind

from .office import office_kind
from .refusal import NotSafe, unknown

HEAD: Final = 4096
TAIL: Final = 2048
_OLD_OFFICE: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_MARKUP: Final = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<body", b"<iframe", b"<!--")
_CODECS: Final = ("utf-8-sig", "gb18030")
_BREAKS: Final = frozenset("\t\n\r\f")


def kind_of(file: IO[bytes], name: str) -> PaperKind:
    """NotSafe for everything but PDF, PNG, JPEG, WebP, Office of today without macros, plain text and CSV."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise NotSafe(_("This file is empty."))
    if head.startswith(b"%PDF-"):
        return _pdf(file)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PaperKind.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return PaperKind.JPEG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return PaperKind.WEBP
    if head.startswith(b"PK\x03\x04"):
        return office_kind(file)
    if head.startswith(_OLD_OFFICE):
        raise NotSafe(_("An Office file of the old kind may hide macros. Save it as docx, xlsx or pptx, or as PDF."))
    return _text(file, head, name)


def _pdf(file: IO[bytes]) -> PaperKind:
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    if b"%%EOF" not in file.read():
        raise NotSafe(_("This PDF is not whole."))
    return PaperKind.PDF


def _text(file: IO[bytes], head: bytes, name: str) -> PaperKind:
    """Readable from end to end, and no markup that a browser would draw."""
    plain = head.lstrip(codecs.BOM_UTF8 + b" \t\r\n").lower()
    if plain.startswith(_MARKUP) or any(mark in plain for mark in (b"<html", b"<svg", b"<script")):
        raise NotSafe(unknown())
    if not any(_reads(file, codec) for codec in _codecs_of(head)):
        raise NotSafe(unknown())
    return PaperKind.CSV if name.lower().endswith(".csv") else PaperKind.TEXT


def _codecs_of(head: bytes) -> tuple[str, ...]:
    return ("utf-16",) if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else _CODECS


def _reads(file: IO[bytes], codec: str) -> bool:
    file.seek(0)
    decode = codecs.getincrementaldecoder(codec)().decode
    try:
        while piece := file.read(1024**2):
            if not _is_plain(decode(piece)):
                return False
        return _is_plain(decode(b"", final=True))
    except UnicodeError:
        return False


def _is_plain(text: str) -> bool:
    return all(sign >= " " or sign in _BREAKS for sign in text)
