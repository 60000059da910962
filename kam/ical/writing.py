"""iCalendar: entries as the lines of a file. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

WIDTH: Final = 75
"""Octets of a line (RFC 5545, 3.1); what is longer goes on in the next one behind a blank."""
_UNFIT: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Entry:
    """An appointment from `starts` on, or (a date) what is to be done that day, which keeps nobody busy."""

    uid: str
    starts: dt.datetime | dt.date
    minutes: int
    summary: str
    changed: dt.datetime | None
    version: int = 0
    place: str = ""
    text: str = ""
    url: str = ""


def calendar(name: str, entries: Iterable[Entry], *, made: dt.datetime) -> str:
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//KAM//Calendar//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
    ]  # fmt: skip
    for entry in entries:
        lines += ["BEGIN:VEVENT", *_told(entry, made), "END:VEVENT"]
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _told(entry: Entry, made: dt.datetime) -> Iterator[str]:
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{_utc(made)}"
    if entry.changed:
        yield f"LAST-MODIFIED:{_utc(entry.changed)}"
    yield f"SEQUENCE:{entry.version}"
    if isinstance(entry.starts, dt.datetime):
        yield f"DTSTART:{_utc(entry.starts)}"
        yield f"DTEND:{_utc(entry.starts + dt.timedelta(minutes=entry.minutes))}"
    else:
        yield f"DTSTART;VALUE=DATE:{entry.starts:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.starts + dt.timedelta(days=1):%Y%m%d}"
        yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{escaped(entry.summary)}"
    for name, value in (("LOCATION", entry.place), ("DESCRIPTION", entry.text)):
        if value:
            yield f"{name}:{escaped(value)}"
    if entry.url:
        yield f"URL:{entry.url}"


def escaped(text: str) -> str:
    """As a value of type TEXT: nothing in it ends the line or begins another property."""
    text = _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def folded(line: str) -> str:
    """Parts of at most WIDTH octets; no letter is cut in two."""
    parts, part, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > WIDTH:
            parts.append(part)
            part, size = " ", 1
        part, size = part + letter, size + octets
    return "\r\n".join([*parts, part])


def _utc(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
