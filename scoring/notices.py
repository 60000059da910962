"""What this room tells people: alerts came up to them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from notices.choices import Kind
from notices.stories import Door, Story, nobody, opens, register
from scoring.models import Alert


def tell_people() -> None:
    """Called in ready(). Who is told says escalate.sql."""
    opens(Alert, Door("alert_update", "alert_list", "escalated=me"))
    several = ngettext_lazy("%(n)d alert escalated to you", "%(n)d alerts escalated to you", "n")
    register(Story("alert.escalated", Kind.ESCALATED, nobody, _("Alert escalated to you"), several))
