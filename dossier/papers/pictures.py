"""Pictures are drawn anew: turned upright, without a word about camera or place, nothing hidden behind them."""

from __future__ import annotations

import io
import struct
from typing import IO, Final, NamedTuple

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from dossier.choices import PaperKind

from .refusal import NotSafe

MOST_PIXELS: Final = 25_000_000
PREVIEW: Final = 480
_FORMATS: Final = {PaperKind.PNG: "PNG", PaperKind.JPEG: "JPEG", PaperKind.WEBP: "WEBP"}
_UNREADABLE: Final = (
    UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, TypeError, AttributeError, LookupError,
    ArithmeticError, struct.error,
)  # fmt: skip
"""What Pillow raises over bytes that are not what they say, EXIF above all."""


class Picture(NamedTuple):
    """The bytes that are kept, and those of a small one (WebP)."""

    content: bytes
    preview: bytes


def redrawn(file: IO[bytes], kind: PaperKind) -> Picture:
    """NotSafe: it cannot be read, or is larger than `MOST_PIXELS`: told by its head, before it is unpacked."""
    file.seek(0)
    try:
        with Image.open(file, formats=[_FORMATS[kind]]) as opened:
            width, height = opened.size
            if width * height > MOST_PIXELS:
                raise NotSafe(_too_large())
            opened.load()
            return _drawn(ImageOps.exif_transpose(opened), kind)
    except Image.DecompressionBombError as error:
        raise NotSafe(_too_large()) from error
    except _UNREADABLE as error:
        raise NotSafe(_("This picture cannot be read.")) from error


def _drawn(upright: Image.Image, kind: PaperKind) -> Picture:
    drawn = upright.convert("RGB" if kind == PaperKind.JPEG or not upright.has_transparency_data else "RGBA")
    drawn.info = {}
    small = drawn.copy()
    small.thumbnail((PREVIEW, PREVIEW))
    return Picture(_bytes_of(drawn, _FORMATS[kind]), _bytes_of(small, "WEBP"))


def _too_large() -> str:
    return _("A picture of 25 million pixels at most.")


def _bytes_of(picture: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **({} if form == "PNG" else {"quality": 88}))
    return out.getvalue()
