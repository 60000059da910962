"""Why a file is not taken."""

from __future__ import annotations

from django.utils.translation import gettext as _


class NotSafe(Exception):
    """Why a file is not taken, in words for who sent it."""


def unknown() -> str:
    """What is said of a kind that is none of ours."""
    return _("This kind of file is not kept. Bring PDF, pictures (PNG, JPEG, WebP), Office, plain text or CSV.")
