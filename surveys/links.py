"""The address at which a customer answers: a key that nobody can guess, signed. When it ends, the row knows."""

from __future__ import annotations

import uuid

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from .models import Survey

_SIGNER = Signer(salt="surveys.link", sep=".")


def link_path(survey: Survey) -> str:
    return reverse("survey_public", args=[_SIGNER.sign(survey.key.hex)])


def survey_behind(token: str) -> Survey | None:
    """That of a `link_path`; None where the token is not ours."""
    try:
        key = uuid.UUID(hex=_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    return Survey.objects.select_related("account", "contact", "complaint").filter(key=key).first()
