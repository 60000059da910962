"""Files as people send them, and as nobody should."""

from __future__ import annotations

import io
import zipfile

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def picture(form: str = "PNG", size: tuple[int, int] = (40, 20), **kwargs: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, form, **kwargs)
    return out.getvalue()


def turned_with_place() -> bytes:
    """A JPEG that lies on its side, with where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretCam"
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", exif=exif)


def office(folder: str = "word", *, more: dict[str, bytes] | None = None, level: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", level) as archive:
        parts = {"[Content_Types].xml": b"<Types/>", f"{folder}/main.xml": b"<x/>"} | (more or {})
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def crowd(parts: int = 6000) -> bytes:
    """An Office file of nothing but empty parts."""
    return office(more={f"word/{n}.xml": b"" for n in range(parts)})


def content_types(said: str) -> dict[str, bytes]:
    """A part of Office's that says what another is."""
    return {"[Content_Types].xml": f'<Types><Override PartName="/word/x.bin" ContentType="{said}"/></Types>'.encode()}


def template_from(address: str) -> dict[str, bytes]:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    relation = f'<Relationship Id="r1" Type="{kind}" Target="{address}" TargetMode="External"/>'
    return {"word/_rels/settings.xml.rels": f"<Relationships>{relation}</Relationships>".encode()}


def bomb() -> bytes:
    return office(more={"word/big.xml": b"0" * 30 * 1024**2}, level=zipfile.ZIP_DEFLATED)


def huge_picture() -> bytes:
    """A PNG whose head says 20,000 by 20,000, in a few bytes."""
    import struct
    import zlib

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")
