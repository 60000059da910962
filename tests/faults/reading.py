"""Reading a page as a browser does: which tags it holds, what stands in its fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

Tag = tuple[str, frozenset[str]]


@dataclass
class Seen:
    tags: set[Tag] = field(default_factory=set)
    """(name, names of its attributes)."""
    links: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    """What stands in text fields, by name."""
    text_fields: dict[str, int] = field(default_factory=dict)
    """How many characters a text field takes, by name."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen, self.area = Seen(), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        self.seen.tags.add((tag, frozenset(said)))
        self.seen.links += [said[name] for name in ("href", "src", "action", "hx-get", "hx-post") if name in said]
        name = said.get("name", "")
        if tag == "input" and said.get("type", "text") in {"text", "tel", "search"}:
            self.seen.fields.setdefault(name, said.get("value", ""))
            self.seen.text_fields.setdefault(name, int(said.get("maxlength", 10_000)))
        if tag == "textarea":
            self.area = name
            self.seen.fields[name] = ""
            self.seen.text_fields[name] = int(said.get("maxlength", 10_000))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # The first line break belongs to the tag.
            self.seen.fields[self.area] = self.seen.fields[self.area].removeprefix("\r").removeprefix("\n")
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.seen.fields[self.area] += data


def read(response: Any) -> Seen:
    reader = _Reader()
    reader.feed(response.content.decode())
    reader.close()
    return reader.seen
