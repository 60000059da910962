"""`{% load rights %}`: a verdict in marks, and what is missing in words."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from foundation.ui.icons import icon
from rights.choices import LACKS, Right
from rights.models import Verdict

register = template.Library()


@register.filter
def marks(verdict: Verdict) -> list[SafeString]:
    """Of each right in the order of the columns: a tick where it holds, else a cross; read out in words."""
    holds, fails = icon("check", 16, pgettext("4R", "holds")), icon("x", 16, pgettext("4R", "fails"))
    return [fails if verdict.bits & right.bit else holds for right in Right]


@register.filter
def lacks_in_words(verdict: Verdict) -> str:
    """What is missing, the first two things."""
    words = [word for right in Right for word in verdict.lacks(right.value)]
    more = f" +{len(words) - 2}" if len(words) > 2 else ""
    between = pgettext("between two things that are missing", "; ")
    return between.join(str(LACKS[word].text) for word in words[:2]) + more
