"""The fields of a business card: how a line is read, and which cell of a contact it becomes."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

COLUMNS: Final = ("UID", "Name", "Company", "Department", "Title", "Email", "Phone", "WeChat", "Birthday", "Notes")
"""The header of a file of cards: names that contacts are recognised by."""

_LINE: Final = re.compile(r"(?:[\w-]+\.)?(?P<name>[\w-]+)(?P<params>(?:;(?:[^\":;]|\"[^\"]*\")*)*):(?P<value>.*)", re.S)
_PARAM: Final = re.compile(r";((?:[^\";]|\"[^\"]*\")*)")
_ESCAPED: Final = re.compile(r"\\(.)", re.S)
_PLACE: Final = re.compile(r"(?<!\\);")
_YEARLESS: Final = re.compile(r"--(\d\d)-?(\d\d)$")
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T.*)?$")
_CHINESE: Final = re.compile(r"[㐀-鿿]")

READ: Final = {"FN", "N", "ORG", "TITLE", "EMAIL", "TEL", "BDAY", "NOTE", "UID", "X-WECHAT"}
SILENT: Final = {"VERSION", "PROFILE"}
"""Say nothing of a person."""
NOTED: Final = {
    "TEL": gettext_lazy("Phone"),
    "EMAIL": gettext_lazy("Email"),
    "ORG": gettext_lazy("Company"),
    "TITLE": gettext_lazy("Title"),
    "ROLE": gettext_lazy("Function"),
    "ADR": gettext_lazy("Address"),
    "URL": gettext_lazy("Web"),
    "NICKNAME": gettext_lazy("Nickname"),
    "ANNIVERSARY": gettext_lazy("Anniversary"),
    "X-ANNIVERSARY": gettext_lazy("Anniversary"),
    "X-MS-ANNIVERSARY": gettext_lazy("Anniversary"),
    "IMPP": gettext_lazy("Messenger"),
    "X-MS-IMADDRESS": gettext_lazy("Messenger"),
    "X-QQ": gettext_lazy("QQ"),
    "X-MS-MANAGER": gettext_lazy("Manager"),
    "X-MANAGER": gettext_lazy("Manager"),
    "X-MS-ASSISTANT": gettext_lazy("Assistant"),
    "X-ASSISTANT": gettext_lazy("Assistant"),
    "X-SPOUSE": gettext_lazy("Spouse"),
    "RELATED": gettext_lazy("Related"),
    "CATEGORIES": gettext_lazy("Groups"),
    "GENDER": gettext_lazy("Gender"),
    "LANG": gettext_lazy("Language"),
}
USES: Final = {
    "HOME": gettext_lazy("home"),
    "WORK": gettext_lazy("work"),
    "CELL": gettext_lazy("mobile"),
    "FAX": gettext_lazy("fax"),
    "PAGER": gettext_lazy("pager"),
}


@dataclass(frozen=True)
class Line:
    """A field of a card. `types` are its words (WORK, CELL, PREF …), upper case; `value` is decoded, escapes kept."""

    name: str
    types: frozenset[str]
    value: str

    @property
    def text(self) -> str:
        """Without escapes, the scheme of an address, and what is only layout."""
        value = _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], self.value)
        if value.lower().startswith("tel:"):
            value = value[4:].replace(";ext=", " ext ")
        return value.strip()

    @property
    def parts(self) -> list[str]:
        """Of a field made of several, parted by semicolons."""
        return [Line(self.name, self.types, part).text for part in _PLACE.split(self.value)]


def line_of(text: str) -> Line | None:
    """A line of a card, decoded; None for what is no field."""
    found = _LINE.fullmatch(text.strip())
    if found is None:
        return None
    types, charset, encoding = set[str](), "utf-8", ""
    for param in _PARAM.findall(found["params"]):
        key, equals, said = param.upper().partition("=")
        values = [value.strip() for value in (said if equals else key).replace('"', "").split(",")]
        if key == "CHARSET":
            charset = values[0]
        elif key == "ENCODING" or (not equals and values[0] in {"QUOTED-PRINTABLE", "BASE64"}):
            encoding = values[0]
        elif key == "TYPE" or not equals:
            types |= set(values)
        elif key == "PREF":
            types |= {"PREF"} if values[0] == "1" else set()
    return Line(found["name"].upper(), frozenset(types), _decoded(found["value"], encoding, charset))


def _decoded(value: str, encoding: str, charset: str) -> str:
    if encoding != "QUOTED-PRINTABLE":
        return value
    raw = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
    try:
        return raw.decode(charset)
    except (LookupError, UnicodeDecodeError):
        return raw.decode("utf-8", "replace")


def cells_of(lines: Sequence[Line]) -> dict[str, str]:
    """By column, what a contact keeps of the card."""
    org, titles = _first(lines, "ORG"), _all(lines, "TITLE") or _all(lines, "ROLE")
    parts = [part for part in org.parts if part] if org else []
    email, phone = _preferred(_all(lines, "EMAIL"), ()), _preferred(_all(lines, "TEL"), ("CELL", "WORK", "VOICE"))
    birthday, wechat, uid = _first(lines, "BDAY"), _first(lines, "X-WECHAT"), _first(lines, "UID")
    used = {id(line) for line in (org, email, phone, birthday, wechat, uid, *titles[:1]) if line}
    name = _name(lines)
    return {
        "UID": uid.text if uid else "",
        "Name": name or (email.text if email else ""),
        "Company": parts[0] if parts else "",
        "Department": ", ".join(parts[1:]),
        "Title": titles[0].text if titles else "",
        "Email": email.text if email else "",
        "Phone": phone.text if phone else "",
        "WeChat": wechat.text if wechat else "",
        "Birthday": _birthday(birthday.text) if birthday else "",
        "Notes": "\n".join(_notes(lines, used, name)),
    }


def left_over(lines: Iterable[Line]) -> dict[str, str]:
    """By name, the fields that nobody can read as text: photos, keys, what a program keeps for itself."""
    known = READ | SILENT | NOTED.keys()
    return {line.name: line.text[:200] for line in lines if line.name not in known and line.value.strip()}


def _notes(lines: Sequence[Line], used: set[int], name: str) -> Iterable[str]:
    """The notes of the card, then a line for every field that has no other place."""
    yield from dict.fromkeys(line.text for line in lines if line.name == "NOTE" and line.text)
    if more := [part for part in _other_names(lines) if part not in name]:
        yield f"{_('Names')}: {', '.join(more)}"
    said = (_noted(line) for line in lines if line.name in NOTED and id(line) not in used)
    yield from dict.fromkeys(line for line in said if line)


def _noted(line: Line) -> str:
    text = ", ".join(part for part in line.parts if part) if line.name in {"ADR", "ORG"} else line.text
    uses = [str(word) for key, word in USES.items() if key in line.types]
    label = f"{NOTED[line.name]} ({', '.join(uses)})" if uses else str(NOTED[line.name])
    return f"{label}: {' '.join(text.split())}" if text else ""


def _name(lines: Sequence[Line]) -> str:
    """As the card writes it in full, else put together: family name first, without a blank, where it is Chinese."""
    full, parts = _first(lines, "FN"), _first(lines, "N")
    if full and full.text:
        return " ".join(full.text.split())
    family, given = [*(parts.parts if parts else []), "", ""][:2]
    return f"{family}{given}" if _CHINESE.search(family) else f"{given} {family}".strip()


def _other_names(lines: Sequence[Line]) -> list[str]:
    """Middle names, titles before and after, as the parts of the name have them."""
    parts = _first(lines, "N")
    return [name for part in (parts.parts[2:5] if parts else []) for name in part.split(",") if name.strip()]


def _birthday(said: str) -> str:
    """As people write it: 02-03, 1980-03-22."""
    if found := _YEARLESS.match(said):
        return f"{found[1]}-{found[2]}"
    if found := _COMPACT.match(said):
        return f"{found[1]}-{found[2]}-{found[3]}"
    return said.partition("T")[0]


def _preferred(lines: Sequence[Line], uses: Sequence[str]) -> Line | None:
    """The one that is marked as preferred, else the first of the first use that there is; a fax or pager last."""
    spoken = [line for line in lines if not line.types & {"FAX", "PAGER"}] or list(lines)
    for use in ("PREF", *uses):
        if found := next((line for line in spoken if use in line.types), None):
            return found
    return spoken[0] if spoken else None


def _all(lines: Sequence[Line], name: str) -> list[Line]:
    return [line for line in lines if line.name == name and line.text]


def _first(lines: Sequence[Line], name: str) -> Line | None:
    return next(iter(_all(lines, name)), None)
