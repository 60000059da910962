"""Translations without gettext's programs: collect, compile, check.

    python -m tools.messages            merge every translatable text into <room>/locale/zh_Hans/LC_MESSAGES/django.po
    python -m tools.messages --prune    the same, and forget texts that are no longer used
    python -m tools.messages --compile  write the .mo files that Django reads
    python -m tools.messages --check    fail on what is missing, untranslated, unsure, stale, contradictory or broken

A text belongs to the room whose code or templates/<room>/ holds it; every other template is foundation's.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "kam", "integrations", "rights", "plans", "losses", "wallet", "scoring", "surveys", "pipeline", "dossier", "care",
    "relations", "accounts", "notices", "teams", "journal", "foundation",
)  # fmt: skip
LOCALE = "zh_Hans"
HEADER = {
    "Language": LOCALE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
# Function name without "_lazy" or "_noop" → the meaning of its first arguments.
SHAPES = {
    "_": ("msgid",),
    "gettext": ("msgid",),
    "ngettext": ("msgid", "msgid_plural"),
    "pgettext": ("msgctxt", "msgid"),
    "npgettext": ("msgctxt", "msgid", "msgid_plural"),
}
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({STRING}(?:\s*,\s*{STRING})*)", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")

Key = tuple[str | None, str]


@dataclass
class Text:
    """One translatable text of a room, and the files it stands in."""

    msgid: str
    msgctxt: str | None = None
    msgid_plural: str = ""
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return self.msgctxt, self.msgid


def texts_of(room: str) -> dict[Key, Text]:
    """Every translatable text of a room's code and templates."""
    found: dict[Key, Text] = {}
    for path in sorted(_files_of(room)):
        extract = from_template if "templates" in path.relative_to(ROOT).parts[:1] else from_python
        for text in extract(path.read_text(encoding="utf-8")):
            known = found.setdefault(text.key, text)
            known.msgid_plural = known.msgid_plural or text.msgid_plural
            known.files.add(str(path.relative_to(ROOT)))
    return found


def _files_of(room: str) -> Iterator[Path]:
    yield from (path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)
    templates = ROOT / "templates"
    for path in [*templates.rglob("*.html"), *templates.rglob("*.txt")]:
        top = path.relative_to(templates).parts[0]
        if room == (top if top in ROOMS else "foundation"):
            yield path


def from_python(source: str) -> Iterator[Text]:
    """The texts that Python code marks with gettext's functions or with `_`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            shape = SHAPES.get(re.sub("_(lazy|noop)$", "", name), ())
            values = [str(part.value) for part in node.args[: len(shape)] if isinstance(part, ast.Constant)]
            if shape and len(values) == len(shape):
                yield _text(shape, values)


def from_template(source: str) -> Iterator[Text]:
    """The texts of {% translate %}, {% blocktranslate %} and _("…") arguments of any tag or filter."""
    for name, arguments in TEMPLATE_CALL.findall(templatize(source)):
        yield _text(SHAPES[name], ast.literal_eval(f"[{arguments}]"))


def _text(shape: tuple[str, ...], values: list[str]) -> Text:
    said = dict(zip(shape, values, strict=True))
    return Text(said["msgid"], said.get("msgctxt"), said.get("msgid_plural", ""))


def catalogue_path(room: str) -> Path:
    return ROOT / room / "locale" / LOCALE / "LC_MESSAGES" / "django.po"


def read(room: str) -> polib.POFile:
    """A room's catalogue as it stands on disk; an empty one when there is none."""
    path = catalogue_path(room)
    return polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)


def _by_key(catalogue: polib.POFile) -> dict[Key, polib.POEntry]:
    """Entries by key; the first of several counts, because obsolete ones stand last."""
    return {(entry.msgctxt, entry.msgid): entry for entry in reversed(catalogue)}


def merge(room: str, *, prune: bool) -> None:
    """Bring a room's catalogue up to its sources; translations stay, unused ones become obsolete or go."""
    old = _by_key(read(room))
    texts = texts_of(room)
    new = polib.POFile(wrapwidth=110)
    new.metadata = HEADER
    for text in sorted(texts.values(), key=lambda text: (min(text.files), text.msgid, text.msgctxt or "")):
        new.append(_entry(text, old.pop(text.key, None)))
    for entry in sorted(old.values(), key=lambda entry: entry.msgid):
        if not prune and (entry.msgstr or entry.msgstr_plural):
            entry.obsolete, entry.occurrences = True, []
            new.append(entry)
    path = catalogue_path(room)
    if len(new) and (not path.exists() or path.read_text(encoding="utf-8") != f"{new}\n"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{new}\n", encoding="utf-8")


def _entry(text: Text, old: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(msgid=text.msgid, msgctxt=text.msgctxt, msgid_plural=text.msgid_plural)
    entry.occurrences = [(file, "") for file in sorted(text.files)]
    entry.flags = [flag for flag in (old.flags if old else []) if flag == "fuzzy"]
    given = (old.msgstr or old.msgstr_plural.get(0, "")) if old else ""
    if text.msgid_plural:
        entry.msgstr_plural = {0: given}
    else:
        entry.msgstr = given
    return entry


def compile_all() -> None:
    """Write every .mo that is missing or older than its catalogue."""
    for path in filter(Path.exists, map(catalogue_path, ROOMS)):
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns < path.stat().st_mtime_ns:
            draft = path.with_suffix(".mo.new")
            polib.pofile(str(path)).save_as_mofile(str(draft))
            draft.rename(target)  # at once, because another process may be reading


def complaints() -> Iterator[str]:
    """Everything wrong with the catalogues, one line each."""
    told: dict[Key, tuple[str, str]] = {}
    for room in ROOMS:
        texts, entries = texts_of(room), _by_key(read(room))
        yield from (f"{room}: missing: {key[1]!r}" for key in texts.keys() - entries.keys())
        for key, entry in entries.items():
            said = entry.msgstr or entry.msgstr_plural.get(0, "")
            if problem := _problem(entry, said, used=key in texts):
                yield f"{room}: {problem}: {entry.msgid!r}"
            elif told.setdefault(key, (room, said))[1] != said:
                yield f"{room}: {entry.msgid!r} is {said!r}, but {told[key][1]!r} in {told[key][0]}"


def _problem(entry: polib.POEntry, said: str, *, used: bool) -> str:
    if not used or entry.obsolete:
        return "stale"
    if entry.fuzzy:
        return "unsure (fuzzy)"
    if not said:
        return "untranslated"
    wanted = PLACEHOLDER.findall(entry.msgid_plural or entry.msgid)
    if sorted(PLACEHOLDER.findall(said)) != sorted(wanted):
        return f"other placeholders in {said!r}"
    return "" if _can_be_filled_in(said) else f"a lone % among placeholders (write %%) in {said!r}"


def _can_be_filled_in(said: str) -> bool:
    """Python would raise on what cannot, and a template show it untranslated without a word."""
    names = re.findall(r"%\((\w+)\)", said)
    try:
        return not names or bool(said % dict.fromkeys(names, 1))
    except (TypeError, ValueError):
        return False


def main(arguments: list[str]) -> int:
    if not settings.configured:
        settings.configure()  # Django's template lexer asks for its settings, and needs nothing of them
    if "--compile" in arguments:
        compile_all()
    elif "--check" in arguments:
        found = sorted(complaints())
        print("\n".join(found) or "Translations are complete.")
        return 1 if found else 0
    else:
        for room in ROOMS:
            merge(room, prune="--prune" in arguments)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
