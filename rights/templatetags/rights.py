"""`{% load rights %}`: a verdict in marks, and what is missing in words."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from foundation.ui.icons import icon
from rights.choices import LACKS, Right
from rights.models import Verdict
from rights.queries import checks_of
from rights.queries.verdict import Check

register = template.Library()


@register.filter
def mark_of(verdict: Verdict, right: Right) -> SafeString:
    """A tick where it holds, else a cross; read out in words."""
    holds = not verdict.bits & right.bit
    return icon("check" if holds else "x", 16, _("holds") if holds else _("fails"))


@register.filter
def checks(verdict: Verdict) -> list[Check]:
    return checks_of(verdict)


@register.filter
def lacks_in_words(verdict: Verdict) -> str:
    """What is missing, the first two things."""
    words = [word for right in Right for word in verdict.lacks(right.value)]
    more = f" +{len(words) - 2}" if len(words) > 2 else ""
    return "; ".join(str(LACKS[word].text) for word in words[:2]) + more
