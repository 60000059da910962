"""What an import did, row by row where something is to be said: for people, and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST_PROBLEMS: Final = 10_000
MOST_RANGES: Final = 10_000
TOLD_RANGES: Final = 12
TOLD_ALIKE: Final = 3


@dataclass(frozen=True)
class Problem:
    """Why a row was refused: the line it begins on, the column, what stands there, what is wrong and what to do."""

    line: int
    column: str
    value: str
    message: str


@dataclass
class Lines:
    """Line numbers kept as ranges, for they may be a million."""

    count: int = 0
    ranges: list[list[int]] = field(default_factory=list)

    def add(self, line: int) -> None:
        self.count += 1
        if self.ranges and self.ranges[-1][1] + 1 == line:
            self.ranges[-1][1] = line
        elif len(self.ranges) < MOST_RANGES:
            self.ranges.append([line, line])

    def __str__(self) -> str:
        return self._said(self.ranges)

    @property
    def brief(self) -> str:
        """The first of them, for a terminal."""
        if len(self.ranges) <= TOLD_RANGES:
            return str(self)
        return self._said(self.ranges[:TOLD_RANGES]) + " " + _("… (all of them with --json)")

    def _said(self, ranges: list[list[int]]) -> str:
        return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)


@dataclass
class Report:
    """Everything that is to be told about one file. Notes are by (column, what is said of a value, what is said)."""

    kind: str
    file: str
    encoding: str = ""
    delimiter: str = ""
    date_format: str = ""
    mapping: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    rows: int = 0
    blank: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    made: dict[str, int] = field(default_factory=dict)
    committed: bool = False
    dry_run: bool = False
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    notes: dict[tuple[str, str, str], Lines] = field(default_factory=dict)

    def refuse(self, line: int, column: str, value: Any, message: Any) -> None:
        self.problem_count += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(line, column, str(value)[:200], str(message)))

    def note(self, line: int, column: str, message: Any, values: Mapping[str, Any] | None = None) -> None:
        """`message` with `values` in it. What differs by its values alone is told a few times, then counted."""
        said = str(message) % values if values else str(message)
        self.notes.setdefault((column, str(message), said), Lines()).add(line)

    def as_dict(self) -> dict[str, Any]:
        """For --json. `problems` holds the first 10,000 of `problem_count`."""
        plain = {name: value for name, value in vars(self).items() if name not in {"problems", "notes"}}
        notes = [
            {"column": column, "message": message, "rows": lines.count, "lines": str(lines)}
            for (column, _alike, message), lines in self.notes.items()
        ]
        return {**plain, "problems": [vars(problem) for problem in self.problems], "notes": notes}

    def as_text(self) -> Iterator[str]:
        """Lines for a terminal: what the file is, what came of it, what to look at, what was refused."""
        yield f"{self.file} → {self.kind}"
        if self.encoding:
            text = (
                _("%(encoding)s, separator “%(delimiter)s”, %(rows)s") if self.delimiter else "%(encoding)s, %(rows)s"
            )
            yield "  " + text % {
                "encoding": self.encoding,
                "delimiter": {"\t": "TAB"}.get(self.delimiter, self.delimiter),
                "rows": _rows(self.rows),
            }
        for target, header in self.mapping.items():
            yield f"  {target:<20} ← {header}"
        if self.date_format:
            yield "  " + _("dates read as %(format)s") % {"format": self.date_format}
        if self.ignored:
            yield "  " + _("not imported: %(headers)s") % {"headers": ", ".join(self.ignored)}
        yield from self._notes()
        yield from self._problems()
        yield self._outcome()

    def _notes(self) -> Iterator[str]:
        if self.notes:
            yield _("To look at:")
        alike: dict[tuple[str, str], list[tuple[str, Lines]]] = {}
        for (column, text, message), lines in self.notes.items():
            alike.setdefault((column, text), []).append((message, lines))
        for (column, _text), told in alike.items():
            for message, lines in told[:TOLD_ALIKE]:
                where = _("%(rows)s: line %(lines)s") % {"rows": _rows(lines.count), "lines": lines.brief}
                yield f"  {column}: {message} {where}"
            if (more := len(told) - TOLD_ALIKE) > 0:
                yield f"  {column}: " + _("… and %(n)s more like these (all of them with --json)") % {"n": more}

    def _problems(self) -> Iterator[str]:
        if self.problems:
            yield _("Refused:")
        alike: dict[tuple[str, str, str], Lines] = {}
        for problem in self.problems:
            alike.setdefault((problem.column, problem.value, problem.message), Lines()).add(problem.line)
        for (column, value, message), lines in alike.items():
            what = f"{column}: " if column else ""
            typed = f"“{value}” " if value else ""
            yield "  " + _("line %(lines)s") % {"lines": lines.brief} + f", {what}{typed}{message}"
        if self.problem_count > len(self.problems):
            yield "  " + _("… and %(n)s more") % {"n": self.problem_count - len(self.problems)}

    def _outcome(self) -> str:
        counts = _("created %(created)s, updated %(updated)s, unchanged %(unchanged)s, refused %(refused)s") % vars(
            self
        )
        counts += "".join(f", {what} +{count}" for what, count in self.made.items())
        if self.committed:
            return _("Saved: %(counts)s.") % {"counts": counts}
        if self.dry_run and not self.problem_count:
            return _("Dry run, nothing saved: %(counts)s.") % {"counts": counts}
        return _("Nothing saved: mend the rows above, or import the others with --partial.")


def _rows(count: int) -> str:
    return ngettext("%(n)s row", "%(n)s rows", count) % {"n": f"{count:,}"}
