"""Which encoding a file is in, decided strictly: better a refused file than a garbled name.

In this order: byte-order mark, UTF-16 by its zero bytes, UTF-8, GB18030 (common characters must prevail), Western
European. A file that is one of these but for some bytes is refused with the lines those bytes stand on.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from foundation.errors import RuleBroken

CHUNK: Final = 1 << 20
SAMPLE: Final = 1 << 18
MOST_BAD_LINES: Final = 1000

NAMES: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with BOM",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "gb18030": "GB18030",
    "cp1252": "Latin-1 (Windows-1252)",
}
_MARKS: Final = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}

_UTF8_MORE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_GB_PAIR: Final = re.compile(rb"[\x81-\xfe][\x40-\x7e\x80-\xfe]")
# GB2312: its symbols and the 6,763 common characters. What lies outside is rare in Chinese and usual in wrong guesses.
_GB_COMMON: Final = re.compile(rb"[\xa1-\xa3\xb0-\xf7][\xa1-\xfe]")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_WESTERN_WORD: Final = re.compile(
    rb"[A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\xfd\xdf\x8a\x8c\x8e\x9a\x9c\x9e\x9f]+"  # letters, the rare \xfe \xff left out
)
_CAPITAL_INSIDE: Final = re.compile(rb"[a-z\xdf-\xfd][\xc0-\xd6\xd8-\xde]")
_WESTERN_SIGN: Final = re.compile(
    rb"(?<![A-Za-z])[\x80\xa2\xa3\xa5](?=[ \d])|(?<=[\d ])[\x80\xa2\xa3\xa5\xb0](?![A-Za-z]{2})"
    rb"|[\x85\x91-\x97\x99\xa0\xa7\xa9-\xab\xae\xb0\xb2-\xb5\xb7\xb9-\xbf]"
)


@dataclass(frozen=True)
class Encoding:
    """`codec` is Python's name. `bad_lines` hold a byte that is none of it: the file cannot be read."""

    codec: str
    bad_lines: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        return NAMES.get(self.codec, self.codec)


def detect(path: Path) -> Encoding:
    """The encoding of the file at `path`, read in pieces of a megabyte."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for mark, codec in _MARKS.items():
        if head.startswith(mark):
            return checked(path, codec)
    if codec := _zero_bytes(head):
        return checked(path, codec)
    utf8 = checked(path, "utf-8")
    if not utf8.bad_lines:
        return utf8
    return _legacy(path, utf8)


def checked(path: Path, codec: str) -> Encoding:
    """`codec`, with the lines of the file that are not in it. RuleBroken for a codec there is not."""
    try:
        decoder = codecs.getincrementaldecoder(codec)(errors="strict")
    except LookupError as missing:
        raise RuleBroken(_("There is no encoding called %(name)s.") % {"name": codec}) from missing
    try:
        for piece in _pieces(path):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return Encoding(codec, tuple(_bad_lines(path, codec)))
    return Encoding(codec)


def _legacy(path: Path, utf8: Encoding) -> Encoding:
    """Not clean UTF-8: nearly UTF-8, GB18030 or Western European; the last resort is UTF-8 with its bad lines."""
    sample = _lines_with_high_bytes(path)
    if _share(sample, _UTF8_MORE) > 0.5:
        return utf8
    pairs = _GB_PAIR.findall(sample)
    common = sum(1 for pair in pairs if _GB_COMMON.fullmatch(pair))
    if common and common / len(pairs) > 0.7 and 2 * len(pairs) / len(_HIGH.findall(sample)) > 0.9:
        return checked(path, "gb18030")
    if _is_western(sample):
        return checked(path, "cp1252")
    return utf8


def _is_western(sample: bytes) -> bool:
    """Every high byte belongs to a word with mostly plain letters, or is a sign where signs stand."""
    words = [word for word in _WESTERN_WORD.findall(sample) if _HIGH.search(word)]
    if any(_CAPITAL_INSIDE.search(word) for word in words):
        return False
    in_words = sum(len(_HIGH.findall(word)) for word in words)
    letters = sum(map(len, words))
    signs = len(_WESTERN_SIGN.findall(_WESTERN_WORD.sub(_keep_plain, sample)))
    return in_words + signs == len(_HIGH.findall(sample)) and in_words <= 0.6 * letters


def _keep_plain(word: re.Match[bytes]) -> bytes:
    return _HIGH.sub(b"a", word[0])


def _share(sample: bytes, pattern: re.Pattern[bytes]) -> float:
    """The share of high bytes that lie in a match of `pattern`."""
    high = len(_HIGH.findall(sample))
    return sum(map(len, pattern.findall(sample))) / high if high else 0.0


def _lines_with_high_bytes(path: Path) -> bytes:
    """Up to a quarter of a megabyte of the lines that are not plain ASCII, from anywhere in the file."""
    found, size = [], 0
    with path.open("rb") as file:
        while size < SAMPLE and (line := file.readline(CHUNK)):
            if not line.isascii():
                found.append(line)
                size += len(line)
    return b"".join(found)


def _zero_bytes(head: bytes) -> str:
    """UTF-16 without a mark: ASCII text in it has zeros at every other place."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > 0.3 * len(head) / 2 and odd > 10 * even:
        return "utf-16-le"
    if even > 0.3 * len(head) / 2 and even > 10 * odd:
        return "utf-16-be"
    return ""


def _bad_lines(path: Path, codec: str) -> Iterator[int]:
    """Line by line; UTF-16 has line ends of its own, so there the file is read with replacement characters."""
    if codec.startswith("utf-16"):
        with path.open(encoding=codec, errors="replace", newline="") as text:
            yield from [number for number, line in enumerate(text, 1) if "\ufffd" in line][:MOST_BAD_LINES] or [1]
        return
    found = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode(codec)
            except UnicodeDecodeError:
                found += 1
                yield number
            if found == MOST_BAD_LINES:
                return


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece
