"""Writes of this room: API keys. Importing is in `integrations.importing`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.errors import RuleBroken
from journal import services as journal
from teams.models import User

from .authentication import digest_of, new_secret
from .models import ApiKey
from .scopes import SCOPES


@transaction.atomic
def api_key_create(*, actor: User | None, user: User, name: str, scopes: Iterable[str] = ()) -> tuple[ApiKey, str]:
    """A key that acts as `user` within `scopes` (none: whatever the user may), and its secret, told only now.

    `actor` None is the operator at the command line. Raises RuleBroken for a missing name, an unknown scope, somebody
    who left, and for another person's key unless an administrator asks.
    """
    wanted = list(dict.fromkeys(scopes))
    if unknown := [scope for scope in wanted if scope not in SCOPES]:
        raise RuleBroken(
            _("No such scope: %(scopes)s. There are: %(known)s.")
            % {"scopes": ", ".join(unknown), "known": ", ".join(SCOPES)},
            field="scopes",
        )
    if not name.strip():
        raise RuleBroken(_("Give the key a name, so that it can be told from the others later."), field="name")
    if not user.is_active:
        raise RuleBroken(_("%(person)s is not active.") % {"person": user}, field="user")
    if actor and actor != user and not actor.sees_all:
        raise RuleBroken(_("Only an administrator makes keys for somebody else."), field="user")
    secret = new_secret()
    key = ApiKey.objects.create(
        user=user,
        name=name.strip(),
        prefix=secret[:12],
        digest=digest_of(secret),
        scopes=wanted,
        user_hash=user.get_session_auth_hash(),
    )
    _record(actor or user, "api_key.created", key, name=[None, key.name], scopes=[None, wanted])
    return key, secret


@transaction.atomic
def api_key_revoke(key: ApiKey, *, actor: User) -> ApiKey:
    """From now on the key is refused. A key that was revoked already stays as it is."""
    if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()):
        _record(actor, "api_key.revoked", key)
    key.refresh_from_db()
    return key


def _record(actor: User, verb: str, key: ApiKey, **changes: Any) -> None:
    journal.record(actor=actor, verb=verb, subject=key, changes={"user": [None, str(key.user)], **changes})
