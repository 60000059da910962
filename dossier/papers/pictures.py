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
    """NotSafe: it cannot be read, moves, or is larger than `MOST_PIXELS`: told by its head, before it is unpacked.

    Beside the bytes it holds the picture once unpacked (100 MB at most), twice while its colours are converted.
    """
    file.seek(0)
    try:
        with Image.open(file, formats=[_FORMATS[kind]]) as opened:
            _refuse_unread(opened, kind)
            return _drawn(opened, kind)
    except Image.DecompressionBombError as error:
        raise NotSafe(_too_large()) from error
    except _UNREADABLE as error:
        raise NotSafe(_("This picture cannot be read.")) from error


def _refuse_unread(opened: Image.Image, kind: PaperKind) -> None:
    width, height = opened.size
    if width * height > MOST_PIXELS:
        raise NotSafe(_too_large())
    if kind != PaperKind.JPEG and getattr(opened, "n_frames", 1) > 1:
        raise NotSafe(_("Moving pictures are not kept: one frame alone would be left. Bring a still one."))


def _drawn(opened: Image.Image, kind: PaperKind) -> Picture:
    drawn = _in_colour(opened, kind)
    ImageOps.exif_transpose(drawn, in_place=True)
    drawn.info = {}
    content = _bytes_of(drawn, _FORMATS[kind])
    drawn.thumbnail((PREVIEW, PREVIEW))
    return Picture(content, _bytes_of(drawn, "WEBP"))


def _in_colour(opened: Image.Image, kind: PaperKind) -> Image.Image:
    """RGB, or RGBA where it lets something through. Grey of 16 bits is scaled: `convert` alone cuts it to white."""
    if opened.mode.startswith("I"):
        return opened.point(lambda value: value / 256).convert("L").convert("RGB")
    opened.load()
    mode = "RGB" if kind == PaperKind.JPEG or not opened.has_transparency_data else "RGBA"
    return opened if opened.mode == mode else opened.convert(mode)


def _too_large() -> str:
    return _("A picture of 25 million pixels at most.")


def _bytes_of(picture: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **({} if form == "PNG" else {"quality": 88}))
    return out.getvalue()
