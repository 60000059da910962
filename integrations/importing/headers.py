"""Which column of the file becomes what: by --map, else by the names that other systems use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from .report import Report
from .words import headers, plain


def assign(
    header: list[str],
    targets: Iterable[str],
    *,
    kind: str,
    asked: Mapping[str, str],
    required: Iterable[tuple[str, ...]],
    report: Report,
    left_out: Iterable[str] = (),
) -> dict[str, int]:
    """target → place in the row. What cannot be decided is refused on line 1 of `report`.

    `asked` is --map: target → header or "#3" for the third column; `left_out` are such columns that become nothing.
    `required` lists alternatives: one of each.
    """
    targets = list(targets)
    found = _asked(header, targets, asked, report)
    unwanted = {place for name in left_out if (place := _place(header, name)) is not None}
    taken = set(found.values()) | unwanted
    for target, names in headers(kind).items():
        if target not in found and target in targets:
            place = _first(header, names, taken)
            if place is not None:
                found[target] = place
                taken.add(place)
    settled = {target for target, name in asked.items() if name.startswith("#")}
    _refuse_doubles(header, {target: place for target, place in found.items() if target not in settled}, report)
    for alternatives in required:
        if not found.keys() & set(alternatives):
            report.refuse(1, alternatives[0], "", _missing(alternatives, header))
    report.mapping = {target: header[found[target]] or f"#{found[target] + 1}" for target in targets if target in found}
    report.ignored = [name for place, name in enumerate(header) if (place not in taken or place in unwanted) and name]
    for place, name in enumerate(header):
        if not name and place not in taken:
            report.note(1, f"#{place + 1}", _("has no header and is not imported."))
    return found


def _asked(header: list[str], targets: list[str], asked: Mapping[str, str], report: Report) -> dict[str, int]:
    found = {}
    for target, name in asked.items():
        place = _place(header, name)
        if target not in targets:
            report.refuse(
                1, target, "", _("There is no such target. There are: %(all)s.") % {"all": ", ".join(targets)}
            )
        elif place is None:
            known = ", ".join(filter(None, header))
            report.refuse(1, target, name, _("The file has no such column. It has: %(all)s.") % {"all": known})
        else:
            found[target] = place
    return found


def _place(header: list[str], name: str) -> int | None:
    if number := re.fullmatch(r"#(\d{1,4})", name):
        return int(number[1]) - 1 if 1 <= int(number[1]) <= len(header) else None
    if name in header:
        return header.index(name)
    return next((place for place, cell in enumerate(header) if plain(cell) == plain(name)), None)


def _first(header: list[str], names: list[str], taken: set[int]) -> int | None:
    spelled = [plain(cell) for cell in header]
    for name in names:
        for place, cell in enumerate(spelled):
            if cell == name and place not in taken:
                return place
    return None


def _refuse_doubles(header: list[str], found: Mapping[str, int], report: Report) -> None:
    """A header that appears twice is refused where it is used: which of the two is meant cannot be known."""
    spelled = [plain(cell) for cell in header]
    times = Counter(spelled)
    for target, place in found.items():
        name = spelled[place]
        if times[name] > 1:
            places = [f"#{number}" for number, cell in enumerate(spelled, 1) if cell == name]
            report.refuse(
                1,
                target,
                header[place],
                _("This header stands %(times)d times (%(places)s). Rename one or choose: --map %(target)s=%(first)s.")
                % {"times": times[name], "places": ", ".join(places), "target": target, "first": places[0]},
            )


def _missing(alternatives: tuple[str, ...], header: list[str]) -> str:
    return _("No column for it. Name one: --map %(target)s=COLUMN. The file has: %(all)s.") % {
        "target": alternatives[0],
        "all": ", ".join(filter(None, header)),
    }
