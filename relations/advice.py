"""What a social style needs and how a buyer type is met: the trade's knowledge, in our words."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from .choices import BuyerType, SocialStyle


class StyleAdvice(NamedTuple):
    need: Any
    strengths: Any
    weak_points: Any
    approach: Any


STYLES: dict[SocialStyle, StyleAdvice] = {
    SocialStyle.DRIVER: StyleAdvice(
        _("power and achievement"),
        _("decides fast, wants results, takes responsibility"),
        _("impatient, listens little, dislikes being led"),
        _("Come to the point, offer two choices and let them decide; keep to time; no small talk they did not begin."),
    ),
    SocialStyle.EXPRESSIVE: StyleAdvice(
        _("recognition and achievement"),
        _("full of ideas, carries others along, speaks openly"),
        _("loses sight of details, exaggerates, changes course"),
        _("Show the large picture and who will applaud; praise what is good; write down at once what was agreed."),
    ),
    SocialStyle.AMIABLE: StyleAdvice(
        _("relationship and security"),
        _("listens, cooperates, loyal once won"),
        _("avoids conflict and decisions, says yes too easily"),
        _("Take time for the person, promise support and keep it; ask twice what they really think."),
    ),
    SocialStyle.ANALYTICAL: StyleAdvice(
        _("order and security"),
        _("thorough, reliable, judges by facts"),
        _("slow, critical, hard to read"),
        _("Bring figures and proof in writing, in order and complete; give time to check; never press."),
    ),
}

BUYERS: dict[BuyerType, Any] = {
    BuyerType.OPINIONATED: _("Let them talk and agree where you can; put your point as their own conclusion."),
    BuyerType.ALL_ACCEPTING: _("A yes costs them nothing: ask for a small step with a date, in writing."),
    BuyerType.HALF_BELIEVING: _("Proof instead of words: a reference call, a trial, a guarantee."),
    BuyerType.PRETENDED: _("Never show them up; confirm what is right and hand them the facts to shine with."),
    BuyerType.TRIMMER: _("They follow the strongest voice: win that one first, then let them join the majority."),
    BuyerType.ILL_MEANING: _("Believe what is signed; keep promises and prices in writing, and a second contact."),
    BuyerType.INTROVERTED: _(
        "Ask easy questions, bear the silence, send things to read; a small circle, no surprises."
    ),
    BuyerType.LAVISH: _("Enjoy it and check it: who pays, from which budget, until when? Do not follow their pace."),
}
