"""A person with a phone in one hand, and how long what he does takes.

Times after the keystroke-level model for touch screens: pointing at something and tapping it, typing on a phone's
keyboard at 36 words a minute, and a moment of thought before each step.
"""

from __future__ import annotations

from typing import Any

TAP, LETTER, THOUGHT = 0.8, 0.28, 1.2


class Thumb:
    def __init__(self, page: Any) -> None:
        self.page = page
        self.start()

    def start(self) -> None:
        """Begins to count."""
        self.taps = self.letters = 0

    def tap(self, target: Any) -> None:
        assert _fits_a_thumb(target), f"too small for a thumb: {target.bounding_box()}"
        target.tap()
        self.taps += 1

    def type(self, target: Any, text: str) -> None:
        self.tap(target)
        self.page.keyboard.type(text)
        self.letters += len(text)

    @property
    def seconds(self) -> float:
        return self.taps * (TAP + THOUGHT) + self.letters * LETTER


def _fits_a_thumb(target: Any) -> bool:
    """At least 40 px high where the finger comes down (a line of a list is as wide as the screen)."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    return box["height"] >= 40 or (box["height"] >= 32 and box["width"] >= 60)
