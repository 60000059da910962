from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What people are told of; each can be switched off."""

    GIVEN = "given", _("Given to you")
    MENTIONED = "mentioned", _("Mentioned")
    ESCALATED = "escalated", _("Escalated to you")
    ANSWERED = "answered", _("Answered")
    CHANGED = "changed", _("Yours, changed by others")
    REMINDED = "reminded", _("Comes to its end")


MEANING: Final = {
    Kind.GIVEN: _("An account, an opportunity, a complaint, an action or a request for help is yours now."),
    Kind.MENTIONED: _("Somebody wrote @ and your name in a note, or somebody you wrote to could not be told."),
    Kind.ESCALATED: _("A complaint or an alert came up to you."),
    Kind.ANSWERED: _(
        "Help that you asked for was answered, a complaint that you reported was closed, a customer answered a survey."
    ),
    Kind.REMINDED: _("A contract that you are responsible for comes to its last day of notice."),
    Kind.CHANGED: _("Your opportunity was moved, won, lost or opened again, your account put away, by somebody else."),
}
ICON: Final = {
    Kind.GIVEN: "inbox",
    Kind.MENTIONED: "at-sign",
    Kind.ESCALATED: "chevrons-up",
    Kind.ANSWERED: "message-circle",
    Kind.CHANGED: "pencil",
    Kind.REMINDED: "bell",
}
